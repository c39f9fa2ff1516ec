-- Notices of shares, location quotients, growth, and means over years that have no value.
-- in: indicators, operands, assessed(ref_area), plans(indicator_id, formula, over, growth_years, numerator, base),
--     breaks(indicator_id, first_year)
with nation as ( -- national totals and figures of the regions, by year
    select
        o.indicator_id, o.time_period, p.formula, p.numerator as numerator_code, p.base as base_code,
        count(o.numerator) as numerators,
        count(o.denominator) as denominators,
        any_value(o.numerator_total) as numerator_total,
        any_value(o.denominator_total) as denominator_total
    from operands as o
    join plans as p using (indicator_id)
    join assessed using (ref_area)
    where p.formula in ('share', 'location_quotient') and p.over is null
    group by o.indicator_id, o.time_period, p.formula, p.numerator, p.base
),
spans as ( -- years before which a mean or growth does not look back, as a definition changes there
    select i.indicator_id, i.time_period, p.over, p.growth_years, max(b.first_year) as break
    from indicators as i
    join assessed using (ref_area)
    join plans as p using (indicator_id)
    join breaks as b on b.indicator_id = i.indicator_id and b.first_year <= i.time_period
    where p.over is not null or p.growth_years is not null
    group by i.indicator_id, i.time_period, p.over, p.growth_years
    having count(i.obs_value) = 0
)
select
    'operands' as step, indicator_id as subject, null::varchar as ref_area, time_period,
    'indicator ' || indicator_id || ', ' || time_period || ': '
    || case
        when missing is null then 'the national total of ' || code || ' is not above zero; the value is missing'
        else 'there is no national total of ' || code
            || ': none is published, and not every region has a figure; the value is missing'
    end as message,
    '指标 ' || indicator_id || '，' || time_period || '年：'
    || case
        when missing is null then code || ' 的全国合计不大于零，数值缺失'
        else code || ' 缺全国合计：没有公布数，也并非每个地区都有数据；数值缺失'
    end as message_zh
from (
    select
        indicator_id, time_period, numerator_code as code,
        case when numerator_total is null then 1 end as missing
    from nation
    where numerators > 0 and (numerator_total is null or numerator_total <= 0)
    union all
    select indicator_id, time_period, base_code, case when denominator_total is null then 1 end
    from nation
    where formula = 'location_quotient' and denominators > 0
        and (denominator_total is null or denominator_total <= 0)
) as totals
union all
select
    'operands', i.indicator_id, null, i.time_period,
    'indicator ' || i.indicator_id || ', ' || i.time_period || ': fewer than half of its ' || any_value(p.over)
    || ' years have figures and a national total of ' || any_value(p.numerator)
    || coalesce(' and ' || any_value(p.base), '') || '; the value is missing',
    '指标 ' || i.indicator_id || '，' || i.time_period || '年：' || any_value(p.over)
    || '年中，既有数据又有 ' || any_value(p.numerator) || coalesce(' 和 ' || any_value(p.base), '')
    || ' 全国合计的年份不足一半，数值缺失'
from indicators as i
join assessed using (ref_area)
join plans as p using (indicator_id)
where p.formula in ('share', 'location_quotient') and p.over is not null
group by i.indicator_id, i.time_period
having count(i.denominator) = 0
union all
select
    'operands', o.indicator_id, o.ref_area, o.time_period,
    'indicator ' || o.indicator_id || ', region ' || o.ref_area || ', ' || o.time_period
    || ': the base ' || p.base || ' of its location quotient is ' || case when o.denominator = 0 then 'zero' else
        'negative' end || '; the value is missing',
    '指标 ' || o.indicator_id || '，地区 ' || o.ref_area || '，' || o.time_period || '年：区位商的基数 ' || p.base
    || case when o.denominator = 0 then ' 为零' else ' 为负' end || '，数值缺失'
from operands as o
join plans as p using (indicator_id)
join assessed using (ref_area)
where p.formula = 'location_quotient' and o.denominator <= 0
union all
select
    'operands', indicator_id, null, time_period,
    'indicator ' || indicator_id || ', ' || time_period || ': '
    || case
        when 2 * (time_period - break + 1) < over then
            'a mean over ' || over || ' years would cross the break of ' || break || ' (years since: '
            || (time_period - break + 1) || '); the value is missing'
        else 'growth over ' || growth_years || ' years would cross the break of ' || break
            || '; the value is missing'
    end,
    '指标 ' || indicator_id || '，' || time_period || '年：'
    || case
        when 2 * (time_period - break + 1) < over then
            over || '年平均会跨越' || break || '年的口径调整（此后只有' || (time_period - break + 1)
            || '年）；数值缺失'
        else growth_years || '年增速会跨越' || break || '年的口径调整；数值缺失'
    end
from spans
where 2 * (time_period - break + 1) < over or time_period - growth_years < break
