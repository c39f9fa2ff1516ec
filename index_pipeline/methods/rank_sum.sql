-- Rank-sum ratio: weighted mean rank among the regions of the year, over their number.
-- in: parts(component_id, child_id, ref_area, time_period, weight, score, level), `level` one number for
--     scores that are tied
with ranked as (
    select
        *,
        count(*) over (partition by component_id, time_period, child_id) as n,
        rank() over (partition by component_id, time_period, child_id order by level)
        + (count(*) over (partition by component_id, time_period, child_id, level) - 1) / 2.0 as place
    from parts
)
select
    component_id, ref_area, time_period,
    sum(
        weight * case
            when $ranks = 'integer' then place
            else 1 + (n - 1) * (score - $floor) / ($ceiling - $floor)
        end / n
    ) / sum(weight) as share
from ranked
group by component_id, ref_area, time_period
order by all
