-- Figures: what each numerator and denominator is of each region and year: a series, entries of registers, or a sum.
-- in: observations(series_no, area_no, time_period, obs_value, obs_status), register_stocks, quantities(indicator_no,
--     role, term, terms, sign, series_no, register_id, category, parts, measure), areas(area_no, ref_area)
with register_parts as (
    select
        q.indicator_no, q.role, q.measure, q.parts, q.register_id, q.category, a.area_no, s.time_period,
        sum(s.stock) as stock,
        max(s.obs_status) as obs_status
    from quantities as q
    join register_stocks as s on s.register_id = q.register_id and (q.category is null or s.category = q.category)
    join areas as a using (ref_area)
    group by q.indicator_no, q.role, q.measure, q.parts, q.register_id, q.category, a.area_no, s.time_period
)
select q.indicator_no, q.role, o.area_no, o.time_period, o.obs_value, o.obs_status
from quantities as q
join observations as o on o.series_no = q.series_no
where q.terms = 1
union all
select -- a sum of series, in their order; missing where one of them is
    q.indicator_no, q.role, o.area_no, o.time_period,
    case when count(o.obs_value) = any_value(q.terms) then sum(q.sign * o.obs_value) end as obs_value,
    case
        when bool_or(o.obs_status = 'E') then 'E'
        when bool_or(o.obs_status = 'I') then 'I'
        when bool_or(o.obs_status = 'C') then 'C'
        when bool_and(o.obs_status = 'Z') then 'Z'
        else 'A'
    end as obs_status
from (select * from quantities order by indicator_no, role, term) as q
join observations as o on o.series_no = q.series_no
where q.terms > 1
group by q.indicator_no, q.role, o.area_no, o.time_period
union all
select
    indicator_no, role, area_no, time_period,
    case
        when count(*) < any_value(parts) then null
        when any_value(measure) = 'variety' then avg(case when stock > 0 then 1.0 else 0.0 end)
        else sum(stock)
    end as obs_value,
    max(obs_status) as obs_status
from register_parts
group by indicator_no, role, area_no, time_period
