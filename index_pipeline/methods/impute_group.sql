-- Impute from other regions: mean or median of the year's figures within the region's group. A region that has no
-- group, or no figure at all in the year, gets none.
-- in: values(…, obs_value, obs_status, filled_by, kept), steps(indicator_id, method, attribute),
--     groups(ref_area, attribute, member_of)
with known as (
    select distinct ref_area, time_period from "values" where obs_value is not null
),
grouped as (
    select
        v.*, s.method,
        case when s.attribute is null then '' else g.member_of end as member_of,
        k.ref_area is not null as has_figures
    from "values" as v
    join steps as s using (indicator_id)
    left join groups as g on g.ref_area = v.ref_area and g.attribute = s.attribute
    left join known as k on k.ref_area = v.ref_area and k.time_period = v.time_period
),
fills as (
    select
        indicator_id, time_period, member_of,
        case when any_value(method) = 'mean' then avg(obs_value) else median(obs_value) end as fill
    from grouped
    where member_of is not null
    group by indicator_id, time_period, member_of
),
filled as (
    select g.*, case when g.obs_value is null and g.has_figures then f.fill end as fill
    from grouped as g
    left join fills as f
        on f.indicator_id = g.indicator_id and f.time_period = g.time_period and f.member_of = g.member_of
)
select
    ref_area, time_period, indicator_id,
    coalesce(obs_value, fill) as obs_value,
    case when fill is not null then 'E' else obs_status end as obs_status,
    case when fill is not null then method else filled_by end as filled_by,
    kept
from filled
order by all
