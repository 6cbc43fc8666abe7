"""Makes the report of a view, or a board, and sends it. Arguments: `view`, the query of its address; `last`, if it is
always of the last so many months; `board`, the number of one; `only`, a threshold that the numbers of the view have to
cross, of which people are told once until it has come back. To whom stands in the schedule that asks for it.

The report belongs to the dashboard, which the worker knows nothing of: it is made, and looked at, by its own command.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import func

from warehouse import schedules
from warehouse.errors import InputError, RegularsError
from warehouse.schedules import Schedule
from wording.languages import say, speaking, to_say
from worker.fetching import folder_of_job, forget_folder
from worker.kinds.fetch import told_by
from worker.notices import Attached, Edition, Letter, mail_in, readers, tell
from worker.work import Made, Work

SECONDS = 600
KINDS = {
    ".pdf": "application/pdf",
    ".html": "text/html",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".png": "image/png",
}
NOBODY = to_say("Nobody is named who gets this report.")
SLOW = to_say("The report was not made within {minutes} minutes.")
NEXT = to_say("The report is attached: all views on paper, and their numbers as a workbook.")
OF_BOARD = to_say("The board is attached, as a file to print, and its numbers as a workbook.")
AGAIN = to_say("Not sent again, it was told already: {words}")
NOT_SENT = to_say("Not sent: {words}")


def run(work: Work) -> Made:
    """Look, make it, then send it; what was sent before an interruption is not sent again."""
    with work.engine.connect() as connection:
        schedule = schedules.get(connection, work.schedule_id) if work.schedule_id is not None else None
        if schedule is None or not schedule.tell:
            raise InputError(NOBODY)
        asked = readers(connection, schedule, work.settings.language)
    if work.before.get("bytes"):
        return _crossed(work, dict(work.before))
    try:
        is_watched = bool(work.arguments.get("only"))
        if is_watched:
            work.say("Looking at the key figure")
            found = _looked(work, first := next(iter(asked)))
            if not _is_news(work, schedule, found["crossing"]):
                return Made({"of": found["of"], "said": _why_not(schedule, found["crossing"], first)})
        work.say("Making the report")
        made = [_edition(work, schedule, language, to, is_watched) for language, to in asked.items()]
        work.say("Sending the report")
        return _sent(work, schedule, made)
    finally:
        forget_folder(work.settings, work.job_id)


def _is_news(work: Work, schedule: Schedule, crossing: Mapping[str, Any]) -> bool:
    """Whether a threshold is crossed and people were not told; what has come back is ready to be told of again."""
    if crossing["is_crossed"] is False and schedule.crossed_at is not None:
        with work.engine.begin() as connection:
            schedules.change(connection, schedule.schedule_id, crossed_at=None)
    return bool(crossing["is_crossed"]) and schedule.crossed_at is None


def _why_not(schedule: Schedule, crossing: Mapping[str, Any], language: str) -> str:
    """Kept as it is told: in the language of its first readers."""
    with speaking(language):
        is_again = crossing["is_crossed"] and schedule.crossed_at is not None
        return say(AGAIN if is_again else NOT_SENT, words=crossing["words"])


def _edition(work: Work, schedule: Schedule, language: str, to: tuple[str, ...], is_watched: bool) -> Edition:
    """The report in a language, with the letter that brings it."""
    words = str(_looked(work, language)["crossing"]["words"]) if is_watched else ""
    files, found = _made(work, schedule, language, is_mailed=bool(to))
    with speaking(language):
        letter = _letter(schedule, found, words, say(OF_BOARD if "board" in work.arguments else NEXT))
    return Edition(letter, to, [_attached(one) for one in files])


def _sent(work: Work, schedule: Schedule, made: Sequence[Edition]) -> Made:
    ways: set[str] = set(work.before.get("told", ()))
    problem = tell(made, schedule, told_by(schedule, work.settings), work.settings, ways)
    if not ways:
        raise InputError(problem)
    mailed = sum(len(one.to) for one in made if mail_in(one.letter.language) in ways)
    letter, attached = made[0].letter, made[0].attached
    size = sum(len(one.content) for one in attached)
    result: dict[str, Any] = {"of": letter.opening, "mailed": mailed, "bytes": size, "told": sorted(ways)}
    if letter.alerts:
        with speaking(letter.language):
            result["said"] = say("Sent: {words}", words=letter.alerts[0])
    work.keep(result)
    about = (
        {"board": work.arguments["board"]} if "board" in work.arguments else {"view": work.arguments.get("view", "")}
    )
    work.record("report", {**about, "mailed": mailed}, 0)
    return _crossed(work, result, problem)


def _crossed(work: Work, result: dict[str, Any], problem: str = "") -> Made:
    """What it came to; that its threshold is crossed is known from here on, until it has come back."""
    if work.arguments.get("only") and work.schedule_id is not None:
        with work.engine.begin() as connection:
            schedules.change(connection, work.schedule_id, crossed_at=func.clock_timestamp())
    return Made(result, failure=problem)


def _looked(work: Work, language: str) -> dict[str, Any]:
    """The key figures of the view, and whether the threshold is crossed."""
    said = folder_of_job(work.settings, work.job_id) / "looked.json"
    only: Mapping[str, Any] = work.arguments["only"]
    threshold = f"{only['figure']}:{only['when']}:{only['value']:f}"
    return _summary(said, _run(work, f"--language={language}", "--summary", str(said), f"--when={threshold}"))


def _made(work: Work, schedule: Schedule, language: str, *, is_mailed: bool) -> tuple[list[Path], dict[str, Any]]:
    """The report, as PDF or where that cannot be made as HTML, its picture and its numbers; what it says in short.

    A board is its owner's, and it is drawn by Chromium: without that there are only its numbers. What goes to a webhook
    alone is that in short.
    """
    folder = folder_of_job(work.settings, work.job_id) / language
    folder.mkdir(exist_ok=True)
    name = "board" if "board" in work.arguments else "report"
    pdf, picture, book = (folder / f"regulars-{name}.{ending}" for ending in ("pdf", "png", "xlsx"))
    said = folder / "summary.json"
    options = [f"--language={language}", f"--summary={said}"]
    options += [f"--user={schedule.owner}"] if schedule.owner else []
    if is_mailed:
        options += [f"--output={pdf}", f"--picture={picture}", f"--workbook={book}"]
    else:
        options.append(f"--output={pdf.with_suffix('.html')}")
    if name == "board":
        options.append(f"--board={int(work.arguments['board'])}")
    words = _run(work, *options)
    found = _summary(said, words)
    paper = [pdf] if name == "board" else [pdf, pdf.with_suffix(".html")]
    files = [*[one for one in paper if one.is_file()][:1], *(one for one in (book, picture) if one.is_file())]
    if is_mailed and not files:
        raise _failed(words)
    return files if is_mailed else [], found


def _run(work: Work, *options: str) -> str:
    """The dashboard's command for the view; what it says of failures."""
    command = [sys.executable, "-m", "dashboard.report", *options, f"--view={work.arguments.get('view', '')}"]
    if last := work.arguments.get("last"):
        command.append(f"--last={int(last)}")
    try:
        done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, timeout=SECONDS, check=False)
    except subprocess.TimeoutExpired:
        raise RegularsError(say(SLOW, minutes=SECONDS // 60)) from None
    return done.stderr.decode("utf-8", "replace").strip()


def _summary(said: Path, words: str) -> dict[str, Any]:
    if not said.is_file():
        raise _failed(words)
    found: dict[str, Any] = json.loads(said.read_text(encoding="utf-8"))
    return found


def _failed(words: str) -> InputError:
    lines = words.splitlines()
    reason = next((line.removeprefix("error: ") for line in lines if line.startswith("error: ")), "")
    return InputError(reason or say("The report could not be made. The worker's log says more."))


def _attached(report: Path) -> Attached:
    return Attached(report.name, KINDS[report.suffix], report.read_bytes(), is_shown=report.suffix == ".png")


def _letter(schedule: Schedule, found: dict[str, Any], words: str, attached: str) -> Letter:
    figures = tuple((str(label), str(value)) for label, value in found["figures"])
    subject = f"Regulars: {schedule.name if words else found['of']}"
    alerts = (words,) if words else ()
    next_step = " ".join([found["note"], attached]).strip()
    return Letter(schedule.name, subject, str(found["of"]), figures, alerts, next_step=next_step)
