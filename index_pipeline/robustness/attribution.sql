-- Attribution: the change of each score between two releases, split into new figures, revision and method.
-- in: before, after (rankings), old_figures, with_new_figures, all_figures (scores)
with changes as (
    select
        ref_area, time_period, component_id,
        b.score as score_before, a.score as score_after, b.rank as rank_before, a.rank as rank_after,
        a.score - b.score as change,
        n.score - o.score as new_data_effect,
        f.score - n.score as revision_effect
    from before as b
    full join after as a using (ref_area, time_period, component_id)
    left join old_figures as o using (ref_area, time_period, component_id)
    left join with_new_figures as n using (ref_area, time_period, component_id)
    left join all_figures as f using (ref_area, time_period, component_id)
)
select *, change - new_data_effect - revision_effect as method_effect
from changes
order by all
