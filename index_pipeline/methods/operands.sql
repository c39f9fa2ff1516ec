-- Operands: numerator and denominator of the indicators whose value rests on national totals, or on several years.
-- in: figures(indicator_no, role, area_no, time_period, obs_value, obs_status), years(time_period),
--     plans(indicator_no, formula, rated, counted_numerator, counted_denominator, over, growth_years),
--     breaks(indicator_no, first_year), areas(area_no, assessed, total), one at most the `total`
with of_nation as (
    select
        f.indicator_no, f.role, f.time_period,
        max(f.obs_value) filter (a.total) as stated,
        max(f.obs_status) filter (a.total) as stated_status,
        sum(f.obs_value) filter (a.assessed) as summed,
        count(f.obs_value) filter (a.assessed) as summands,
        case
            when bool_or(f.obs_status = 'E') filter (a.assessed) then 'E'
            when bool_or(f.obs_status = 'I') filter (a.assessed) then 'I'
            when bool_or(f.obs_status = 'C') filter (a.assessed) then 'C'
            else 'A'
        end as summed_status,
        any_value(case f.role when 'numerator' then p.counted_numerator else p.counted_denominator end) as counted
    from (select * from figures order by area_no) as f
    join areas as a using (area_no)
    join plans as p using (indicator_no)
    where p.formula in ('share', 'location_quotient')
    group by f.indicator_no, f.role, f.time_period
),
totals as (
    select
        indicator_no, role, time_period,
        case
            when stated is not null then stated
            when counted or summands = (select count(*) from areas where assessed) then summed
        end as total,
        case when stated is not null then stated_status else summed_status end as total_status,
        case when counted then 'register' when stated is not null then 'published' else 'sum' end as total_source,
        stated is not null as stated
    from of_nation
),
figures_and_sums as (
    select f.* from figures as f join plans using (indicator_no)
    union all
    select t.indicator_no, t.role, a.area_no, t.time_period, t.total, t.total_status
    from totals as t
    join areas as a on a.total
    where t.total is not null and not t.stated
),
cells as (
    select
        indicator_no, area_no, time_period,
        max(obs_value) filter (role = 'numerator') as numerator,
        max(obs_value) filter (role = 'denominator') as denominator,
        max(obs_status) filter (role = 'numerator') as numerator_status,
        max(obs_status) filter (role = 'denominator') as denominator_status
    from figures_and_sums
    group by indicator_no, area_no, time_period
),
years_of as ( -- what a value of one year is made of; `whole` where nothing of it is missing
    select
        c.*, p.formula, p.rated, p.over, p.growth_years,
        n.total as numerator_total,
        d.total as denominator_total,
        case when n.total is not null then n.total_source end as numerator_total_source,
        case when d.total is not null then d.total_source end as denominator_total_source,
        coalesce(c.numerator_status = 'Z', false) as zero,
        coalesce('E' in (c.numerator_status, c.denominator_status, n.total_status, d.total_status), false) as estimated,
        coalesce('I' in (c.numerator_status, c.denominator_status, n.total_status, d.total_status), false) as imputed,
        coalesce('C' in (c.numerator_status, c.denominator_status, n.total_status, d.total_status), false) as carried,
        (select coalesce(max(b.first_year), -9999) from breaks as b
            where b.indicator_no = c.indicator_no and b.first_year <= c.time_period) as segment,
        c.numerator is not null
        and (not p.rated or c.denominator is not null)
        and (p.formula not in ('share', 'location_quotient') or n.total is not null)
        and (p.formula <> 'location_quotient' or d.total is not null) as whole
    from cells as c
    join plans as p using (indicator_no)
    left join totals as n
        on n.indicator_no = c.indicator_no and n.time_period = c.time_period and n.role = 'numerator'
    left join totals as d
        on d.indicator_no = c.indicator_no and d.time_period = c.time_period and d.role = 'denominator'
),
ends as ( -- the years that values are of, and those that growth starts from
    select time_period from years
    union
    select y.time_period - p.growth_years from years as y cross join plans as p where p.growth_years is not null
),
windows as ( -- the years of a window that are whole, and lie on this side of a break; sums in the order of the years
    select
        o.indicator_no, o.area_no, y.time_period, o.time_period as last_summed, o.formula, o.rated, o.over,
        o.growth_years, o.zero, o.estimated, o.imputed, o.carried, o.numerator_total_source, o.denominator_total_source,
        o.segment,
        sum(o.numerator) over until_then as numerator,
        sum(o.denominator) over until_then as denominator,
        sum(o.numerator_total) over until_then as numerator_total,
        sum(o.denominator_total) over until_then as denominator_total
    from ends as y
    join years_of as o on o.time_period between y.time_period - o.over + 1 and y.time_period
    where o.whole and o.over > 1
        and o.segment = (select coalesce(max(b.first_year), -9999) from breaks as b
            where b.indicator_no = o.indicator_no and b.first_year <= y.time_period)
    window until_then as (
        partition by o.indicator_no, o.area_no, y.time_period order by o.time_period
        rows between unbounded preceding and current row
    )
),
means_over as ( -- totals are published or sums, or both in one window
    select
        indicator_no, area_no, time_period,
        any_value(formula) as formula,
        any_value(rated) as rated,
        any_value(growth_years) as growth_years,
        count(*) >= any_value(over) / 2 as enough,
        cast(count(*) as integer) as years,
        count(*) < any_value(over) as part,
        bool_and(zero) as zero,
        bool_or(estimated) as estimated,
        bool_or(imputed) as imputed,
        bool_or(carried) as carried,
        max_by(numerator, last_summed) / count(*) as numerator,
        max_by(denominator, last_summed) / count(*) as denominator,
        max_by(numerator_total, last_summed) / count(*) as numerator_total,
        max_by(denominator_total, last_summed) / count(*) as denominator_total,
        min(numerator_total_source) as numerator_total_source,
        max(numerator_total_source) as other_numerator_total_source,
        min(denominator_total_source) as denominator_total_source,
        max(denominator_total_source) as other_denominator_total_source,
        any_value(segment) as segment
    from windows
    group by indicator_no, area_no, time_period
),
means as (
    select
        indicator_no, area_no, time_period, formula, rated, growth_years, years, segment, estimated, imputed,
        carried, part, zero,
        case when enough then numerator end as numerator,
        case when enough then denominator end as denominator,
        case when enough then numerator_total end as numerator_total,
        case when enough then denominator_total end as denominator_total,
        case
            when not enough then null
            when numerator_total_source = other_numerator_total_source then numerator_total_source
            else numerator_total_source || '|' || other_numerator_total_source
        end as numerator_total_source,
        case
            when not enough then null
            when denominator_total_source = other_denominator_total_source then denominator_total_source
            else denominator_total_source || '|' || other_denominator_total_source
        end as denominator_total_source
    from means_over
    union all
    select
        indicator_no, area_no, time_period, formula, rated, growth_years, cast(null as integer) as years, segment,
        estimated, imputed, carried, false as part, zero, numerator, denominator, numerator_total,
        denominator_total, numerator_total_source, denominator_total_source
    from years_of
    where over = 1
),
levels as ( -- the figure that grows
    select
        *,
        case
            when not rated then numerator
            when denominator <> 0 then numerator / denominator
        end as level
    from means
)
select
    m.indicator_no, m.area_no, m.time_period, m.numerator, m.denominator, m.numerator_total, m.denominator_total,
    m.numerator_total_source, m.denominator_total_source, m.years,
    case m.formula when 'growth' then m.level - b.level else m.numerator end as over_line,
    case m.formula
        when 'share' then m.numerator_total
        when 'location_quotient' then
            case when m.denominator_total > 0 then m.numerator_total * (m.denominator / m.denominator_total) end
        when 'growth' then b.level
        else m.denominator
    end as under_line,
    case
        when m.part or coalesce(b.part, false) or m.estimated or coalesce(b.estimated, false) then 'E'
        when m.imputed or coalesce(b.imputed, false) then 'I'
        when m.carried or coalesce(b.carried, false) then 'C'
        when m.zero then 'Z'
        else 'A'
    end as obs_status
from levels as m
left join levels as b
    on m.formula = 'growth' and b.indicator_no = m.indicator_no and b.area_no = m.area_no
    and b.time_period = m.time_period - m.growth_years and b.segment = m.segment
order by m.indicator_no, m.area_no, m.time_period
