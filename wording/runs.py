"""What a schedule's run has come to, in a sentence."""

from collections.abc import Mapping, Sequence
from typing import Any

from warehouse.jobs import Job
from wording.counts import counted

NOTHING_NEW = "Nothing new was there."
COUNTS = (("rows_loaded", "stored"), ("rows_known", "known already"), ("rows_rejected", "left out"))


def result_of(job: Job) -> str:
    """`2 files: 1,204 rows stored, 3 left out.`; '' where it says nothing yet."""
    result: Mapping[str, Any] = job.result or {}
    if job.state == "failed":
        return job.error or "It failed."
    if job.state == "cancelled":
        return "It was stopped."
    if job.state != "done":
        return ""
    if job.kind == "fit":
        return f"Segments were worked out: {counted(int(result.get('customers', 0)), 'customer')}."
    if job.kind == "push":
        return pushed(result)
    loads = result.get("loads", ())
    return f"{counted(len(loads), 'file')}: {rows_of(loads)}." if loads else NOTHING_NEW


def pushed(result: Mapping[str, Any]) -> str:
    """`1,204 customers sent, 3 taken off.`, or what a trial found."""
    if "rows_sent" not in result:
        return str(result.get("said", ""))
    off = f", {result['rows_left']:,} taken off" if result.get("rows_left") else ""
    return f"{counted(int(result['rows_sent']), 'customer')} sent{off}."


def rows_of(loads: Sequence[Mapping[str, Any]]) -> str:
    """`1,204 rows stored, 3 left out`."""
    sums = {name: sum(int(each.get(name) or 0) for each in loads) for name, _ in COUNTS}
    first, *others = [(sums[name], words) for name, words in COUNTS if sums[name] or name == "rows_loaded"]
    return ", ".join([f"{counted(first[0], 'row')} {first[1]}", *(f"{rows:,} {words}" for rows, words in others)])
