"""What a file lacks and what was made of it, in sentences for the report."""

from collections.abc import Iterator, Mapping, Sequence, Set
from typing import Any

from etl.names.canonical_names import GIVEN
from etl.names.labels import listed, quoted
from etl.names.told_columns import map_columns
from etl.recognition.columns.column_roles import Layout
from etl.recognition.notes_on_kinds import notes_on_kinds
from etl.recognition.notes_on_orders import sentences
from etl.recognition.notes_on_statuses import notes_on_statuses
from etl.recognition.remembered import remembered
from etl.recognition.whole_file.evidence import Evidence
from etl.recognition.whole_file.reconciling import Outcome
from etl.values.dates.month_languages import LANGUAGES
from etl.values.reading import Reading
from etl.values.row_identity import Apart
from wording.counts import be
from wording.languages import say, say_n, to_say, to_say_n

_WORDS = {
    "invoice_no": to_say("invoice number"),
    "invoiced_at": to_say("date"),
    "quantity": to_say("quantity"),
    "unit_price": to_say("price"),
    "customer_id": to_say("customer"),
    "stock_code": to_say("product code"),
    "description": to_say("description"),
    "country": to_say("country"),
    "time": to_say("time of day"),
    "total": to_say("total"),
    "status": to_say("status"),
    "type": to_say("type"),
    "discount": to_say("discount"),
    "is_return": to_say("sign of a return"),
    "returned": to_say("sign of what was taken back"),
    "cancelled_at": to_say("moment at which an order was cancelled"),
    "refunded_at": to_say("moment at which it was refunded"),
    "address": to_say("address"),
    "first_name": to_say("first name"),
}

_IDENTITY = {"order number": {"invoice_no"}, "product": {"stock_code", "description"}, "quantity": {"quantity"}}


def notes_on(
    layout: Layout,
    reading: Reading,
    evidence: Evidence,
    labels: Mapping[str, str],
    before: Mapping[str, Any],
    outcome: Outcome,
) -> tuple[str, ...]:
    """One sentence for each part that is missing, was worked out, told by content, or remembered."""
    found = [*_told(layout, labels, before), *_missing(labels, layout.settled), *layout.remarks]
    found += [*_whole(reading, evidence, labels, before), *sentences(outcome, labels)]
    return tuple(found)


def notes_on_equal_rows(labels: Mapping[str, str], apart: Apart, header: Sequence[str]) -> Iterator[str]:
    """Why equal rows count, where they do."""
    if apart.row_id is not None:
        label = header[apart.row_id]
        yield say(
            "{column} is different on every row, so rows that are equal in all else are separate sales.", column=label
        )
    elif not apart.repeatable:
        lacks = [word for word, names in _IDENTITY.items() if not names & set(labels)]
        yield f"Equal rows are separate sales: without {', '.join(lacks)} none is known to repeat another."


def notes_on_told(mapping: Mapping[str, str], header: Sequence[str], used: Set[int]) -> Iterator[str]:
    """A sentence for what somebody said and nothing came of."""
    for name, column in mapping.items():
        at = map_columns(header, {name: column})[name]
        if at not in used:
            yield (
                say(
                    "--map {name}={quoted} changes nothing here: what it holds is no {what} that this file needs.",
                    name=name,
                    quoted=quoted(header[at]),
                    what=_WORDS.get(name, name),
                )
            )


def _told(layout: Layout, labels: Mapping[str, str], before: Mapping[str, Any]) -> Iterator[str]:
    if layout.tool:
        yield say("The columns are those of an export of {tool}.", tool=layout.tool)
    for name in layout.guessed:
        yield say("By what it holds, {column} was taken for the {what}.", column=labels[name], what=_WORDS[name])
    yield from remembered(labels, before)


def _missing(labels: Mapping[str, str], settled: str) -> Iterator[str]:
    has = labels.get
    if settled:
        yield settled
    elif "unit_price" not in labels and "quantity" not in labels:
        yield say("No price and no quantity: each row is one piece at its {column}.", column=has("total"))
    elif "unit_price" not in labels:
        yield say("No price: it is {total} divided by {pieces}.", total=has("total"), pieces=has("quantity"))
    elif "quantity" not in labels:
        yield say("No quantity: each row is one piece at its {column}.", column=has("unit_price"))
    if not {"stock_code", "description"} & set(labels):
        yield say("No product: nothing can be said about products.")
    elif "stock_code" not in labels:
        yield say(
            "No product codes: products are told apart by {column}, whatever its case and spaces.",
            column=has("description"),
        )
    if "invoice_no" not in labels:
        yield say("No invoice number: what a customer bought at one time is one order.")
    if "country" not in labels:
        yield say("No country: it is Unspecified.")


