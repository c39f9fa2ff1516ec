-- Balance: the index by its own aggregation beside the index by another.
-- in: scores, other(ref_area, time_period, score), each with `level`, one number for scores that are tied
with pairs as (
    select
        s.ref_area, s.time_period, s.score as own_score, o.score as other_score,
        s.level as own_level, o.level as other_level
    from scores as s
    left join other as o using (ref_area, time_period)
    where s.component_id = $index_id
)
select
    ref_area, time_period, own_score, other_score,
    case
        when own_score is not null then
            rank() over (partition by time_period order by own_level desc nulls last)
    end as own_rank,
    case
        when other_score is not null then
            rank() over (partition by time_period order by other_level desc nulls last)
    end as other_rank
from pairs
order by all
