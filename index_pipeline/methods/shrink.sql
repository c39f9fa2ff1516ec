-- Shrink: gamma-Poisson empirical Bayes of counts c with exposures e, over the assessed regions of each year.
-- in: indicators, shrunk(indicator_id, multiplier), assessed(ref_area)
with rates as (
    select
        i.indicator_id, i.time_period, i.ref_area,
        i.numerator as c,
        i.denominator / s.multiplier as e
    from indicators as i
    join shrunk as s using (indicator_id)
    join assessed using (ref_area)
    where i.ratio is not null
),
means as (
    select indicator_id, time_period, sum(c) / sum(e) as m, avg(e) as mean_exposure
    from rates
    group by indicator_id, time_period
),
priors as (
    select
        r.indicator_id, r.time_period, any_value(m.m) as m,
        greatest(
            0, sum(r.e * (r.c / r.e - m.m) ** 2) / sum(r.e) - any_value(m.m) / any_value(m.mean_exposure)
        ) as v
    from rates as r
    join means as m using (indicator_id, time_period)
    group by r.indicator_id, r.time_period
),
shrunken as (
    select
        r.indicator_id, r.time_period, r.ref_area,
        case
            when p.m = 0 or p.v = 0 then p.m
            else (r.c + p.m ** 2 / p.v) / (r.e + p.m / p.v)
        end as obs_value
    from rates as r
    join priors as p using (indicator_id, time_period)
)
select
    i.ref_area, i.time_period, i.indicator_id, i.numerator, i.denominator, i.ratio,
    coalesce(s.obs_value, i.obs_value) as obs_value,
    i.obs_status
from indicators as i
left join shrunken as s using (indicator_id, time_period, ref_area)
order by all
