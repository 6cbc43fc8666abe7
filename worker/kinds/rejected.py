"""Writes the rejected rows of a load in the shape of its own file, to repair. Arguments: `load_id`."""

import os

from etl.storing.rejections import write_repairable
from warehouse.results import path_of
from worker.work import Made, Work


def run(work: Work) -> Made:
    """Write the file; `warehouse.results.path_of` tells where it is."""
    load_id = work.number("load_id")
    path = path_of(work.settings, work.job_id)
    with work.engine.connect() as connection:
        rows = write_repairable(connection, load_id, path)
    os.chmod(path, 0o600)
    return Made({"rows": rows, "file": f"rejected-{load_id}.csv"}, load_id=load_id)
