-- Screen: blank a region's year where too few of its weighted indicators are observed, or too many are zero.
-- in: indicators, assessed(ref_area), weighted(indicator_id), decided(ref_area, kept)
with shares as (
    select
        i.ref_area, i.time_period,
        count(i.obs_value) / count(*)::double as observed,
        coalesce(count(*) filter (i.obs_value <> 0) / nullif(count(i.obs_value), 0)::double, 0) as non_zero
    from indicators as i
    join weighted using (indicator_id)
    group by i.ref_area, i.time_period
),
decisions as (
    select
        s.ref_area, s.time_period,
        coalesce(d.kept, s.observed >= $share - 1e-12 and s.non_zero >= $non_zero - 1e-12) as kept
    from shares as s
    left join decided as d using (ref_area)
)
select
    i.ref_area, i.time_period, i.indicator_id,
    case when d.kept then i.obs_value end as obs_value,
    case when d.kept then i.obs_status else 'M' end as obs_status
from indicators as i
join assessed using (ref_area)
join decisions as d using (ref_area, time_period)
order by all
