-- Stocks: entries of each register in force at the end of each year, by region and category.
-- in: events(register_id, entry_id, category, ref_area, event, time_period, entries, batch, batch_line),
--     registers(register_id, first_year, last_year, stock_year, dated_by), areas(ref_area),
--     categories(register_id, category); $total: code of the sum over the areas, or null
with dated as (
    select e.*, coalesce(e.time_period, r.stock_year) as since
    from events as e
    join registers as r using (register_id)
    where e.event in ('designated', 'confirmed', 'moved', 'revoked')
),
states as ( -- what each event leaves in force, until the next event of the same entry
    select
        register_id, category, ref_area, since,
        case when event = 'revoked' then 0 else entries end as entries,
        lead(since) over (partition by register_id, entry_id order by since, batch, batch_line) as until,
        time_period is null as undated
    from dated
),
grid as (
    select r.register_id, r.stock_year, r.dated_by, c.category, a.ref_area, y.time_period
    from registers as r
    join categories as c using (register_id)
    cross join areas as a
    cross join lateral (select unnest(generate_series(r.first_year, r.last_year))::integer as time_period) as y
),
held as (
    select g.register_id, g.category, g.ref_area, g.time_period, sum(s.entries) as entries
    from grid as g
    join states as s
        on s.register_id = g.register_id and s.category = g.category and s.ref_area = g.ref_area
        and s.since <= g.time_period and (s.until is null or g.time_period < s.until)
    group by g.register_id, g.category, g.ref_area, g.time_period
),
undated as ( -- the list as it was in the stock year
    select s.register_id, s.category, s.ref_area, sum(s.entries) as entries
    from states as s
    join registers as r using (register_id)
    where s.undated and (s.until is null or r.stock_year < s.until)
    group by s.register_id, s.category, s.ref_area
),
clock as ( -- entries of the dating register by year, and in the stock year
    select
        r.register_id, g.ref_area, g.time_period,
        coalesce(sum(h.entries), 0) as by_then,
        sum(coalesce(sum(h.entries), 0)) over (partition by r.register_id, g.time_period) as national_by_then
    from registers as r
    join grid as g on g.register_id = r.dated_by
    left join held as h
        on h.register_id = g.register_id and h.category = g.category
        and h.ref_area = g.ref_area and h.time_period = g.time_period
    group by r.register_id, g.ref_area, g.time_period
),
shares as (
    select
        c.register_id, c.ref_area, c.time_period,
        case
            when s.by_then > 0 then c.by_then / s.by_then::double
            else c.national_by_then / nullif(s.national_by_then, 0)::double
        end as share
    from clock as c
    join registers as r using (register_id)
    join clock as s
        on s.register_id = c.register_id and s.ref_area = c.ref_area and s.time_period = r.stock_year
),
stocks as (
    select
        g.register_id, g.category, g.ref_area, g.time_period,
        g.time_period < g.stock_year as spread,
        case
            when spread is true then coalesce(h.entries, 0) + coalesce(u.entries, 0) * s.share
            else coalesce(h.entries, 0)
        end as stock
    from grid as g
    left join held as h using (register_id, category, ref_area, time_period)
    left join undated as u using (register_id, category, ref_area)
    left join shares as s using (register_id, ref_area, time_period)
)
select
    register_id, category, ref_area, time_period, stock::double as stock,
    case when spread is true then 'E' else 'A' end as obs_status
from stocks
where stock is not null
union all
select
    register_id, category, $total as ref_area, time_period, sum(stock::double order by ref_area) as stock,
    case when spread is true then 'E' else 'A' end as obs_status
from stocks
where stock is not null and $total is not null
group by register_id, category, time_period, spread
order by all
