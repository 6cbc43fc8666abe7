"""What a file leaves open -> answers to click; of a file without a header, a name to choose for each column."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dash import html

from dashboard.components.asking import button, data
from dashboard.components.basics import Children, aria
from dashboard.words.columns import SUBJECTS, names_of
from wording.languages import say, say_again, to_say

Question = Mapping[str, Any]
SUBJECT: Question = {
    "option": "as",
    "words": to_say("What is in this file?"),
    "choices": [
        {"value": "transactions", "label": to_say("Sales: a row is a line of an order")},
        {"value": "customers", "label": to_say("Customers: a row is a person")},
    ],
}
FREE = to_say("Not used")


def asked(file: str, questions: Sequence[Question], about: str = "transactions", **said: str) -> Children:
    """The questions of a file; nothing where there is none. `said` goes with each answer."""
    return [_question(file, each, about, said) for each in questions]


def _question(file: str, question: Question, about: str, more: Mapping[str, str]) -> html.Div:
    choices: list[Children]
    if question["option"] == "columns":
        choices = [_each_column(file, question["choices"], about)]
    else:
        choices = [_answer(file, question, choice, more) for choice in question["choices"]]
    words = html.P(say_again(question["words"]), className="question-words")
    return html.Div([words, html.Div(choices, className="question-choices")], className="question")


def _answer(file: str, question: Question, choice: Mapping[str, str], more: Mapping[str, str]) -> Any:
    said = {**more, "file": file, "option": question["option"], "value": choice["value"]}
    words, label = say_again(question["words"]), say_again(choice["label"])
    return button(label, "answer", label_for=f"{words} {label}", **said)


def _each_column(file: str, choices: Sequence[Mapping[str, str]], about: str) -> html.Div:
    """A select a column, beside its first value."""
    rows = [
        html.Label([html.Span(choice["label"], className="question-value"), select(about, "", choice["label"])])
        for choice in choices
    ]
    return html.Div([*rows, button(say("Use these"), "columns", "primary", file=file)], className="question-columns")


def select(about: str, chosen: str, label: str, free: str = FREE, **said: str) -> html.Select:
    """What a column may be taken for; with `said` a choice asks at once."""
    options = [html.Option(say(free), value="")]
    options += [
        html.Option(say(words), value=name, selected="selected" if name == chosen else None)
        for name, words in names_of(about).items()
    ]
    return html.Select(options, className="select", **data(**said), **aria(label=say("What {label} is", label=label)))


def subject(file: str, about: str) -> Children:
    """What a file is taken to be about, with the other to choose."""
    other = next(name for name in SUBJECTS if name != about)
    words = say("These are customers") if other == "customers" else say("These are sales")
    return button(words, "answer", "quiet", file=file, option="as", value=other)
