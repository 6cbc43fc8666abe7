"""What was seen in a file, before anything of it is stored: columns, first rows, what is left out, what is open."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dash import html

from dashboard.components.asking import button, card, removal, without_commands
from dashboard.components.basics import Children, icon
from dashboard.components.questions import SUBJECT, asked, select, subject
from dashboard.components.tables import Cell, Column, Words, data_table
from dashboard.words import formats
from dashboard.words.columns import SUBJECTS, called
from wording.languages import listed, say, say_again, say_n, to_say, to_say_n

Seen = Mapping[str, Any]
KINDS = {
    "csv": to_say("text"),
    "fixed": to_say("text in fixed places"),
    "excel": to_say("workbook"),
    "json": "JSON",
    "parquet": "Parquet",
}
DELIMITERS = {
    ",": to_say("separated by commas"),
    ";": to_say("separated by semicolons"),
    "\t": to_say("separated by tabs"),
    "|": to_say("separated by bars"),
}
ORDERS = {"dmy": to_say("dates with the day first")}
MONTH_FIRST = to_say("dates with the month first")
KIND_WORDS = {  # of a line, as the store has it
    "sale": to_say("sale", sense="line"),
    "return": to_say("return", sense="line"),
    "free": to_say("free", sense="line"),
    "adjustment": to_say("adjustment", sense="line"),
}
NUMBERS = ("quantity", "unit_price")
MONEY = "unit_price"
ATTRIBUTE = to_say("Attribute")
STAY = to_say_n(
    "{n} file stay until what is open is answered.",
    "{n} files stay until what is open is answered.",
)


def ready_uploads(result: Seen) -> list[str]:
    """The uploads that can be loaded as they are: every table in them is clear, none of their files a problem."""
    open_ = [file for each in result.get("tables", ()) if not is_clear(each) for file in each["files"]]
    open_ += [each["file"] for each in result.get("problems", ())]
    filled = {file for each in result.get("tables", ()) for file in each["files"]}

    def is_of(file: str, name: str) -> bool:
        return file == name or file.startswith(f"{name}/")

    return [
        each["upload_id"]
        for each in result.get("uploads", ())
        if any(is_of(file, each["file"]) for file in filled) and not any(is_of(file, each["file"]) for file in open_)
    ]


def is_clear(table: Seen) -> bool:
    """Whether a table can be loaded as it is."""
    return not table.get("error") and not table.get("questions")


def cards(result: Seen, looked: int, sizes: Mapping[str, str]) -> list[Children]:
    """A card a table and a problem; `looked` is the number of the look, `sizes` tells which upload a file is of."""
    found = [_table(each, f"{looked}-{at}", sizes) for at, each in enumerate(result.get("tables", ()))]
    found += [_problem(each, f"{looked}-p{at}", sizes) for at, each in enumerate(result.get("problems", ()))]
    if skipped := [without_commands(each) for each in result.get("skipped", ())]:
        found.append(card(say("Left out"), "", html.Ul([html.Li(each) for each in skipped if each]), key=f"{looked}-s"))
    return found


def _table(seen: Seen, key: str, sizes: Mapping[str, str]) -> html.Section:
    file, about = str(seen["file"]), str(seen["about"])
    head = [html.Span(say(SUBJECTS[about]), className="chip"), html.Span(listed(seen["files"]) or file)]
    body: list[Children] = [_tools(seen, sizes, subject(file, about) if "columns" in seen else None)]
    if seen.get("questions"):
        body += asked(file, seen["questions"], about)
    elif seen.get("error"):
        body.append(_error(str(seen["error"])))
    if "columns" not in seen:
        return card(head, _unread(seen), *body, key=key)
    body += [
        *_replaced(seen),
        html.Div([_columns(seen), _first_rows(seen)], className="seen"),
        *_left_out(seen),
        *asked(file, seen.get("offers", ()), about),
        *_notes(seen),
    ]
    return card(head, basis(seen), *body, key=key)


def _replaced(seen: Seen) -> list[Children]:
    """That the sample shop goes, where it does."""
    said = seen.get("replaces")
    return (
        [html.Div([icon("info-circle"), html.P(say_again(str(said)))], className="hint", role="note")] if said else []
    )


def _problem(seen: Seen, key: str, sizes: Mapping[str, str]) -> html.Section:
    file = str(seen["file"])
    open_: Sequence[Seen] = seen.get("questions") or ()
    body: list[Children] = [_tools({"files": [file]}, sizes, None)]
    if not open_ or any(each["option"] == "map" for each in open_):
        body.append(_error(str(seen["error"])))
    body += asked(file, open_)
    if seen.get("header"):
        body += asked(file, [SUBJECT])
    return card(html.Span(file), say("Cannot be read as it is"), *body, key=key)


def basis(seen: Seen) -> str:
    """`541,909 rows, separated by commas, utf-8; dates with the day first`."""
    words = [_how_many(seen), say(KINDS.get(seen["kind"], str(seen["kind"])))]
    if seen.get("delimiter") in DELIMITERS:
        words[-1] = say(DELIMITERS[seen["delimiter"]])
    if seen.get("encoding"):
        words.append(str(seen["encoding"]).upper())
    if seen.get("date_order"):
        words.append(say(ORDERS.get(seen["date_order"], MONTH_FIRST)))
    if seen.get("loaded_before"):
        words.append(say("the same file is loaded already, so that nothing would change"))
    return ", ".join(words)


def _how_many(seen: Seen) -> str:
    rows = int(seen["rows"])
    if seen["is_whole"]:
        return formats.plural(rows, "row")
    return say_n(
        rows,
        "About {n} row, of which the first {looked_at} were looked at",
        "About {n} rows, of which the first {looked_at} were looked at",
        looked_at=formats.count(seen["rows_looked_at"]),
    )


def _unread(seen: Seen) -> str:
    return say("Columns: {columns}", columns=", ".join(map(str, seen.get("header", ()))))


def _tools(seen: Seen, sizes: Mapping[str, str], other: Children) -> html.Div:
    own = {
        upload
        for file in seen["files"]
        for name, upload in sizes.items()
        if file == name or file.startswith(f"{name}/")
    }
    label = listed(seen["files"])
    buttons = [removal(upload, label, say("Remove")) for upload in sorted(own)[:1]]
    return html.Div([*([other] if other is not None else []), *buttons], className="seen-tools")


def _error(error: str) -> html.P:
    return html.P([icon("exclamation-circle"), html.Span(without_commands(error) or error)], className="seen-error")


def _columns(seen: Seen) -> html.Div:
    """Each column of the file, what it was taken for, and why; with another meaning to choose."""
    file, about = str(seen["file"]), str(seen["about"])
    taken = {each["column"]: each for each in seen["columns"]}
    attributes = {each["column"] for each in seen.get("attributes", ())}
    rows = []
    for label in dict.fromkeys(map(str, seen["header"])):
        if not label:
            continue
        found = taken.get(label, {})
        free = say(ATTRIBUTE) if label in attributes else say("Not used")
        if found.get("why") == "you said so":
            free = say("Let Regulars decide")
        choice = select(about, found.get("name", ""), label, free, act="column", file=file, column=label)
        rows.append([label, choice, Words(say_again(found.get("why", "")), "muted")])
    head = [Column(say("Column of the file"), False), Column(say("Taken for"), False), Column(say("Why"), False)]
    return html.Div(
        [html.H3(say("What each column was taken for"), className="seen-title"),
         data_table(head, rows, caption=say("Columns of {file}", file=file))], className="seen-columns",
    )  # fmt: skip


def _first_rows(seen: Seen) -> html.Div:
    """The first rows, as they will be stored; columns without anything in them are left out."""
    about, shown = str(seen["about"]), seen["first_rows"]
    rows = shown["rows"]
    filled = [at for at, _ in enumerate(shown["columns"]) if any(row[at] not in (None, "") for row in rows)]
    head = [Column(say(called(shown["columns"][at], about)), shown["columns"][at] in NUMBERS) for at in filled]
    body = [[_value(row[at], shown["columns"][at]) for at in filled] for row in rows]
    title = say_n(len(rows), "The first {n} row, as they will be stored", "The first {n} rows, as they will be stored")
    table = data_table(head, body, caption=title) if rows else html.P(say("No row can be stored."), className="muted")
    return html.Div([html.H3(title, className="seen-title"), table], className="seen-rows")


def _value(value: object, column: str) -> Cell:
    text = formats.NOTHING if value in (None, "") else str(value).removesuffix(" 00:00:00")
    if column == "kind":
        return Words(say(KIND_WORDS.get(text, text), sense="line"), "nowrap")
    whole, _, cents = text.partition(".")
    if column == MONEY and whole.lstrip("-").isdecimal():  # 20.8 as money is written; no more is rounded away
        text = f"{whole}.{cents:0<2}"
    return Words(text, "nowrap")


def _left_out(seen: Seen) -> list[Children]:
    """How many rows cannot be used and why, each reason with an example."""
    count, of = int(seen["rejected_rows"]), int(seen["rows_looked_at"])
    if not count:
        return [html.P([icon("check2"), html.Span(say("Every row can be used."))], className="seen-fine")]
    title = say_n(
        of, "{part} of {n} row will be left out", "{part} of {n} rows will be left out", part=formats.count(count)
    )
    rows = [
        [
            say_again(each["reason"]),
            formats.count(each["rows"]),
            formats.count(each["line"]),
            Words(each["raw"], tag="code"),
        ]
        for each in seen["rejected"]
    ]
    head = [Column(say("Why"), False), Column(say("Rows")), Column(say("Such as line")), Column(say("Row"), False)]
    return [html.H3(title, className="seen-title"), data_table(head, rows, caption=title)]


def _notes(seen: Seen) -> list[Children]:
    found = [words for each in seen.get("notes", ()) if (words := without_commands(str(each)))]
    return [html.Ul([html.Li(each) for each in found], className="seen-notes muted")] if found else []


def loading(result: Seen, files: int) -> html.Div:
    """What can be done now: load what is clear."""
    ready = len(ready_uploads(result))
    if not ready:
        said = (
            say("Answer what is open, or remove the file.")
            if files == 1
            else say("Answer what is open, or remove those files.")
        )
        return html.Div([html.P(said, className="muted")], className="load-bar")
    load = say_n(ready, "Load {n} file and work out segments", "Load {n} files and work out segments")
    rest = say_n(files - ready, *STAY) if ready < files else ""
    return html.Div(
        [
            button(load, "load", "primary", "check2", fit="yes"),
            button(say("Load only"), "load", "quiet", fit="no"),
            html.Span(f"{say('A load can be taken back.')} {rest}".rstrip(), className="muted"),
        ],
        className="load-bar",
    )
