-- Treat: cap to the fitted limits, shift, transform.
-- in: imputed, treatments(indicator_id, lower, upper, transform, shift, exponent)
with shifted as (
    select
        i.*, t.transform, t.exponent,
        coalesce(i.obs_value < t.lower, false) or coalesce(i.obs_value > t.upper, false) as capped,
        case
            when i.obs_value < t.lower then t.lower
            when i.obs_value > t.upper then t.upper
            else i.obs_value
        end + t.shift as x
    from imputed as i
    join treatments as t using (indicator_id)
)
select
    ref_area, time_period, indicator_id,
    case
        when transform = 'none' then x
        when transform = 'log' then case when x > 0 then ln(x) end
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
