-- Notices: outcomes that are defined, and that a reader has to know of.
-- in: indicators, operands, screenings, imputed, goalposts, assessed(ref_area), listed(indicator_id, weighted),
--     plans(indicator_id, formula, over, growth_years, numerator, base), breaks(indicator_id, first_year), reliability, evidence,
--     demand(rank_correlation, reliability), of one row
with filled as (
    select i.ref_area, i.time_period, count(i.obs_value) as number
    from imputed as i
    join listed as l using (indicator_id)
    where l.weighted
    group by i.ref_area, i.time_period
),
nation as ( -- national totals and figures of the regions, by year
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
),
found as (
    select
        'operands' as step, indicator_id as subject, null as ref_area, time_period,
        'indicator ' || indicator_id || ', ' || time_period || ': '
        || case
            when missing is null then 'the national total of ' || code || ' is not above zero; the value is missing'
            else 'there is no national total of ' || code
                || ': none is published, and not every region has a figure; the value is missing'
        end as message
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
        || coalesce(' and ' || any_value(p.base), '') || '; the value is missing'
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
            'negative' end || '; the value is missing'
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
        end
    from spans
    where 2 * (time_period - break + 1) < over or time_period - growth_years < break
    union all
    select
        'denominate', i.indicator_id as subject, i.ref_area, i.time_period,
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
    union all
    select
        'evidence', e.indicator_id, null, $last_year,
        'indicator ' || e.indicator_id || ': its rank correlation with '
        || case e.rank_correlation_years when 1 then 'the year' else e.rank_correlation_years || ' years' end
        || ' before is '
        || coalesce(printf('%.3g', e.rank_correlation), 'not known') || '; the framework demands '
        || printf('%.3g', d.rank_correlation)
    from evidence as e
    cross join demand as d
    where d.rank_correlation is not null
        and (e.rank_correlation is null or e.rank_correlation < d.rank_correlation - $rounding)
    union all
    select
        'evidence', r.indicator_id, null, r.time_period,
        'indicator ' || r.indicator_id || ', ' || r.time_period || ': the reliability of its counts is '
        || coalesce(printf('%.3g', r.reliability), 'not known') || '; the framework demands '
        || printf('%.3g', d.reliability)
    from reliability as r
    join listed as l using (indicator_id)
    cross join demand as d
    where l.weighted and d.reliability is not null
        and (r.reliability is null or r.reliability < d.reliability - $rounding)
    union all
    select
        'estimates', b.indicator_id, null, b.first_year,
        'indicator ' || b.indicator_id || ', ' || b.first_year || ': a definition changes in the year that is '
        || 'estimated; its figures are not comparable with those of the years before'
    from breaks as b
    join listed as l using (indicator_id)
    where l.weighted and b.first_year = $estimate
)
select * from found
where time_period between $first_year and $last_year or step = 'estimates'
order by all
