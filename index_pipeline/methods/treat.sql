-- Treat: cap to the fitted limits, shift, transform.
-- in: imputed, treatments(indicator_id, time_period, lower, upper, transform, shift, exponent)
with fitted as (
    select i.*, t.transform, t.exponent, t.lower, t.upper, t.shift
    from imputed as i
    join treatments as t on t.indicator_id = i.indicator_id and t.time_period is null
    union all
    select i.*, t.transform, t.exponent, t.lower, t.upper, t.shift
    from imputed as i
    join treatments as t on t.indicator_id = i.indicator_id and t.time_period = i.time_period
),
capped_values as (
    select
        *,
        coalesce(obs_value < lower, false) or coalesce(obs_value > upper, false) as capped,
        case
            when obs_value < lower then lower
            when obs_value > upper then upper
            else obs_value
        end as value
    from fitted
),
shifted as (
    select *, case when transform = 'mirrored_log' then shift - value else value + shift end as x
    from capped_values
)
select
    ref_area, time_period, indicator_id,
    case
        when transform = 'none' then x
        when transform = 'log' then case when x > 0 then ln(x) end
        when transform = 'mirrored_log' then case when x > 0 then -ln(x) end
        when transform = 'square_root' then case when x >= 0 then sqrt(x) end
        when transform = 'box_cox' then
            case
                when x > 0 and exponent = 0 then ln(x)
                when x > 0 then (x ** exponent - 1) / exponent
            end
    end as obs_value,
    obs_status, filled_by, capped
from shifted
order by all
