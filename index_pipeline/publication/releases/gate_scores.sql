-- Scores of the newest release beside those of a candidate, for what the newest release has scored.
-- in: rankings_before, scores_before, rankings, scores
select
    before.component_id,
    before.ref_area,
    before.time_period,
    before.score as score_before,
    after.score,
    before."rank" as rank_before,
    after."rank",
    coverage_before.coverage as coverage_before,
    coverage_after.coverage
from rankings_before as before
join scores_before as coverage_before using (component_id, ref_area, time_period)
left join rankings as after using (component_id, ref_area, time_period)
left join scores as coverage_after using (component_id, ref_area, time_period)
where before.score is not null
order by before.time_period desc, before.component_id, before.ref_area
