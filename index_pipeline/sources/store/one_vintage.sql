-- One vintage: of each figure, the newest vintage that was public on a day, or the first one. A withdrawn figure (M) hides
-- the earlier ones.
-- in: observations; $as_of (null: no limit), $newest (false: the first)
select o.*
from observations as o
join (
    select
        series_id, ref_area, time_period,
        case when $newest then max(vintage) else min(vintage) end as vintage
    from observations
    where $as_of is null or vintage <= cast($as_of as date)
    group by series_id, ref_area, time_period
) as known
    on o.series_id = known.series_id and o.ref_area = known.ref_area
    and o.time_period = known.time_period and o.vintage = known.vintage
order by o.series_id, o.ref_area, o.time_period
