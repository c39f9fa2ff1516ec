-- Normalise by rank: 1 is the worst of the n values that an indicator is fitted on.
-- in: treated, with `level`, one number for values that are tied, goalposts(indicator_id, time_period, form, direction, floor, ceiling, first_year, last_year)
with fitted as (
    select
        t.ref_area, t.time_period, t.indicator_id, t.obs_value, t.obs_status, t.filled_by,
        g.form, g.floor, g.ceiling, g.time_period as fitted_year,
        case when g.direction = 'higher_is_better' then t.level else -t.level end as x,
        case when t.obs_value is not null and t.time_period between g.first_year and g.last_year then 1 else 0 end
            as counts
    from treated as t
    join goalposts as g
        on g.indicator_id = t.indicator_id and (g.time_period is null or g.time_period = t.time_period)
),
placed as (
    select
        *,
        sum(counts) over (partition by indicator_id, fitted_year) as n,
        sum(counts) over (partition by indicator_id, fitted_year, x) as ties,
        sum(counts) over (
            partition by indicator_id, fitted_year order by x
            range between unbounded preceding and current row
        ) as not_better
    from fitted
    where x is not null
),
ranked as (
    select
        *,
        not_better - ties + case
            when form = 'rank_min' then 1
            when form = 'rank_max' then case when ties > 0 then ties else 1 end
            else (case when ties > 0 then ties else 1 end + 1) / 2.0
        end as place
    from placed
)
select
    ref_area, time_period, indicator_id,
    floor + (ceiling - floor) * (place - 1) / (n - 1)::double as score,
    obs_status, filled_by,
    false as lost
from ranked
union all
select ref_area, time_period, indicator_id, null, obs_status, filled_by, false
from fitted
where x is null
order by all
