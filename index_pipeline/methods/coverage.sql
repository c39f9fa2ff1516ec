-- Coverage: how much of each component of one height is known, and whether it is enough to score it.
-- in: children(child_id, ref_area, time_period, score, coverage), weights(component_id, child_id, weight),
--     rules(component_id, threshold, of_children)
with totals as (
    select component_id, sum(weight) as total, count(*) as children from weights group by component_id
),
sums as (
    select
        w.component_id, c.ref_area, c.time_period,
        count(c.score) as scored,
        sum(w.weight * c.coverage) as covered_weight
    from weights as w
    join children as c using (child_id)
    group by w.component_id, c.ref_area, c.time_period
),
shares as (
    select
        s.component_id, s.ref_area, s.time_period, r.threshold,
        case when s.covered_weight > t.total then 1 else s.covered_weight / t.total end as coverage,
        case when r.of_children then s.scored / t.children::double end as scored_share
    from sums as s
    join totals as t using (component_id)
    join rules as r using (component_id)
)
select
    ref_area, time_period, component_id, coverage,
    coalesce(scored_share, coverage) >= threshold - $rounding as enough
from shares
order by all
