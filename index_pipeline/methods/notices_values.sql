-- Notices of indicators without a value in a year, or without a figure to fit their normalisation on.
-- in: imputed, goalposts, listed(indicator_id, weighted)
select
    'impute' as step, i.indicator_id as subject, null::varchar as ref_area, i.time_period,
    'indicator ' || i.indicator_id || ', ' || i.time_period
    || ': no assessed region has a value; it takes no part in the year' as message,
    '指标 ' || i.indicator_id || '，' || i.time_period || '年：各地区均无数值，当年不纳入计算' as message_zh
from imputed as i
join listed using (indicator_id)
group by i.indicator_id, i.time_period
having count(i.obs_value) = 0
union all
select
    'normalise', i.indicator_id, null, i.time_period,
    'indicator ' || i.indicator_id || ', ' || i.time_period
    || ': there is no figure to fit its normalisation on; it has no score',
    '指标 ' || i.indicator_id || '，' || i.time_period || '年：没有可据以确定标准化参数的数据，不计得分'
from imputed as i
join listed using (indicator_id)
anti join goalposts as g using (indicator_id)
group by i.indicator_id, i.time_period
having count(i.obs_value) > 0
