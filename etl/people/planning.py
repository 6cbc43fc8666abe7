"""How a customers file will be read, worked out before anything is stored."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from etl.files.fingerprints import fingerprint
from etl.files.inputs.inputs import Input
from etl.files.sources import Source, looked
from etl.names.labels import listed
from etl.people.column_contents import Guess
from etl.people.columns import PEOPLE, Roles, match_roles
from etl.people.keys import Known, still_unique
from etl.people.matching import KIND, known_by_email, known_keys, known_numbers
from etl.people.whole_file import Reading, look_through
from etl.recognition.advice import refuse_lines, refuse_no_people, refuse_orders, refuse_parts_of_sales, refuse_sales
from etl.recognition.columns.table_subject import sheets_of_people
from etl.recognition.head.first_rows import Head
from etl.recognition.planning import Options, first_rows
from etl.recognition.remembered import Memory, remembered, with_remembered
from etl.recognition.remembered_encoding import recalled
from etl.sample.shop import is_sample
from warehouse.errors import InputError, NoTableError
from wording.console import progress
from wording.languages import say, to_say, whole

_WORDS = {"email": to_say("email address"), "customer_id": to_say("customer number")}


@dataclass(frozen=True)
class Plan:
    """A customers file and how it will be read."""

    source: Source
    reading: Reading
    options: Options
    notes: tuple[str, ...]

    @property
    def contacts(self) -> dict[str, str]:
        """Name -> the file's own name of the column."""
        return _labels(self.source, self.reading.roles)

    @property
    def identity(self) -> dict[str, Any]:
        """What a load is the same as an earlier one by."""
        said = self.options
        later = {
            "columns": list(said.columns or ()),
            "decimal": said.decimal,
            "encoding": said.encoding,
            "rows": said.rows,
            "sheet": said.sheet,
        }
        return {"kind": KIND, "map": dict(self.options.mapping)} | {name: each for name, each in later.items() if each}

    @property
    def details(self) -> dict[str, Any]:
        """What the loads row keeps: enough to read the file again in the same way."""
        return {
            "kind": KIND,
            "columns": self.contacts,
            "attributes": self.reading.kinds,
            "numbered_by_row": not self.reading.roles.has_ids,
            "header": list(self.source.columns),
            "encoding": self.source.encoding,
            "delimiter": self.source.delimiter,
            "notes": list(self.notes),
            "options": self.identity,
            "told": {"decimal": ","} if self.reading.marks else {},
            **({"sample": True} if is_sample(self.source.path) else {}),
        }


@dataclass(frozen=True)
class _Look:
    """What the first rows and earlier loads tell."""

    source: Source
    roles: Roles
    options: Options
    before: Mapping[str, Any]
    keys: Known

    @property
    def is_new_key(self) -> bool:
        """Whether the key is one because it differs in every row, and no earlier file had it."""
        at = self.roles.where.get("customer_id")
        by_content = "customer_id" in self.roles.guessed and not self.roles.by_email
        return (
            by_content and at is not None and not self.keys.others and self.source.columns[at] not in self.keys.labels
        )


def plan_customers(connection: Connection, named: Path | Input | Source, options: Options) -> Plan:
    """Look at the whole file; raises InputError when it cannot be used."""
    look = _first_look(connection, named, options)
    with progress(say("Reading {file}", file=look.source.name), total=look.source.size, unit="bytes") as advance:
        source = fingerprint(look.source, advance)
    if look.is_new_key and not still_unique(source, look.roles.where["customer_id"]):
        look = _first_look(connection, look.source, options, keyed=False)
    reading = look_through(source, look.roles, look.options.decimal, look.before.get("decimal"))
    if not reading.identified:
        raise refuse_no_people(source, _head(source), reading.roles.where)
    if not reading.kinds and set(look.roles.where) <= {"customer_id"}:
        raise InputError(
            say(
                "{file} says nothing about its customers: it has no attribute and no contact with a value.",
                file=source.item,
            )
        )
    return Plan(source, reading, look.options, source.notes + tuple(_told(source, look, reading)))


def check_people(connection: Connection, named: Input | Source, options: Options) -> Input | Source:
    """The same file; InputError when it shows at once that it cannot be read.

    Of a folder, a file must say which customers it is about: numbered by row, those of two files would be mixed up.
    """
    look = _first_look(connection, named, options)
    if look.source.item.among and not look.roles.has_ids:
        raise NoTableError(
            say(
                "{file} has no column with customer numbers or addresses. Name the file itself to number it"
                "s customers by row.",
                file=look.source.item,
            )
        )
    return named


def _first_look(connection: Connection, named: Path | Input | Source, options: Options, keyed: bool = True) -> _Look:
    """`keyed` lets a column be the key because it differs in every row."""
    memory = Memory(connection, KIND)
    found = looked(named, options.columns, sheets_of_people(options.sheet), options.encoding)
    source = recalled(found, options.columns, options.encoding, memory)
    before = memory.of(source.columns)
    options = replace(options, mapping=with_remembered(options.mapping, before, source.columns))

    def head() -> Head:
        return _head(source)

    refuse_sales(source, head(), options.mapping)
    refuse_parts_of_sales(source, options.mapping)
    refuse_orders(source, head(), options.mapping)
    refuse_lines(source, head(), options.mapping)
    keys = known_keys(connection) if keyed else Known(others=True)
    guess = Guess(head, lambda numbers: known_numbers(connection, numbers), lambda: keys)
    roles = match_roles(source.columns, options.mapping, known_by_email(connection), guess)
    return _Look(source, roles, options, before, keys)


def _head(source: Source) -> Head:
    batch = first_rows(source)
    return Head(batch.columns if batch is not None and len(batch.lines) else ())


def _told(source: Source, look: _Look, reading: Reading) -> Iterator[str]:
    """A sentence for what was told by content, one for what was remembered, and those on decimal commas."""
    labels = _labels(source, look.roles)
    for name in look.roles.guessed:
        yield say("By what it holds, {column} was taken for the {what}.", column=labels[name], what=_WORDS[name])
    yield from remembered(labels, look.before)
    if reading.nobody:
        yield say(
            "{column} {values} is nobody's number, for several addresses stand beside it: its rows are known by these.",
            column=labels["customer_id"],
            values=listed(reading.nobody),
        )
    if "opt_out" in labels:
        yield say("Who says yes in {opt_out} does not consent to mailings.", opt_out=labels["opt_out"])
    for label, (count, example) in reading.unread.items():
        values, are = ("value", "is") if count == 1 else ("values", "are")
        yield (
            say(
                "{count} {values} of {column}, such as {example}, {are} neither yes nor no, and counted as "
                "nothing said.",
                count=whole(count),
                values=values,
                column=label,
                example=example,
                are=are,
            )
        )
    for name, positions in look.roles.others.items():
        rest = ", then ".join(source.columns[at] for at in positions)
        yield say("Where {value} is blank, {rest} counts.", value=labels[name], rest=rest)
    for name in reading.marks:
        yield say("{file} has a decimal comma.", file=name)


def _labels(source: Source, roles: Roles) -> dict[str, str]:
    return {name: source.columns[roles.where[name]] for name in PEOPLE if name in roles.where}
