-- Notices of a region's years that are left out, kept by exception, or without any figure.
-- in: screenings, imputed, listed(indicator_id, weighted)
with filled as (
    select i.ref_area, i.time_period, count(i.obs_value) as number
    from imputed as i
    join listed as l using (indicator_id)
    where l.weighted
    group by i.ref_area, i.time_period
)
select
    'screen' as step, 'region' as subject, s.ref_area, s.time_period,
    'region ' || s.ref_area || ', ' || s.time_period || ': '
    || case
        when s.observed_share = 0 and f.number > 0 then
            'none of its weighted indicators has a figure; ' || f.number || ' of them are filled'
        when s.observed_share = 0 then 'none of its weighted indicators has a value'
        when s.kept then 'kept by exception'
        else 'left out'
    end
    || case
        when s.reason is null then ''
        when s.reason = 'too_few_figures' then ' (too few figures)'
        when s.reason = 'too_many_zeros' then ' (too many zeros)'
        else ' (' || s.reason || ')'
    end as message,
    '地区 ' || s.ref_area || '，' || s.time_period || '年：'
    || case
        when s.observed_share = 0 and f.number > 0 then '计分指标均无数据，其中' || f.number || '项由插补得出'
        when s.observed_share = 0 then '计分指标均无数值'
        when s.kept then '例外保留'
        else '剔除'
    end
    || case
        when s.reason is null then ''
        when s.reason = 'too_few_figures' then '（有数据的指标过少）'
        when s.reason = 'too_many_zeros' then '（零值过多）'
        else '（' || s.reason || '）'
    end as message_zh
from screenings as s
left join filled as f using (ref_area, time_period)
where s.observed_share = 0 or s.reason is not null
