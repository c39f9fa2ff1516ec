-- Parts: scores of the children of those components, regions and years of which enough is known.
-- in: children(child_id, ref_area, time_period, score), weights(component_id, child_id, weight),
--     covered(component_id, ref_area, time_period, enough)
select w.component_id, c.time_period, c.ref_area, w.child_id, w.weight, c.score
from weights as w
join children as c using (child_id)
join covered as v
    on v.component_id = w.component_id and v.ref_area = c.ref_area and v.time_period = c.time_period
where v.enough and c.score is not null
order by all
