-- Events that do not fit the declared registers and regions, or one another, each with the kinds of its faults.
-- in: events(register_id, entry_id, category, ref_area, event, time_period, batch, batch_line),
--     registers(register_id, stock_year, has_categories), areas(ref_area), categories(register_id, category)
with numbered as (
    select
        register_id, entry_id, category, ref_area, event, time_period, batch, batch_line,
        row_number() over (
            partition by register_id, entry_id order by coalesce(time_period, 0), batch, batch_line
        ) as number
    from events
),
judged as (
    select
        n.*,
        r.register_id is null as unknown_register,
        r.register_id is not null and a.ref_area is null as unknown_region,
        coalesce(r.has_categories, false) and n.category is not null and c.category is null as unknown_category,
        r.register_id is not null and n.time_period is null and r.stock_year is null as no_year,
        r.register_id is not null and n.number = 1 and n.event not in ('designated', 'confirmed') as not_designated
    from numbered as n
    left join registers as r on n.register_id = r.register_id
    left join areas as a on n.ref_area = a.ref_area
    left join categories as c on n.register_id = c.register_id and n.category = c.category
)
select *
from judged
where unknown_register or unknown_region or unknown_category or no_year or not_designated
order by coalesce(time_period, 0), batch, batch_line
