-- Screen: blank the values of a region's year that is not kept.
-- in: indicators, screenings(ref_area, time_period, kept) of the assessed regions
select
    i.ref_area, i.time_period, i.indicator_id,
    case when s.kept then i.obs_value end as obs_value,
    case when s.kept then i.obs_status else 'M' end as obs_status,
    s.kept
from indicators as i
join screenings as s using (ref_area, time_period)
order by all
