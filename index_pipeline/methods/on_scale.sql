-- On scale: shares between 0 and 1 in points of the scale.
-- in: shares(component_id, ref_area, time_period, share)
select component_id, ref_area, time_period, $floor + ($ceiling - $floor) * share as score
from shares
order by all
