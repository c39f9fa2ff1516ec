-- Newest: of each figure, the newest vintage that was public on a day. A withdrawn figure (M) hides the earlier ones.
-- in: observations; $as_of (null: no limit)
select *
from observations
where $as_of is null or vintage <= cast($as_of as date)
qualify row_number() over (partition by series_id, ref_area, time_period order by vintage desc) = 1
order by series_id, ref_area, time_period
