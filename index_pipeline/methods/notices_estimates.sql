-- Notices of definitions that change in the year that is estimated.
-- in: breaks(indicator_id, first_year), listed(indicator_id, weighted)
select
    'estimates' as step, b.indicator_id as subject, null::varchar as ref_area, b.first_year as time_period,
    'indicator ' || b.indicator_id || ', ' || b.first_year || ': a definition changes in the year that is '
    || 'estimated; its figures are not comparable with those of the years before' as message
from breaks as b
join listed as l using (indicator_id)
where l.weighted and b.first_year = $estimate
