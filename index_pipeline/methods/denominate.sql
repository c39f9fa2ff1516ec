-- Denominate: numerator / denominator × multiplier of each indicator, on a full grid of regions and years.
-- in: observations (newest vintage), register_stocks, quantities(indicator_id, role, series_id, register_id, category,
--     parts, measure), formulas(indicator_id, multiplier, rate), areas(ref_area)
with register_parts as (
    select
        q.indicator_id, q.role, q.measure, q.parts, q.register_id, q.category, s.ref_area, s.time_period,
        sum(s.stock) as stock,
        max(s.obs_status) as obs_status
    from quantities as q
    join register_stocks as s on s.register_id = q.register_id and (q.category is null or s.category = q.category)
    group by q.indicator_id, q.role, q.measure, q.parts, q.register_id, q.category, s.ref_area, s.time_period
),
figures as (
    select q.indicator_id, q.role, o.ref_area, o.time_period, o.obs_value, o.obs_status
    from quantities as q
    join observations as o on o.series_id = q.series_id
    union all
    select
        indicator_id, role, ref_area, time_period,
        case
            when count(*) < any_value(parts) then null
            when any_value(measure) = 'variety' then avg(case when stock > 0 then 1.0 else 0.0 end)
            else sum(stock)
        end as obs_value,
        max(obs_status) as obs_status
    from register_parts
    group by indicator_id, role, ref_area, time_period
),
years as (
    select distinct time_period from figures where obs_value is not null
    union
    select unnest(generate_series($first_year, $last_year))::integer
),
joined as (
    select
        a.ref_area, y.time_period, f.indicator_id, f.multiplier, f.rate,
        n.obs_value as numerator,
        d.obs_value as denominator,
        n.obs_status as numerator_status,
        d.obs_status as denominator_status
    from areas as a
    cross join years as y
    cross join formulas as f
    left join figures as n
        on n.indicator_id = f.indicator_id and n.role = 'numerator'
        and n.ref_area = a.ref_area and n.time_period = y.time_period
    left join figures as d
        on d.indicator_id = f.indicator_id and d.role = 'denominator'
        and d.ref_area = a.ref_area and d.time_period = y.time_period
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
    ref_area, time_period, indicator_id, numerator, denominator, ratio,
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
order by all
