"""What a schedule's run has come to, in a sentence."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from warehouse.jobs import Job
from wording.languages import marked, say, say_n, to_say, to_say_n

NOTHING_NEW = to_say("Nothing new was there.")
FILES = to_say_n("{n} file: {rows}.", "{n} files: {rows}.")
WORKED_OUT = to_say_n("Segments were worked out: {n} customer.", "Segments were worked out: {n} customers.")
MAILED = to_say_n("Mailed to {n} reader: {of}.", "Mailed to {n} readers: {of}.")
SENT = to_say_n("{n} customer sent.", "{n} customers sent.")
SENT_AND_OFF = to_say_n("{n} customer sent, {off} taken off.", "{n} customers sent, {off} taken off.")
STORED = to_say_n("{n} row stored", "{n} rows stored")
BESIDE = {"rows_known": to_say("{n} known already"), "rows_rejected": to_say("{n} left out")}


def result_of(job: Job) -> str:
    """`2 files: 1,204 rows stored, 3 left out.`; '' where it says nothing yet."""
    result: Mapping[str, Any] = job.result or {}
    if job.state == "failed":
        return job.error or say("It failed.")
    if job.state == "cancelled":
        return say("It was stopped.")
    if job.state != "done":
        return ""
    return SAID.get(job.kind, loaded)(result)


def loaded(result: Mapping[str, Any]) -> str:
    """`2 files: 1,204 rows stored.`"""
    loads = result.get("loads", ())
    return say_n(len(loads), *FILES, rows=rows_of(loads)) if loads else say(NOTHING_NEW)


def worked_out(result: Mapping[str, Any]) -> str:
    """`Segments were worked out: 8,000 customers.`"""
    return say_n(int(result.get("customers", 0)), *WORKED_OUT)


def mailed(result: Mapping[str, Any]) -> str:
    """`Mailed to 2 readers: Germany · last 3 months.`; of a threshold whether it is crossed, by what."""
    if result.get("said"):
        return str(result["said"])
    if not result.get("mailed"):
        return say("Sent to the webhook: {of}.", of=result.get("of", ""))
    return say_n(int(result.get("mailed", 0)), *MAILED, of=result.get("of", ""))


def pushed(result: Mapping[str, Any]) -> str:
    """`1,204 customers sent, 3 taken off.`, or what a trial found."""
    if "rows_sent" not in result:
        return str(result.get("said", ""))
    rows, off = int(result["rows_sent"]), result.get("rows_left")
    return say_n(rows, *SENT_AND_OFF, off=marked(f"{off:,}")) if off else say_n(rows, *SENT)


def rows_of(loads: Sequence[Mapping[str, Any]]) -> str:
    """`1,204 rows stored, 3 left out`."""
    sums = {name: sum(int(each.get(name) or 0) for each in loads) for name in ("rows_loaded", *BESIDE)}
    more = [say(words, n=marked(f"{sums[name]:,}")) for name, words in BESIDE.items() if sums[name]]
    return ", ".join([say_n(sums["rows_loaded"], *STORED), *more])


# Kind of a job -> what it has come to; of all others, what was loaded.
SAID: Mapping[str, Callable[[Mapping[str, Any]], str]] = {"fit": worked_out, "push": pushed, "report": mailed}
