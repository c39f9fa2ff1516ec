-- First published: of each figure, the value before its first revision; the value itself where there is none.
-- in: observations (the newest vintage), revisions
select
    o.* replace (
        case when r.series_id is null then o.obs_value else r.value_before end as obs_value,
        case when r.series_id is null then o.vintage else r.vintage_before end as vintage,
        case
            when r.series_id is null then o.obs_status
            when r.value_before is null then 'M'
            else 'A'
        end as obs_status
    )
from observations as o
left join (
    select *
    from revisions
    qualify row_number() over (partition by series_id, ref_area, time_period order by vintage) = 1
) as r
    on o.series_id = r.series_id and o.ref_area = r.ref_area and o.time_period = r.time_period
order by o.series_id, o.ref_area, o.time_period
