-- Status: every component for every region and year, with the reason where it has no score.
-- A component in which all regions of a year score the same tells none from another.
-- in: scored(ref_area, time_period, component_id, score, coverage), units(ref_area, time_period),
--     listed(component_id, measured)
with found as (
    select
        s.*,
        count(s.score) over sample > 1
        and max(s.score) over sample - min(s.score) over sample <= $rounding * max(abs(s.score)) over sample as alike
    from scored as s
    window sample as (partition by component_id, time_period)
)
select
    u.ref_area, u.time_period, l.component_id, s.score,
    coalesce(s.coverage, 0) as coverage,
    case
        when not l.measured then 'not_measured'
        when s.score is null then 'insufficient_coverage'
        when s.alike then 'no_distinction'
        else 'scored'
    end as status
from units as u
cross join listed as l
left join found as s using (ref_area, time_period, component_id)
order by all
