-- History: each figure that was published again with another value, and by how much it changed.
-- in: observations; $as_of (null: no limit)
with vintages as (
    select
        *,
        lag(vintage) over figure as vintage_before,
        lag(obs_value) over figure as value_before
    from observations
    where $as_of is null or vintage <= cast($as_of as date)
    window figure as (partition by series_id, ref_area, time_period order by vintage)
)
select
    series_id, ref_area, time_period, vintage_before, value_before, vintage, obs_value, source_id, note,
    obs_value - value_before as value_change
from vintages
where vintage_before is not null and obs_value is distinct from value_before
order by series_id, ref_area, time_period, vintage
