-- Grey relation of each region to the ceiling of the scale.
-- in: parts(component_id, child_id, ref_area, time_period, weight, score)
select
    component_id, ref_area, time_period,
    sum(
        weight * ($nearest + $distinguishing * $farthest)
        / (abs($ceiling - score) + $distinguishing * $farthest)
    ) / sum(weight) as share
from parts
group by component_id, ref_area, time_period
order by all
