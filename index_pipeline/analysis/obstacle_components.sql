-- Obstacles of components: shares of their indicators, added up.
-- in: obstacles, ancestors(indicator_id, component_id, level)
select o.ref_area, o.time_period, a.component_id, a.level, sum(o.obstacle_degree) as obstacle_degree
from (select * from obstacles order by ref_area, time_period, indicator_id) as o
join ancestors as a on a.indicator_id = o.indicator_id
group by o.ref_area, o.time_period, a.component_id, a.level
order by all
