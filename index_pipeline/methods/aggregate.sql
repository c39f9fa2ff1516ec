-- Aggregate: of each component and cell (a year of a region), the weighted mean and the weighted sum of the scores of its
-- children, and how much of its weight and of their number they cover. A child without a score is left out, and the other
-- weights take its place; a sum that cancels up to rounding is 0.
-- in: edges(component_no, cell_no, weight, score, coverage), a row for every child and cell
with sums as (
    select
        component_no, cell_no,
        count(*) as children,
        count(score) as scored,
        sum(weight) as weight,
        sum(case when score is not null then weight end) as scored_weight,
        sum(weight * score) as total,
        sum(weight * abs(score)) as size,
        sum(weight * coverage) as covered
    from edges
    group by component_no, cell_no
)
select
    least(covered / weight, 1) as coverage,
    scored / children as scored_share,
    case
        when scored = 0 then null
        when abs(total) <= $rounding * size then 0
        else total / scored_weight
    end as mean,
    case
        when scored = 0 then null
        when abs(total) <= $rounding * size then 0
        when scored = children then total
        else total * (weight / scored_weight)
    end as sum
from sums
order by component_no, cell_no
