-- Treated points: values that lie beyond a fitted limit, and the limit that they were moved to.
-- in: imputed, treatments(indicator_id, time_period, lower, upper)
with fitted as (
    select i.ref_area, i.time_period, i.indicator_id, i.obs_value, t.lower, t.upper
    from imputed as i
    join treatments as t on t.indicator_id = i.indicator_id and t.time_period is null
    union all
    select i.ref_area, i.time_period, i.indicator_id, i.obs_value, t.lower, t.upper
    from imputed as i
    join treatments as t on t.indicator_id = i.indicator_id and t.time_period = i.time_period
)
select
    ref_area, time_period, indicator_id,
    obs_value as value_before,
    case when obs_value > upper then upper else lower end as value_after,
    case when obs_value > upper then 'winsorised_high' else 'winsorised_low' end as treatment
from fitted
where obs_value > upper or obs_value < lower
order by all
