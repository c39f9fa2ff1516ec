-- Normalise: put each indicator on the common scale; better always points up.
-- in: treated, goalposts(indicator_id, time_period, direction, lower, upper, floor, ceiling, capped)
with position as (
    select
        t.ref_area, t.time_period, t.indicator_id, t.obs_status, t.filled_by, g.floor, g.ceiling, g.capped,
        case g.direction
            when 'higher_is_better' then (t.obs_value - g.lower) / (g.upper - g.lower)
            when 'lower_is_better' then (g.upper - t.obs_value) / (g.upper - g.lower)
        end as share
    from treated as t
    join goalposts as g
        on g.indicator_id = t.indicator_id and (g.time_period is null or g.time_period = t.time_period)
),
bounded as (
    select
        *,
        case
            when capped and share < 0 then 0
            when capped and share > 1 then 1
            else share
        end as bounded_share
    from position
)
select
    ref_area, time_period, indicator_id,
    floor + (ceiling - floor) * bounded_share as score,
    obs_status, filled_by
from bounded
order by all
