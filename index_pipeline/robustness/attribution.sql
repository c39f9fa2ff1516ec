-- Attribution: the change of each score between two releases, split into new figures, revision and method.
-- in: before, after (rankings), old_figures, with_new_figures, all_figures (scores)
with changes as (
    select
        ref_area, time_period, component_id,
        b.score as score_before, a.score as score_after, b.rank as rank_before, a.rank as rank_after,
        a.score - b.score as change,
        n.score - o.score as new_data,
        f.score - n.score as revision
    from before as b
    full join after as a using (ref_area, time_period, component_id)
    left join old_figures as o using (ref_area, time_period, component_id)
    left join with_new_figures as n using (ref_area, time_period, component_id)
    left join all_figures as f using (ref_area, time_period, component_id)
)
select *, change - new_data - revision as method
from changes
order by all
