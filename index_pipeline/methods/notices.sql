-- Notices: outcomes that are defined, and that a reader has to know of.
-- in: indicators, screenings, imputed, assessed(ref_area), listed(indicator_id)
with found as (
    select
        'denominate' as step, i.indicator_id as subject, i.ref_area, i.time_period,
        'indicator ' || i.indicator_id || ', region ' || i.ref_area || ', ' || i.time_period
        || ': the denominator is zero; the value is missing' as message
    from indicators as i
    join assessed using (ref_area)
    where i.denominator = 0
    union all
    select
        'screen', 'region', ref_area, time_period,
        'region ' || ref_area || ', ' || time_period || ': '
        || case
            when observed_share = 0 then 'none of its weighted indicators has a value'
            when kept then 'kept by exception'
            else 'left out'
        end
        || case when reason is null then '' else ' (' || reason || ')' end
    from screenings
    where observed_share = 0 or reason is not null
    union all
    select
        'impute', i.indicator_id, null, i.time_period,
        'indicator ' || i.indicator_id || ', ' || i.time_period
        || ': no assessed region has a value; it takes no part in the year'
    from imputed as i
    join listed using (indicator_id)
    group by i.indicator_id, i.time_period
    having count(i.obs_value) = 0
)
select * from found
where time_period between $first_year and $last_year
order by all
