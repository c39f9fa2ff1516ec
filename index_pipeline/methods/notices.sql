-- Notices: outcomes that are defined, and that a reader has to know of.
-- in: indicators, screenings, imputed, goalposts, assessed(ref_area), listed(indicator_id, weighted)
with filled as (
    select i.ref_area, i.time_period, count(i.obs_value) as number
    from imputed as i
    join listed as l using (indicator_id)
    where l.weighted
    group by i.ref_area, i.time_period
),
found as (
    select
        'denominate' as step, i.indicator_id as subject, i.ref_area, i.time_period,
        'indicator ' || i.indicator_id || ', region ' || i.ref_area || ', ' || i.time_period
        || case
            when i.denominator = 0 then ': the denominator is zero; the value is missing'
            else ': the denominator is negative, and turns the sign of the value'
        end as message
    from indicators as i
    join assessed using (ref_area)
    where i.denominator <= 0
    union all
    select
        'screen', 'region', s.ref_area, s.time_period,
        'region ' || s.ref_area || ', ' || s.time_period || ': '
        || case
            when s.observed_share = 0 and f.number > 0 then
                'none of its weighted indicators has a figure; ' || f.number || ' of them are filled'
            when s.observed_share = 0 then 'none of its weighted indicators has a value'
            when s.kept then 'kept by exception'
            else 'left out'
        end
        || case when s.reason is null then '' else ' (' || s.reason || ')' end
    from screenings as s
    left join filled as f using (ref_area, time_period)
    where s.observed_share = 0 or s.reason is not null
    union all
    select
        'impute', i.indicator_id, null, i.time_period,
        'indicator ' || i.indicator_id || ', ' || i.time_period
        || ': no assessed region has a value; it takes no part in the year'
    from imputed as i
    join listed using (indicator_id)
    group by i.indicator_id, i.time_period
    having count(i.obs_value) = 0
    union all
    select
        'normalise', i.indicator_id, null, i.time_period,
        'indicator ' || i.indicator_id || ', ' || i.time_period
        || ': there is no figure to fit its normalisation on; it has no score'
    from imputed as i
    join listed using (indicator_id)
    anti join goalposts as g using (indicator_id)
    group by i.indicator_id, i.time_period
    having count(i.obs_value) > 0
)
select * from found
where time_period between $first_year and $last_year
order by all
