-- Figures of a release without an equal row in the store, those of withdrawn batches left out.
select series_id, ref_area, time_period, vintage, obs_value, batch
from released
where not exists (
        select 1
        from stored
        where stored.series_id = released.series_id
            and stored.ref_area = released.ref_area
            and stored.time_period = released.time_period
            and stored.vintage = released.vintage
            and stored.obs_status = released.obs_status
            and stored.obs_value is not distinct from released.obs_value
    )
    and batch not in (select batch from excused)
order by batch, series_id, ref_area, time_period
