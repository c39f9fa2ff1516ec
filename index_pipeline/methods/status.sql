-- Status: every component for every region and year, with the reason where it has no score.
-- A component in which all regions of a year score the same tells none from another.
-- in: scored(area_no, time_period, component_no, score, coverage), units(area_no, time_period),
--     listed(component_no, measured)
with found as (
    select
        s.*,
        count(s.score) over sample > 1
        and max(s.score) over sample - min(s.score) over sample <= $rounding * max(abs(s.score)) over sample as alike
    from scored as s
    window sample as (partition by component_no, time_period)
)
select
    u.area_no, u.time_period, l.component_no, s.score,
    coalesce(s.coverage, 0) as coverage,
    case
        when not l.measured then 'not_measured'
        when s.score is null then 'insufficient_coverage'
        when s.alike then 'no_distinction'
        else 'scored'
    end as status
from units as u
cross join listed as l
left join found as s using (area_no, time_period, component_no)
order by all
