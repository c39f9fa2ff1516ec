-- Denominate: numerator / denominator × multiplier of each indicator, on a full grid of regions and years.
-- in: observations(series_no, area_no, time_period, obs_value, obs_status), register_stocks, quantities(indicator_no,
--     role, series_no, register_id, category, parts, measure), formulas(indicator_no, multiplier, rate),
--     areas(area_no, ref_area)
with register_parts as (
    select
        q.indicator_no, q.role, q.measure, q.parts, q.register_id, q.category, a.area_no, s.time_period,
        sum(s.stock) as stock,
        max(s.obs_status) as obs_status
    from quantities as q
    join register_stocks as s on s.register_id = q.register_id and (q.category is null or s.category = q.category)
    join areas as a using (ref_area)
    group by q.indicator_no, q.role, q.measure, q.parts, q.register_id, q.category, a.area_no, s.time_period
),
figures as (
    select q.indicator_no, q.role, o.area_no, o.time_period, o.obs_value, o.obs_status
    from quantities as q
    join observations as o on o.series_no = q.series_no
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
),
years as (
    select distinct time_period from figures where obs_value is not null
    union
    select unnest(generate_series($first_year, $last_year))::integer
),
joined as (
    select
        a.area_no, y.time_period, f.indicator_no, f.multiplier, f.rate,
        n.obs_value as numerator,
        d.obs_value as denominator,
        n.obs_status as numerator_status,
        d.obs_status as denominator_status
    from areas as a
    cross join years as y
    cross join formulas as f
    left join (select * from figures where role = 'numerator') as n
        on n.indicator_no = f.indicator_no
        and n.area_no = a.area_no and n.time_period = y.time_period
    left join (select * from figures where role = 'denominator') as d
        on d.indicator_no = f.indicator_no
        and d.area_no = a.area_no and d.time_period = y.time_period
),
ratios as (
    select
        *,
        case
            when not rate then numerator * multiplier
            when denominator <> 0 then numerator / denominator * multiplier
        end as ratio
    from joined
)
select
    area_no, time_period, indicator_no, numerator, denominator, ratio,
    ratio as obs_value,
    case
        when ratio is null then 'M'
        when 'E' in (numerator_status, denominator_status) then 'E'
        when 'I' in (numerator_status, denominator_status) then 'I'
        when 'C' in (numerator_status, denominator_status) then 'C'
        when numerator_status = 'Z' then 'Z'
        else 'A'
    end as obs_status
from ratios
order by area_no, time_period, indicator_no
