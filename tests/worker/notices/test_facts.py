"""What the store knows of a run: the sizes of segments at the ends of months, and what follows of them."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine, text

from warehouse import jobs, schedules
from worker.notices.facts import sizes
from worker.notices.telling import noticed

PEOPLE = """
select count(*) from customer_segments join segmentations using (segmentation_id)
where published and algorithm = 'rfm'
"""
SHRINK = """
with last as (select segmentation_id, max(month) as month from segment_sizes group by 1)
update segment_sizes set customers = 1 from last
where segment_sizes.segmentation_id = last.segmentation_id and segment_sizes.month = last.month
    and segment_id = (select segment_id from segments where name = :name limit 1)
"""


@pytest.mark.store("sample_store")
def test_a_segment_that_shrank_is_noticed_once(engine: Engine) -> None:
    with engine.begin() as connection:
        known = sizes(connection)
        assert known is not None
        found, month = known
        people = connection.scalar(text(PEOPLE))
        assert sum(row[-1] for row in found.values()) == people
        assert {len(row) for row in found.values()} == {len(next(iter(found.values())))}
        steady = max(found, key=lambda name: min(found[name][-10:]))
        number = schedules.add(connection, "Night", "fit")
        schedule = schedules.get(connection, number)
        assert schedule is not None
        asked = [schedules.ask_now(connection, schedule, None)]
        connection.execute(text("update jobs set state = 'done', result = '{}'"))
        asked.append(schedules.ask_now(connection, schedule, None))
        connection.execute(text("update jobs set state = 'done', result = '{}'"))
        connection.execute(text(SHRINK), {"name": steady})
        runs = [job for each in asked if each and (job := jobs.get(connection, each))]
        told = [[one.key for one in noticed(connection, run, schedule)] for run in runs]
    assert f"segment:{steady}:{month:%Y-%m}" in told[0]
    assert told[1] == []
    assert month < datetime.now(UTC).date()
