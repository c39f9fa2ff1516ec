-- Obstacle degree: share of each indicator in a region's weighted gap to the best score.
-- in: normalised, weights
with gaps as (
    select
        n.ref_area, n.time_period, n.indicator_id, w.effective_weight,
        case when n.score < $ceiling then $ceiling - n.score else 0 end as gap
    from normalised as n
    join weights as w on w.child_id = n.indicator_id
    where n.score is not null
        and w.effective_weight > 0
        and n.time_period between $first_year and $last_year
),

totals as (
    select ref_area, time_period, sum(effective_weight * gap) as weighted
    from (select * from gaps order by ref_area, time_period, indicator_id) as ordered
    group by ref_area, time_period
)

select g.ref_area, g.time_period, g.indicator_id, g.gap, g.effective_weight * g.gap / t.weighted as obstacle_degree
from gaps as g
join totals as t on t.ref_area = g.ref_area and t.time_period = g.time_period
where t.weighted > 0
order by all
