-- Rank: 1 is best, ties share the better rank, no score no rank; changes against the year before.
-- in: scores, with `level`, one number for scores that are tied
with ranked as (
    select
        ref_area, time_period, component_id, score,
        case
            when score is not null then
                rank() over (partition by component_id, time_period order by level desc nulls last)
        end as rank,
        count(score) over (partition by component_id, time_period) as ranked
    from scores
)
select
    r.ref_area, r.time_period, r.component_id, r.score, r.rank, r.ranked,
    r.score - b.score as score_change,
    b.rank - r.rank as rank_change
from ranked as r
left join ranked as b
    on b.ref_area = r.ref_area and b.component_id = r.component_id and b.time_period = r.time_period - 1
order by all
