-- Notices of evidence that falls short of what the framework demands.
-- in: evidence, reliability, listed(indicator_id, weighted), demand(rank_correlation, reliability), of one row
select
    'evidence' as step, e.indicator_id as subject, null::varchar as ref_area, $last_year as time_period,
    'indicator ' || e.indicator_id || ': its rank correlation with '
    || case e.rank_correlation_years when 1 then 'the year' else e.rank_correlation_years || ' years' end
    || ' before is '
    || coalesce(cast(round(e.rank_correlation, 3) as varchar), 'not known') || '; the framework demands '
    || cast(round(d.rank_correlation, 3) as varchar) as message,
    '指标 ' || e.indicator_id || '：与'
    || case e.rank_correlation_years when 1 then '上年' else e.rank_correlation_years || '年前' end
    || '的位次相关系数'
    || coalesce('为 ' || cast(round(e.rank_correlation, 3) as varchar), '未知') || '，指标体系要求不低于 '
    || cast(round(d.rank_correlation, 3) as varchar) as message_zh
from evidence as e
cross join demand as d
where d.rank_correlation is not null
    and (e.rank_correlation is null or e.rank_correlation < d.rank_correlation - $rounding)
union all
select
    'evidence', r.indicator_id, null, r.time_period,
    'indicator ' || r.indicator_id || ', ' || r.time_period || ': the reliability of its counts is '
    || coalesce(cast(round(r.reliability, 3) as varchar), 'not known') || '; the framework demands '
    || cast(round(d.reliability, 3) as varchar),
    '指标 ' || r.indicator_id || '，' || r.time_period || '年：计数的信度'
    || coalesce('为 ' || cast(round(r.reliability, 3) as varchar), '未知') || '，指标体系要求不低于 '
    || cast(round(d.reliability, 3) as varchar)
from reliability as r
join listed as l using (indicator_id)
cross join demand as d
where l.weighted and d.reliability is not null
    and (r.reliability is null or r.reliability < d.reliability - $rounding)
