"""The connections as people see them: where each leads, what came of the last trial or list, what to do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dash import html

from accounts.ownership import Standing
from audiences.destinations import Outlet
from dashboard.components.asking import button, card, confirmation, without_commands
from dashboard.components.basics import Children, icon, notice
from dashboard.components.questions import asked
from dashboard.words.clock import moment, when
from warehouse.jobs import Job
from wording.languages import say, say_again, to_say
from wording.runs import result_of

WHOM = {"full": to_say("all of them"), "movers": to_say("who entered and left since")}
NONE = to_say("No list leaves by itself yet. Add a place below; files can be downloaded without one.")


def content(found: Sequence[Outlet], newest: Mapping[int, Job], zone: str, sure: int | None) -> list[Children]:
    """Cards; `sure` is the connection that is to be retired, once that is said again."""
    if not found:
        return [html.Div(notice(say("No connections yet"), say(NONE)), className="card-panel span-12")]
    rows = [_one(one, newest.get(one.connection_id), zone, sure) for one in found]
    return [card(say("Connections"), say("Places outside that lists are sent to"), *rows)]


def sent_by_itself(found: Sequence[Standing], names: Mapping[str, str]) -> list[Children]:
    """A card of the lists that go again and again; `names` are as `reading.sendable` has them."""
    if not found:
        return []
    return [
        card(
            say("Sent by itself"), say("With the rights of whoever said so"), *(_repeated(one, names) for one in found)
        )
    ]


def _repeated(one: Standing, names: Mapping[str, str]) -> html.Article:
    schedule = one.schedule
    asked_for = schedule.arguments
    what = next((f"{kind}-{asked_for[kind]}" for kind in ("campaign", "audience") if kind in asked_for), "")
    head = html.Div(
        [html.Strong(schedule.name), html.Span(names.get(what, what), className="muted schedule-address")],
        className="schedule-head",
    )
    whom = WHOM.get(str(asked_for.get("mode")), "")
    facts = [(say("When"), f"{when(schedule)}, {say(whom) if whom else ''}")]
    if one.run is not None and not one.problem:
        facts.append((say("Last", sense="run"), result_of(one.run) or say("At work")))
    listed = html.Dl([part for label, value in facts for part in (html.Dt(label), html.Dd(value))], className="facts")
    wrong = without_commands(one.problem) or one.problem
    problem = [html.P([icon("exclamation-circle"), html.Span(wrong)], className="seen-error")] if one.problem else []
    tools = [
        button(label, act, kind, label_for=f"{label}: {schedule.name}", schedule=schedule.schedule_id)
        for label, act, kind in ((say("Send now"), "send", ""), (say("Stop"), "stop", "quiet"))
    ]
    body = [head, *problem, listed, html.Div(tools, className="form-row schedule-tools")]
    return html.Article(body, className="schedule", key=f"repeated-{schedule.schedule_id}")


def _one(one: Outlet, last: Job | None, zone: str, sure: int | None) -> html.Article:
    is_open = last is not None and last.is_open
    chip = html.Span(say("At work"), className="chip") if is_open else html.Span()
    where = html.Span(one.where, className="muted schedule-address")
    head = html.Div([html.Strong(one.name), where, chip], className="schedule-head")
    facts = [(say("Kind"), say(one.way.name)), *_facts(last, zone)]
    listed = html.Dl([part for label, value in facts for part in (html.Dt(label), html.Dd(value))], className="facts")
    tools = _question(one) if sure == one.connection_id else _buttons(one, is_open)
    body = [head, *_problem(one, last), listed, tools]
    return html.Article(body, className="schedule", key=f"connection-{one.connection_id}")


def _facts(last: Job | None, zone: str) -> list[tuple[str, str]]:
    if last is None:
        return [(say("Last", sense="run"), say("Nothing was sent there yet"))]
    if last.is_open:
        return [(say("Now"), f"{say_again(last.step)}." if last.step else say("It waits for its turn."))]
    said = "" if last.state == "failed" else f". {result_of(last)}"
    return [(say("Last", sense="run"), f"{moment(last.finished_at or last.asked_at, zone)}{said}")]


def _problem(one: Outlet, last: Job | None) -> list[Children]:
    if last is None or last.state != "failed":
        return []
    words = without_commands(last.error or "") or say("It failed.")
    rows: list[Children] = [html.P([icon("exclamation-circle"), html.Span(words)], className="seen-error")]
    return [*rows, html.Div(asked("", questions_of(last), connection=str(one.connection_id)))]


def questions_of(job: Job) -> list[Mapping[str, Any]]:
    """What a job left open: whether a server's key is its own."""
    return [each for each in (job.result or {}).get("questions", ()) if each.get("option") == "host_key"]


def _buttons(one: Outlet, is_open: bool) -> html.Div:
    tries = [] if is_open else [_button(say("Try it"), "try", "", one)]
    return html.Div([*tries, _button(say("Retire"), "retire-ask", "quiet", one)], className="form-row schedule-tools")


def _question(one: Outlet) -> html.Div:
    words = say(
        "Retire {name}? Nothing is sent there any more, and its keys are forgotten. What was sent stays on record.",
        name=one.name,
    )
    return confirmation(
        words, _button(say("Retire it"), "retire", "danger", one), _button(say("Keep it"), "keep", "", one)
    )


def _button(label: str, act: str, kind: str, one: Outlet) -> Any:
    return button(label, act, kind, label_for=f"{label}: {one.name}", connection=one.connection_id)
