-- Notices of denominators that are zero or negative.
-- in: indicators, assessed(ref_area), plans(indicator_id, formula, over, growth_years, numerator, base)
select
    'denominate' as step, i.indicator_id as subject, i.ref_area, i.time_period,
    'indicator ' || i.indicator_id || ', region ' || i.ref_area || ', ' || i.time_period
    || case
        when p.formula = 'growth' and i.denominator = 0 then
            ': the figure of ' || p.growth_years || ' years before is zero; the growth is missing'
        when p.formula = 'growth' then
            ': the figure of ' || p.growth_years || ' years before is negative; the growth is missing'
        when i.denominator = 0 then ': the denominator is zero; the value is missing'
        else ': the denominator is negative, and turns the sign of the value'
    end as message
from indicators as i
join assessed using (ref_area)
join plans as p using (indicator_id)
where i.denominator <= 0 and p.formula in ('ratio', 'growth')
