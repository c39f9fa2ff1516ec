-- Covered: the values found, beside the coverage of every component, region and year.
-- in: covered(component_id, ref_area, time_period, coverage), found(component_id, ref_area, time_period, score)
select c.ref_area, c.time_period, c.component_id, f.score, c.coverage
from covered as c
left join found as f using (component_id, ref_area, time_period)
order by all