def _whole(reading: Reading, evidence: Evidence, labels: Mapping[str, str], before: Mapping[str, Any]) -> Iterator[str]:
    if not evidence.dates.has_times and "time" not in labels:
        yield say("No time of day: every order is at midnight.")
    if reading.continued:
        yield say("Lines without {invoice_no} belong to the order above them.", invoice_no=labels["invoice_no"])
    if reading.carried:
        named = ", ".join(labels[name] for name in reading.carried)
        yield say("On the first line of an order only, and taken from there: {named}.", named=named)
    yield from notes_on_statuses(labels, reading, evidence.statuses.counts, evidence.back)
    if reading.email_ids:
        yield say(
            "Customers are told apart by their addresses in {customer_id}, whatever the case.",
            customer_id=labels["customer_id"],
        )
    yield from _buyers(reading, evidence, labels)
    if reading.months:
        language = say(LANGUAGES[reading.months])
        yield say("Months in words are read as {what} ones, which are others elsewhere.", what=language)
    if reading.buddhist:
        yield say(
            "Years are those of the Buddhist calendar, as in {buddhist}: 543 is taken off.",
            buddhist=evidence.dates.buddhist,
        )
    if reading.zone:
        yield say("Times with an offset are converted to {zone}.", zone=reading.zone)
    if before.get("date_order") == reading.date_order and evidence.dates.either and "date_order" not in evidence.told:
        yield say(
            "Dates are read as {date_order}, as for load {load_id} ({file_name}).",
            date_order=reading.date_order,
            load_id=before["load_id"],
            file_name=before["file_name"],
        )
    elif evidence.settled_dates(reading):
        yield (
            say(
                "Dates such as {either} are read day first, as where amounts are written like these; if the"
                " month comes first, load with --date-order mdy.",
                either=evidence.dates.either,
            )
        )
    yield from _kinds(reading, labels, evidence)
    for name in reading.cents:
        yield say("{value} is in cents: it is divided by 100.", value=labels[name])
    for name in reading.marks:
        if evidence.amounts.marks[name].shows:
            yield say("{value} has a decimal comma.", value=labels[name])


def _buyers(reading: Reading, evidence: Evidence, labels: Mapping[str, str]) -> Iterator[str]:
    number, address = labels["customer_id"], labels.get("address")
    reasons = evidence.unnamed.reasons()
    several = [each for each in reading.nobody if each not in reasons]
    if several:
        they = "it stands" if len(several) == 1 else "they stand"
        yield f"{number} {listed(several)} {be(len(several))} nobody: {they} beside several people."
    for each in (each for each in reading.nobody if each in reasons):
        yield say(
            "{number} {each} is nobody: {reason}. If it is a customer, load with --customer {each}.",
            number=number,
            each=each,
            reason=reasons[each],
        )
    if GIVEN in labels:
        yield say(
            "Customers are told apart by {value} and {number} together: two people of one name count as one.",
            value=labels[GIVEN],
            number=number,
        )
    if reading.same:
        yield (
            f"{number} is written in several cases ({listed([*next(iter(reading.same.items()))])}"
            f"{' and others' if len(reading.same) > 1 else ''}): each is one customer, whatever the case."
        )
    if address and (reading.nobody or evidence.buyers.missing):
        yield say("Buyers without {number} are known by {address}.", number=number, address=address)


def _kinds(reading: Reading, labels: Mapping[str, str], evidence: Evidence) -> Iterator[str]:
    if reading.credits:
        letters = listed(reading.credits)
        yield say(
            "{invoice_no} that begins with {letters} is of credit notes, so its lines are returns.",
            invoice_no=labels["invoice_no"],
            letters=letters,
        )
    if "type" in labels:
        yield from notes_on_kinds(labels["type"], evidence.kinds, reading.kinds)
    if "payee" in labels:
        yield (
            say(
                "Of payments below nothing, {payee} is the customer where they take one back; all others se"
                "ll nothing to nobody.",
                payee=labels["payee"],
            )
        )
    if "is_return" in labels:
        yield say("Lines are returns where {is_return} says yes.", is_return=labels["is_return"])
    for name, rows in evidence.ended.items():
        if rows and (name != "refunded_at" or (reading.refunds_off and not evidence.back.tell_all)):
            yield say_n(rows, *(FILLED_OFF if name == "cancelled_at" else FILLED_BACK), column=labels[name])
        elif rows:
            yield say_n(rows, *CHANGES_NOTHING, column=labels[name])
    yield from evidence.back.sentences(labels)
    if "returned" in labels and reading.refunds_off and not evidence.back.tell_all:
        amount = reading.corrections.refund_label if reading.corrections.refunds and not reading.returned_off else ""
        text = YES_OFF if reading.returned_off else YES_ALONE if amount else YES_BACK
        yield say(text, column=labels["returned"], refund=amount)


FILLED_OFF = to_say_n(
    "Lines whose {column} is filled ({n} row) are kept as adjustments, in no total.",
    "Lines whose {column} is filled ({n} rows) are kept as adjustments, in no total.",
)
FILLED_BACK = to_say_n(
    "Lines whose {column} is filled ({n} row) are sales, and returns in full at the time of the order.",
    "Lines whose {column} is filled ({n} rows) are sales, and returns in full at the time of the order.",
)
CHANGES_NOTHING = to_say_n(
    "{column} ({n} row) changes nothing: the file has rows of their own for what went back.",
    "{column} ({n} rows) changes nothing: the file has rows of their own for what went back.",
)
YES_OFF = to_say("Lines are kept as adjustments, in no total, where {column} says yes.")
YES_BACK = to_say("Lines are sales, and returns in full at the time of the order, where {column} says yes.")
YES_ALONE = to_say(
    "Lines are sales, and returns in full at the time of the order, where {column} says yes and {refund} has no amount."
)
