"""The schedules as people see them: what needs them first, then how each stands; and what looked wrong lately."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from dash import html

from accounts.ownership import Standing
from dashboard.components.asking import button, card, confirmation, without_commands
from dashboard.components.basics import Children, icon, notice
from dashboard.components.questions import asked
from dashboard.components.tables import Column, Words, data_table
from dashboard.shop.asker import Asker
from dashboard.words import formats
from dashboard.words.clock import moment, when
from warehouse.jobs import Job
from warehouse.outward import veiled, veiled_webhook
from warehouse.schedules import Schedule
from wording.languages import say, say_again, say_n, to_say
from wording.runs import result_of

NONE = to_say("Nothing comes by itself yet. Add a source below, and it is fetched and loaded without you.")
WHAT = {
    "fit": to_say("Works out the segments"),
    "push": to_say("Sends a list of customers"),
    "report": to_say("Mails a report"),
}
ALERT_TITLES = {
    "rows": to_say("Rows"),
    "columns": to_say("Columns"),
    "gap": to_say("Days"),
    "segment": to_say("Segments"),
}
Alert = tuple[datetime, str, str, str]  # when, of which schedule, kind, words


def content(found: Sequence[Standing], alerts: Sequence[Alert], who: Asker, sure: int | None) -> list[Children]:
    """Cards; `sure` is the schedule that is to be removed, once that is said again."""
    if not found:
        return [html.Div(notice(say("No schedules yet"), say(NONE)), className="card-panel span-12")]
    wrong = [one for one in found if one.problem]
    fine = [one for one in found if not one.problem]
    title = say_n(len(wrong), "{n} of {all} needs you", "{n} of {all} need you", all=len(found))
    parts = [_group(title, say("What failed, and what nobody may run"), wrong, who, sure)] if wrong else []
    parts += [_alerts(alerts)] if alerts else []
    parts += (
        [_group(say("Schedules"), say("Times are those of the schedule's own time zone"), fine, who, sure)]
        if fine
        else []
    )
    return parts


def _group(title: str, note: str, found: Sequence[Standing], who: Asker, sure: int | None) -> html.Section:
    return card(title, note, *(_one(one, who, sure) for one in found))


def _one(one: Standing, who: Asker, sure: int | None) -> html.Article:
    schedule = one.schedule
    head = html.Div(
        [html.Strong(schedule.name), html.Span(_what(schedule), className="muted schedule-address"), _state(one)],
        className="schedule-head",
    )
    facts = html.Dl(
        [part for label, value in _facts(one) for part in (html.Dt(label), html.Dd(value))], className="facts"
    )
    body: list[Children] = [head, *_problem(one), facts]
    body.append(_question(schedule) if sure == schedule.schedule_id else _buttons(one, who))
    return html.Article(body, className="schedule", key=f"schedule-{schedule.schedule_id}")


def _state(one: Standing) -> html.Span:
    if one.newest is not None and one.newest.is_open:
        return html.Span(say("At work"), className="chip")
    return html.Span(say("Rests"), className="chip") if not one.schedule.is_active else html.Span()


def _facts(one: Standing) -> list[tuple[str, Children]]:
    schedule, run = one.schedule, one.run
    runs = when(schedule)
    runs = say("{when}, then the segments are worked out", when=runs) if schedule.arguments.get("fit") else runs
    found: list[tuple[str, Children]] = [(say("When"), runs)]
    if schedule.is_active and not one.in_the_way:
        found.append((say("Next", sense="run"), moment(schedule.next_at, schedule.zone)))
    if schedule.last_at is not None:
        result = _result(one, run)
        found.append(
            (say("Last", sense="run"), moment(schedule.last_at, schedule.zone) + (f". {result}" if result else ""))
        )
    webhook = schedule.tell.get("webhook")
    tells = [*schedule.tell.get("emails", []), *([veiled_webhook(webhook)] if webhook else [])]
    if tells:
        found.append((say("Tells"), ", ".join(tells)))
    return [*found, (say("Owner"), schedule.owner)] if schedule.owner else found


def _result(one: Standing, run: Job | None) -> str:
    if one.newest is not None and one.newest.is_open:
        return f"{say_again(one.newest.step)}." if one.newest.step else say("It waits for its turn.")
    return "" if run is None or run.state == "failed" else result_of(run)


def _problem(one: Standing) -> list[Children]:
    if not one.problem:
        return []
    words = without_commands(one.problem) or one.problem
    told = [] if one.in_the_way or one.failure else [say("The summary could not be sent.")]
    rows: list[Children] = [
        html.P([icon("exclamation-circle"), html.Span(" ".join([*told, words]))], className="seen-error")
    ]
    if one.failure and one.run is not None and not (one.newest and one.newest.is_open):
        rows += [_asked(each, one.schedule) for each in questions_of(one.run)]
    return rows


def questions_of(run: Job) -> list[Mapping[str, Any]]:
    """What a run left open: about a file, or about the place."""
    result = run.result or {}
    found = [each for failed in result.get("failed", ()) for each in failed.get("questions", ())]
    seen: dict[str, Mapping[str, Any]] = {}
    for each in [*found, *result.get("questions", ())]:
        if each.get("choices") and each["option"] != "columns":
            seen.setdefault(str(each["option"]), each)
    return list(seen.values())


def offered(run: Job | None) -> set[tuple[str, str]]:
    """The options and values that can be answered to a run."""
    found = questions_of(run) if run is not None and run.state == "failed" else []
    return {(str(each["option"]), str(choice["value"])) for each in found for choice in each["choices"]}


def _asked(question: Mapping[str, Any], schedule: Schedule) -> Children:
    return html.Div(asked("", [question], schedule=str(schedule.schedule_id)))


def _buttons(one: Standing, who: Asker) -> html.Div:
    number, name = one.schedule.schedule_id, one.schedule.name

    def made(label: str, act: str, kind: str = "") -> Any:
        return button(label, act, kind, label_for=f"{label}: {name}", schedule=number)

    is_open = one.newest is not None and one.newest.is_open
    found = [] if is_open else [made(say("Run now"), "run")]
    if one.in_the_way and who.name is not None:
        found.insert(0, made(say("Take it over"), "own", "primary"))
    found.append(
        made(say("Pause"), "pause", "quiet") if one.schedule.is_active else made(say("Go on"), "resume", "quiet")
    )
    return html.Div([*found, made(say("Remove"), "remove-ask", "quiet")], className="form-row schedule-tools")


def _question(schedule: Schedule) -> html.Div:
    number, name = schedule.schedule_id, schedule.name
    return confirmation(
        say("Remove {name}? What it loaded stays.", name=name),
        button(say("Remove it"), "remove", "danger", label_for=say("Remove it: {name}", name=name), schedule=number),
        button(say("Keep it"), "keep", label_for=say("Keep it: {name}", name=name), schedule=number),
    )


def _alerts(alerts: Sequence[Alert]) -> html.Section:
    columns = [Column(label, False) for label in (say("When"), say("Schedule"), say("About"), say("What looked wrong"))]
    rows = [
        [
            Words(formats.day(at), "nowrap"),
            Words(name, "nowrap"),
            say(ALERT_TITLES.get(kind, kind)),
            say_again(words),
        ]
        for at, name, kind, words in alerts
    ]
    return card(
        say("What looked wrong"), say("In the last 30 days, newest first; each is told once"),
        data_table(columns, rows, caption=say("What looked wrong"), stacks=True),
    )  # fmt: skip


def _what(schedule: Schedule) -> str:
    found = veiled(schedule.arguments.get("source", {}).get("address", "")) or schedule.arguments.get("folder")
    return str(found or say(WHAT.get(schedule.kind, schedule.kind)))
