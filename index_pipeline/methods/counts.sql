-- Counts: entries of registers in force, by region and year; missing where one of the registers is not known.
-- in: register_stocks, parts(column_no, register_id, category, measure, parts), areas(area_no, ref_area)
with register_parts as (
    select
        p.column_no, p.measure, p.parts, p.register_id, p.category, a.area_no, s.time_period,
        sum(s.stock) as stock,
        max(s.obs_status) as obs_status
    from parts as p
    join register_stocks as s on s.register_id = p.register_id and (p.category is null or s.category = p.category)
    join areas as a using (ref_area)
    group by p.column_no, p.measure, p.parts, p.register_id, p.category, a.area_no, s.time_period
)
select
    column_no, area_no, time_period,
    case
        when count(*) < any_value(parts) then null
        when any_value(measure) = 'variety' then avg(case when stock > 0 then 1.0 else 0.0 end)
        else sum(stock)
    end as obs_value,
    max(obs_status) as obs_status
from register_parts
group by column_no, area_no, time_period
