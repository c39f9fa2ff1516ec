-- TOPSIS: nearness to the best point, away from the worst.
-- in: parts(component_id, child_id, ref_area, time_period, weight, score), ideals(child_id, worst, best)
with distances as (
    select
        p.component_id, p.ref_area, p.time_period,
        sqrt(sum((p.weight * (p.score - i.worst)) ** 2)) as to_worst,
        sqrt(sum((p.weight * (p.score - i.best)) ** 2)) as to_best
    from parts as p
    join ideals as i using (child_id)
    group by p.component_id, p.ref_area, p.time_period
)
select
    component_id, ref_area, time_period,
    case when to_worst + to_best > 0 then to_worst / (to_worst + to_best) end as share
from distances
order by all
