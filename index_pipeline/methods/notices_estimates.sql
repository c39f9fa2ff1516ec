-- Notices of definitions that change in the year that is estimated.
-- in: breaks(indicator_id, first_year), listed(indicator_id, weighted)
select
    'estimates' as step, b.indicator_id as subject, null::varchar as ref_area, b.first_year as time_period,
    'indicator ' || b.indicator_id || ', ' || b.first_year || ': a definition changes in the year that is '
    || 'estimated; its figures are not comparable with those of the years before' as message,
    '指标 ' || b.indicator_id || '，' || b.first_year || '年：测算年份口径调整，数据与以前年份不可比' as message_zh
from breaks as b
join listed as l using (indicator_id)
where l.weighted and b.first_year = $estimate
