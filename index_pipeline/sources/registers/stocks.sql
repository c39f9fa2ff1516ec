-- Stocks: entries of each register in force at the end of each year, by region and category.
-- in: changes(register_id, category, ref_area, time_period, entries, undated), of all events,
--     registers(register_id, first_year, last_year, stock_year, dated_by), areas(ref_area),
--     categories(register_id, category); $total: code of the sum over the areas, or null
with years as (
    select register_id, stock_year, dated_by, unnest(generate_series(first_year, last_year)) as time_period
    from registers
),
grid as (
    select y.register_id, y.stock_year, y.dated_by, y.time_period, c.category, a.ref_area
    from years as y
    join categories as c on y.register_id = c.register_id
    cross join areas as a
),
held as (
    select
        g.register_id, g.stock_year, g.category, g.ref_area, g.time_period,
        sum(coalesce(c.entries, 0)) over (
            partition by g.register_id, g.category, g.ref_area order by g.time_period
        ) as entries
    from grid as g
    left join changes as c
        on g.register_id = c.register_id and g.category = c.category
        and g.ref_area = c.ref_area and g.time_period = c.time_period
),
undated as ( -- the list as it was in the stock year
    select register_id, category, ref_area, sum(undated) as entries
    from changes
    group by register_id, category, ref_area
),
by_area as (
    select register_id, ref_area, time_period, sum(entries) as by_then
    from held
    group by register_id, ref_area, time_period
),
clock as ( -- entries of the dating register by year, and in the stock year
    select
        r.register_id, r.stock_year, b.ref_area, b.time_period, b.by_then,
        sum(b.by_then) over (partition by r.register_id, b.time_period) as national_by_then
    from registers as r
    join by_area as b on r.dated_by = b.register_id
),
shares as (
    select
        c.register_id, c.ref_area, c.time_period,
        case
            when s.by_then > 0 then c.by_then / cast(s.by_then as double)
            else c.national_by_then / cast(nullif(s.national_by_then, 0) as double)
        end as share
    from clock as c
    join clock as s
        on c.register_id = s.register_id and c.ref_area = s.ref_area and c.stock_year = s.time_period
),
stocks as (
    select
        h.register_id, h.category, h.ref_area, h.time_period,
        case when h.time_period < h.stock_year then 'E' else 'A' end as obs_status,
        cast(
            case
                when h.time_period < h.stock_year then h.entries + coalesce(u.entries, 0) * s.share
                else h.entries
            end as double
        ) as stock
    from held as h
    left join undated as u
        on h.register_id = u.register_id and h.category = u.category and h.ref_area = u.ref_area
    left join shares as s
        on h.register_id = s.register_id and h.ref_area = s.ref_area and h.time_period = s.time_period
),
known as (
    select *
    from stocks
    where stock is not null
    order by register_id, category, time_period, ref_area
)
select register_id, category, ref_area, time_period, stock, obs_status
from known
union all
select register_id, category, $total as ref_area, time_period, sum(stock) as stock, obs_status
from known
where $total is not null
group by register_id, category, time_period, obs_status
order by all
