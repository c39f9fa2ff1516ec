-- Screenings: is enough known of a region in a year?
-- in: indicators, assessed(ref_area), weighted(indicator_id), decided(ref_area, kept, reason)
with counts as (
    select
        i.ref_area, i.time_period,
        count(*) - count(i.obs_value) as missing,
        count(*) filter (i.obs_value = 0) as zero,
        count(i.obs_value) / count(*)::double as observed_share,
        coalesce(count(*) filter (i.obs_value <> 0) / nullif(count(i.obs_value), 0)::double, 0) as non_zero
    from indicators as i
    join weighted using (indicator_id)
    join assessed using (ref_area)
    group by i.ref_area, i.time_period
)
select
    c.*,
    coalesce(d.kept, c.observed_share >= $share - $rounding and c.non_zero >= $non_zero - $rounding) as kept,
    case
        when d.kept is not null then d.reason
        when c.observed_share < $share - $rounding then 'too few figures'
        when c.non_zero < $non_zero - $rounding then 'too many zeros'
    end as reason
from counts as c
left join decided as d using (ref_area)
order by all
