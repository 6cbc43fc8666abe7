"""Pushes a list of the ledger to a place outside, from where an earlier attempt got to.

Arguments: `connection`; `delivery`, or `trial` to look only whether the place can be reached and opened.
"""

from worker.pushing import push, try_out
from worker.work import Made, Work


def run(work: Work) -> Made:
    """Push, or try the place."""
    connection_id = work.number("connection")
    if work.arguments.get("trial"):
        work.say("Trying the connection")
        return Made({"connection_id": connection_id, "said": try_out(work.engine, work.settings, connection_id)})
    delivery_id = work.number("delivery")
    found = push(work.engine, work.settings, delivery_id, connection_id, work.job_id)
    if not found["had_arrived"]:
        rows = found["rows_sent"] + found["rows_left"]
        work.record("push", {"delivery": delivery_id, "connection": found["connection"]}, rows)
    return Made({"delivery_id": delivery_id, "connection_id": connection_id, **found})
