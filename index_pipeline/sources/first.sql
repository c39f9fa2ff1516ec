-- First: of each figure, the first vintage that was public on a day.
-- in: observations; $as_of (null: no limit)
select *
from observations
where $as_of is null or vintage <= cast($as_of as date)
qualify row_number() over (partition by series_id, ref_area, time_period order by vintage) = 1
order by series_id, ref_area, time_period
