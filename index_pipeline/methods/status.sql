-- Status: every component for every region and year, with the reason where it has no score.
-- in: scored(ref_area, time_period, component_id, score, coverage), units(ref_area, time_period),
--     listed(component_id, measured)
select
    u.ref_area, u.time_period, l.component_id, s.score,
    coalesce(s.coverage, 0) as coverage,
    case
        when not l.measured then 'not_measured'
        when s.score is null then 'insufficient_coverage'
        else 'scored'
    end as status
from units as u
cross join listed as l
left join scored as s using (ref_area, time_period, component_id)
order by all
