-- Aggregate: score of each component of one height from the scores of its children.
-- in: children(child_id, ref_area, time_period, score, coverage), weights(component_id, child_id, weight),
--     rules(component_id, method, exponent, guard, threshold)
with parts as (
    select
        w.component_id, c.ref_area, c.time_period, w.weight, c.coverage, r.method, r.exponent, r.threshold,
        case when c.score < r.guard then r.guard else c.score end as s,
        case when c.score is not null then w.weight end as w
    from weights as w
    join children as c using (child_id)
    join rules as r using (component_id)
),
combined as (
    select
        component_id, ref_area, time_period,
        sum(weight * coverage) / sum(weight) as coverage,
        any_value(threshold) as threshold,
        case any_value(method)
            when 'arithmetic' then sum(w * s) / sum(w)
            when 'weighted_sum' then sum(w * s)
            when 'geometric' then
                case when min(s) > 0 then exp(sum(w * ln(case when s > 0 then s end)) / sum(w)) else 0 * min(s) end
            when 'harmonic' then
                case when min(s) > 0 then sum(w) / sum(w / case when s > 0 then s end) else 0 * min(s) end
            when 'power' then
                case
                    when any_value(exponent) > 0 or min(s) > 0 then
                        (sum(w * (case when s > 0 or exponent > 0 then s end) ** exponent) / sum(w))
                        ** (1 / any_value(exponent))
                    else 0 * min(s)
                end
        end as value
    from parts
    group by component_id, ref_area, time_period
)
select
    ref_area, time_period, component_id,
    case when coverage >= threshold - 1e-12 then value end as score,
    coverage
from combined
order by all
