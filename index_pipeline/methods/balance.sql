-- Balance: the index by its own aggregation beside the index by another.
-- in: scores, other(ref_area, time_period, score), each with `level`, one number for scores that are tied
with pairs as (
    select
        s.ref_area, s.time_period, s.score as arithmetic, o.score as geometric,
        s.level as arithmetic_level, o.level as geometric_level
    from scores as s
    left join other as o using (ref_area, time_period)
    where s.component_id = $index_id
)
select
    ref_area, time_period, arithmetic, geometric,
    case
        when arithmetic is not null then
            rank() over (partition by time_period order by arithmetic_level desc nulls last)
    end as arithmetic_rank,
    case
        when geometric is not null then
            rank() over (partition by time_period order by geometric_level desc nulls last)
    end as geometric_rank
from pairs
order by all
