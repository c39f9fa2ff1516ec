-- Events of a release without an equal row in the store: the entry, what happened, when, where, and how many it counts.
select released.*
from released
where not exists (
    select 1
    from stored
    where stored.register_id = released.register_id
        and stored.entry_id = released.entry_id
        and stored.event = released.event
        and stored.time_period is not distinct from released.time_period
        and stored.ref_area is not distinct from released.ref_area
        and stored.category is not distinct from released.category
        and stored.entries = released.entries
)
order by batch, batch_line
