-- Changed figures: what one release reads and another does not, or reads with another value.
-- in: before, after (observations)
select
    series_id, ref_area, time_period, b.obs_value as value_before, a.obs_value as obs_value,
    case
        when b.obs_value is null then 'new'
        when a.obs_value is null then 'withdrawn'
        else 'revised'
    end as kind
from before as b
full join after as a using (series_id, ref_area, time_period)
where a.obs_value is distinct from b.obs_value
order by series_id, ref_area, time_period
