-- Impute from a region's own figures: interpolate between two, or carry the nearest on; never across a break, nor
-- from a value that was filled from others.
-- in: values(…, obs_value, obs_status, filled_by, kept), steps(indicator_id, method, direction, years),
--     breaks(indicator_id, first_year)
with segments as (
    select
        v.*, s.method, s.direction, s.years,
        case when v.filled_by is null or v.filled_by in ('interpolate', 'carry') then v.obs_value end as own_value,
        count(b.first_year) as segment
    from "values" as v
    join steps as s using (indicator_id)
    left join breaks as b on b.indicator_id = v.indicator_id and b.first_year <= v.time_period
    group by all
),
neighbours as (
    select
        *,
        last_value(own_value ignore nulls) over before as value_before,
        last_value(case when own_value is not null then time_period end ignore nulls) over before as year_before,
        first_value(own_value ignore nulls) over after as value_after,
        first_value(case when own_value is not null then time_period end ignore nulls) over after as year_after
    from segments
    window
        before as (
            partition by indicator_id, ref_area, segment order by time_period
            rows between unbounded preceding and current row
        ),
        after as (
            partition by indicator_id, ref_area, segment order by time_period
            rows between current row and unbounded following
        )
),
fills as (
    select
        ref_area, time_period, indicator_id, obs_value, obs_status, filled_by, kept, method,
        case
            when obs_value is not null then null
            when method = 'interpolate' then
                value_before
                + (value_after - value_before) * (time_period - year_before) / (year_after - year_before)
            when direction = 'forward' and time_period - year_before <= years then value_before
            when direction = 'backward' and year_after - time_period <= years then value_after
        end as fill
    from neighbours
)
select
    ref_area, time_period, indicator_id,
    coalesce(obs_value, fill) as obs_value,
    case when fill is null then obs_status when method = 'interpolate' then 'I' else 'C' end as obs_status,
    case when fill is null then filled_by else method end as filled_by,
    kept
from fills
order by all
