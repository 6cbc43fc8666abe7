"""What a schedule's run has come to, in a sentence."""

from collections.abc import Callable, Mapping, Sequence
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
    return SAID.get(job.kind, loaded)(result)


def loaded(result: Mapping[str, Any]) -> str:
    """`2 files: 1,204 rows stored.`"""
    loads = result.get("loads", ())
    return f"{counted(len(loads), 'file')}: {rows_of(loads)}." if loads else NOTHING_NEW


def worked_out(result: Mapping[str, Any]) -> str:
    """`Segments were worked out: 8,000 customers.`"""
    return f"Segments were worked out: {counted(int(result.get('customers', 0)), 'customer')}."


def mailed(result: Mapping[str, Any]) -> str:
    """`Mailed to 2 readers: Germany · last 3 months.`; of a threshold whether it is crossed, by what."""
    if result.get("said"):
        return str(result["said"])
    if not result.get("mailed"):
        return f"Sent to the webhook: {result.get('of', '')}."
    return f"Mailed to {counted(int(result.get('mailed', 0)), 'reader')}: {result.get('of', '')}."


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


# Kind of a job -> what it has come to; of all others, what was loaded.
SAID: Mapping[str, Callable[[Mapping[str, Any]], str]] = {"fit": worked_out, "push": pushed, "report": mailed}
