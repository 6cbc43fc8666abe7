"""What a schedule's run has come to, in a sentence."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from warehouse.jobs import Job
from wording.languages import marked, say, say_again, say_n, to_say

COUNTS = (  # beside the rows that were stored
    ("rows_known", to_say("{count} known already")),
    ("rows_rejected", to_say("{count} left out")),
)


def result_of(job: Job) -> str:
    """`2 files: 1,204 rows stored, 3 left out.`; '' where it says nothing yet."""
    result: Mapping[str, Any] = job.result or {}
    if job.state == "failed":
        return say_again(job.error or "") or say("It failed.")
    if job.state == "cancelled":
        return say("It was stopped.")
    if job.state != "done":
        return ""
    return SAID.get(job.kind, loaded)(result)


def loaded(result: Mapping[str, Any]) -> str:
    """`2 files: 1,204 rows stored.`"""
    loads = result.get("loads", ())
    if not loads:
        return say("Nothing new was there.")
    return say_n(len(loads), "{n} file: {rows}.", "{n} files: {rows}.", rows=rows_of(loads))


def worked_out(result: Mapping[str, Any]) -> str:
    """`Segments were worked out: 8,000 customers.`"""
    customers = int(result.get("customers", 0))
    return say_n(customers, "Segments were worked out: {n} customer.", "Segments were worked out: {n} customers.")


def mailed(result: Mapping[str, Any]) -> str:
    """`Mailed to 2 readers: Germany · last 3 months.`; of a threshold whether it is crossed, by what."""
    of, readers = result.get("of", ""), int(result.get("mailed") or 0)
    if result.get("said"):
        return say_again(str(result["said"]))
    if not readers:
        return say("Sent to the webhook: {of}.", of=of)
    return say_n(readers, "Mailed to {n} reader: {of}.", "Mailed to {n} readers: {of}.", of=of)


def pushed(result: Mapping[str, Any]) -> str:
    """`1,204 customers sent, 3 taken off.`, or what a trial found."""
    if "rows_sent" not in result:
        return say_again(str(result.get("said", "")))
    sent, left = int(result["rows_sent"]), int(result.get("rows_left") or 0)
    if not left:
        return say_n(sent, "{n} customer sent.", "{n} customers sent.")
    off = marked(f"{left:,}")
    return say_n(sent, "{n} customer sent, {off} taken off.", "{n} customers sent, {off} taken off.", off=off)


def rows_of(loads: Sequence[Mapping[str, Any]]) -> str:
    """`1,204 rows stored, 3 left out`."""

    def rows(name: str) -> int:
        return sum(int(each.get(name) or 0) for each in loads)

    others = [say(text, count=marked(f"{rows(name):,}")) for name, text in COUNTS if rows(name)]
    return ", ".join([say_n(rows("rows_loaded"), "{n} row stored", "{n} rows stored"), *others])


# Kind of a job -> what it has come to; of all others, what was loaded.
SAID: Mapping[str, Callable[[Mapping[str, Any]], str]] = {"fit": worked_out, "push": pushed, "report": mailed}
