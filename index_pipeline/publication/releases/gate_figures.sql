-- Figures of the newest release that a candidate has with another value.
-- in: observations_before, observations
select
    before.series_id,
    before.ref_area,
    before.time_period,
    before.obs_value as obs_value_before,
    after.obs_value,
    after.batch
from observations_before as before
join observations as after using (series_id, ref_area, time_period)
where before.obs_value is not null and after.obs_value is distinct from before.obs_value
order by
    abs(ln(abs(nullif(after.obs_value, 0) / nullif(before.obs_value, 0)))) desc nulls first,
    before.series_id, before.ref_area, before.time_period desc
