-- Impute from other regions: mean or median of the year's figures within the region's group.
-- in: values(…, obs_value, obs_status, filled_by), steps(indicator_id, method, attribute),
--     groups(ref_area, attribute, member_of)
with grouped as (
    select v.*, s.method, coalesce(g.member_of, '') as member_of
    from "values" as v
    join steps as s using (indicator_id)
    left join groups as g on g.ref_area = v.ref_area and g.attribute = s.attribute
),
fills as (
    select
        indicator_id, time_period, member_of,
        case when any_value(method) = 'mean' then avg(obs_value) else median(obs_value) end as fill
    from grouped
    group by indicator_id, time_period, member_of
)
select
    g.ref_area, g.time_period, g.indicator_id,
    coalesce(g.obs_value, f.fill) as obs_value,
    case when g.obs_value is null and f.fill is not null then 'E' else g.obs_status end as obs_status,
    case when g.obs_value is null and f.fill is not null then g.method else g.filled_by end as filled_by
from grouped as g
join fills as f using (indicator_id, time_period, member_of)
order by all
