-- Denominate: numerator / denominator × multiplier of each indicator, on a full grid of regions and years.
-- in: grid(area_no, time_period, indicator_no), figures(indicator_no, role, area_no, time_period, obs_value, obs_status),
--     formulas(indicator_no, multiplier, rate, above_zero)
with joined as (
    select
        g.area_no, g.time_period, f.indicator_no, f.multiplier, f.rate, f.above_zero,
        n.obs_value as numerator,
        d.obs_value as denominator,
        n.obs_status as numerator_status,
        d.obs_status as denominator_status
    from grid as g
    join formulas as f using (indicator_no)
    left join (select * from figures where role = 'numerator') as n
        on n.indicator_no = f.indicator_no
        and n.area_no = g.area_no and n.time_period = g.time_period
    left join (select * from figures where role = 'denominator') as d
        on d.indicator_no = f.indicator_no
        and d.area_no = g.area_no and d.time_period = g.time_period
),
ratios as (
    select
        *,
        case
            when not rate then numerator * multiplier
            when denominator > 0 or (denominator < 0 and not above_zero) then numerator / denominator * multiplier
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
