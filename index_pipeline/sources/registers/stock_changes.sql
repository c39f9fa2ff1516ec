-- Changes of stocks: by how much the entries of a register in force change in each year, by region and category.
-- in: events(register_id, entry_id, category, ref_area, event, time_period, entries, batch, batch_line),
--     registers(register_id, first_year, last_year, stock_year, has_categories), areas(ref_area, counts_as),
--     deciding(event, is_in_force): the kinds of event that say whether an entry is in force;
--     $no_category: the category of the entries without one
-- Whatever precedes a register's span changes its first year; whatever follows, the year after its last one. `undated`
-- are the entries without a year, as they are in force in the stock year. A place without a change has a row of zeros.
with placed as (
    select
        e.register_id, e.entry_id, e.event, e.entries, e.batch, e.batch_line, r.first_year, r.last_year, r.stock_year,
        case when r.has_categories then coalesce(e.category, $no_category) else $no_category end as category,
        coalesce(a.counts_as, e.ref_area) as ref_area,
        coalesce(e.time_period, r.stock_year) as since,
        e.time_period is null as is_undated
    from events as e
    join registers as r on e.register_id = r.register_id
    left join areas as a on e.ref_area = a.ref_area
),
states as ( -- what each event leaves in force, until the next event of the same entry
    select
        p.*,
        case when d.is_in_force then p.entries else 0 end as in_force,
        lead(p.since) over (partition by p.register_id, p.entry_id order by p.since, p.batch, p.batch_line) as until
    from placed as p
    join deciding as d on p.event = d.event
),
changes as (
    select
        register_id, category, ref_area, since as time_period, first_year, last_year, in_force as entries,
        case when is_undated and (until is null or stock_year < until) then in_force else 0 end as undated
    from states
    union all
    select register_id, category, ref_area, until, first_year, last_year, -in_force, 0
    from states
    where until is not null
    union all
    select register_id, category, ref_area, since, first_year, last_year, 0, 0
    from placed
    where event not in (select event from deciding)
)
select
    register_id, category, ref_area,
    cast(greatest(first_year, least(time_period, last_year + 1)) as integer) as time_period,
    cast(sum(entries) as bigint) as entries,
    cast(sum(undated) as bigint) as undated
from changes
group by register_id, category, ref_area, greatest(first_year, least(time_period, last_year + 1))
order by all
