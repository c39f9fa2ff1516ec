-- First published: of each figure, the value before its first revision; the value itself where there is none.
-- in: observations (the newest vintage), revisions
with numbered as (
    select
        series_id, ref_area, time_period, value_before, vintage_before,
        row_number() over (partition by series_id, ref_area, time_period order by vintage) as number
    from revisions
)
select
    o.series_id, o.ref_area, o.time_period,
    case when r.series_id is null then o.vintage else r.vintage_before end as vintage,
    case when r.series_id is null then o.obs_value else r.value_before end as obs_value,
    case
        when r.series_id is null then o.obs_status
        when r.value_before is null then 'M'
        else 'A'
    end as obs_status,
    o.source_id, o.source_file, o.source_sheet, o.source_cell, o.note, o.batch, o.batch_line
from observations as o
left join numbered as r
    on o.series_id = r.series_id and o.ref_area = r.ref_area and o.time_period = r.time_period and r.number = 1
order by o.series_id, o.ref_area, o.time_period
