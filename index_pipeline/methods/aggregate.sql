-- Aggregate: coverage of each component of one height, whether it is enough, and its score as a mean of the scores of
-- its children; null where it is aggregated by another method than a mean. A sum that cancels to rounding is 0. A power
-- that underflows is infinite, as one that overflows: both are refused.
-- in: children(child_no, area_no, time_period, score, coverage), weights(component_no, child_no, weight),
--     rules(component_no, method, exponent, guard, penalty, of_sample, threshold, of_children)
with totals as (
    select component_no, sum(weight) as total, count(*) as children from weights group by component_no
),
parts as (
    select
        w.component_no, c.area_no, c.time_period, w.weight, c.coverage, r.method, r.exponent,
        case when c.score < r.guard then r.guard else c.score end as s,
        case when c.score is not null then w.weight end as w
    from weights as w
    join children as c using (child_no)
    join rules as r using (component_no)
),
combined as (
    select
        component_no, area_no, time_period, count(s) as scored,
        sum(w) as scored_weight, min(s) as least, max(s) as greatest,
        sum(weight * coverage) as covered_weight,
        case any_value(method)
            when 'arithmetic' then
                case
                    when abs(sum(w * s)) > $rounding * sum(w * abs(s)) then sum(w * s) / sum(w)
                    when count(s) > 0 then 0.0
                end
            when 'weighted_sum' then
                case
                    when abs(sum(w * s)) > $rounding * sum(w * abs(s)) then sum(w * s)
                    when count(s) > 0 then 0.0
                end
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
            when 'mazziotta_pareto' then sum(w * s) / sum(w)
        end as value,
        case when any_value(method) = 'mazziotta_pareto' then
            sum(w * s * s) / sum(w) - (sum(w * s) / sum(w)) ** 2
        end as variance
    from parts
    group by component_no, area_no, time_period
),
penalised as (
    select
        c.component_no, c.area_no, c.time_period, r.threshold,
        case when c.covered_weight > t.total then 1 else c.covered_weight / t.total end as coverage,
        case when r.of_children then c.scored / t.children::double end as scored_share,
        case
            when c.value = 0 and (c.least > 0 or (c.greatest > 0 and r.exponent > 0)) then 'infinity'::double
            when r.method = 'weighted_sum' and c.scored < t.children then c.value * (t.total / c.scored_weight)
            when c.variance is null or c.value = 0 then c.value
            when r.of_sample and c.scored > 1 then
                c.value + r.penalty * c.variance * c.scored / (c.scored - 1) / c.value
            else c.value + r.penalty * c.variance / c.value
        end as value
    from combined as c
    join totals as t using (component_no)
    join rules as r using (component_no)
),
judged as (
    select *, coalesce(scored_share, coverage) >= threshold - $rounding as enough from penalised
)
select
    area_no, time_period, component_no,
    case when enough then value end as score,
    coverage, enough
from judged
order by all
