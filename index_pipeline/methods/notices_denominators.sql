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
    end as message,
    '指标 ' || i.indicator_id || '，地区 ' || i.ref_area || '，' || i.time_period || '年：'
    || case
        when p.formula = 'growth' and i.denominator = 0 then p.growth_years || '年前的数据为零，增速缺失'
        when p.formula = 'growth' then p.growth_years || '年前的数据为负，增速缺失'
        when i.denominator = 0 then '分母为零，数值缺失'
        else '分母为负，改变数值的符号'
    end as message_zh
from indicators as i
join assessed using (ref_area)
join plans as p using (indicator_id)
where i.denominator <= 0 and p.formula in ('ratio', 'growth')
