-- Normalise: put each indicator on the common scale; better always points up.
-- in: treated, goalposts(indicator_id, time_period, ref_area, form, direction, lower, upper, floor, ceiling, capped,
--     floored) of the forms linear and ratio
with related as (
    select distinct indicator_id from goalposts where ref_area is not null
),
fitted as (
    select
        t.ref_area, t.time_period, t.indicator_id, t.obs_value, t.obs_status, t.filled_by,
        g.form, g.direction, g.lower, g.upper, g.floor, g.ceiling, g.capped, g.floored
    from treated as t
    join goalposts as g on g.indicator_id = t.indicator_id and g.time_period is null and g.ref_area is null
    union all
    select
        t.ref_area, t.time_period, t.indicator_id, t.obs_value, t.obs_status, t.filled_by,
        g.form, g.direction, g.lower, g.upper, g.floor, g.ceiling, g.capped, g.floored
    from treated as t
    join goalposts as g on g.indicator_id = t.indicator_id and g.time_period = t.time_period
    union all
    select
        t.ref_area, t.time_period, t.indicator_id, t.obs_value, t.obs_status, t.filled_by,
        g.form, g.direction, g.lower, g.upper, g.floor, g.ceiling, g.capped, g.floored
    from treated as t
    join related as r using (indicator_id)
    left join goalposts as g on g.indicator_id = t.indicator_id and g.ref_area = t.ref_area
),
position as (
    select
        *,
        case
            when form = 'ratio' then case when obs_value <> 0 then upper / obs_value end
            when direction = 'higher_is_better' then (obs_value - lower) / (upper - lower)
            else (upper - obs_value) / (upper - lower)
        end as share
    from fitted
),
bounded as (
    select
        *,
        case
            when floored and share < 0 then 0
            when capped and share > 1 then 1
            else share
        end as bounded_share
    from position
)
select
    ref_area, time_period, indicator_id,
    floor + (ceiling - floor) * bounded_share as score,
    obs_status, filled_by,
    coalesce(form = 'ratio' and obs_value = 0, false)
    or coalesce(not isfinite(floor + (ceiling - floor) * bounded_share), false) as lost
from bounded
order by all
