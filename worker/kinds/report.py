"""Makes the report of a view and mails it. Arguments: `view`, the query of its address; `last`, if it is always of the
last so many months. To whom stands in the schedule that asks for it.

The report belongs to the dashboard, which the worker knows nothing of: it is made by its own command.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from warehouse import schedules
from warehouse.errors import InputError, RegularsError
from warehouse.schedules import Schedule
from worker.fetching import folder_of_job, forget_folder
from worker.notices import Attached, Letter, mail, patiently
from worker.work import Made, Work

SECONDS = 600
KINDS = {".pdf": "application/pdf", ".html": "text/html"}
NOBODY = "Nobody is named who gets this report."
SLOW = f"The report was not made within {SECONDS // 60} minutes."
NEXT = "The report is attached: all views on paper."


def run(work: Work) -> Made:
    """Make it, then mail it; one that was mailed before an interruption is not mailed again."""
    if work.before.get("mailed"):
        return Made(dict(work.before))
    with work.engine.connect() as connection:
        schedule = schedules.get(connection, work.schedule_id) if work.schedule_id is not None else None
    to = list(schedule.tell.get("emails", ())) if schedule is not None else []
    if schedule is None or not to:
        raise InputError(NOBODY)
    work.say("Making the report")
    try:
        report, found = _made(work)
        work.say("Mailing the report")
        letter, attached = _letter(schedule, found), _attached(report)
        patiently(lambda: mail.send(letter, to, work.settings.outward.smtp, [attached]))
    finally:
        forget_folder(work.settings, work.job_id)
    result = {"of": found["of"], "mailed": len(to), "bytes": len(attached.content)}
    work.keep(result)
    work.record("report", {"view": str(work.arguments.get("view", "")), "mailed": len(to)}, 0)
    return Made(result)


def _made(work: Work) -> tuple[Path, dict[str, Any]]:
    """The report, as PDF or where that cannot be made as HTML, and what it says in short."""
    folder = folder_of_job(work.settings, work.job_id)
    pdf, said = folder / "report.pdf", folder / "summary.json"
    command = [sys.executable, "-m", "dashboard.report", "--output", str(pdf), "--summary", str(said)]
    command += [f"--view={work.arguments.get('view', '')}"]
    if last := work.arguments.get("last"):
        command.append(f"--last={int(last)}")
    try:
        done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, timeout=SECONDS, check=False)
    except subprocess.TimeoutExpired:
        raise RegularsError(SLOW) from None
    report = next((one for one in (pdf, pdf.with_suffix(".html")) if one.is_file()), None)
    if report is None or not said.is_file():
        words = done.stderr.decode("utf-8", "replace").strip().splitlines()
        reason = next((line.removeprefix("error: ") for line in words if line.startswith("error: ")), "")
        raise InputError(reason or "The report could not be made. The worker's log says more.")
    return report, json.loads(said.read_text(encoding="utf-8"))


def _attached(report: Path) -> Attached:
    return Attached(f"regulars-report{report.suffix}", KINDS[report.suffix], report.read_bytes())


def _letter(schedule: Schedule, found: dict[str, Any]) -> Letter:
    figures = tuple((str(label), str(value)) for label, value in found["figures"])
    subject = f"Regulars: {found['of']}"
    return Letter(schedule.name, subject, str(found["of"]), figures, next_step=" ".join([found["note"], NEXT]).strip())
