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
from etl.values.reading import Reading
from etl.values.row_identity import Apart
from wording.counts import be, counted

_WORDS = {
    "invoice_no": "invoice number",
    "invoiced_at": "date",
    "quantity": "quantity",
    "unit_price": "price",
    "customer_id": "customer",
    "stock_code": "product code",
    "description": "description",
    "country": "country",
    "time": "time of day",
    "total": "total",
    "status": "status",
    "type": "type",
    "discount": "discount",
    "is_return": "sign of a return",
    "returned": "sign of what was taken back",
    "cancelled_at": "moment at which an order was cancelled",
    "refunded_at": "moment at which it was refunded",
    "address": "address",
    "first_name": "first name",
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
        yield f"{label} is different on every row, so rows that are equal in all else are separate sales."
    elif not apart.repeatable:
        lacks = [word for word, names in _IDENTITY.items() if not names & set(labels)]
        yield f"Equal rows are separate sales: without {', '.join(lacks)} none is known to repeat another."


def notes_on_told(mapping: Mapping[str, str], header: Sequence[str], used: Set[int]) -> Iterator[str]:
    """A sentence for what somebody said and nothing came of."""
    for name, column in mapping.items():
        at = map_columns(header, {name: column})[name]
        if at not in used:
            yield (
                f"--map {name}={quoted(header[at])} changes nothing here: what it holds is no {_WORDS.get(name, name)} "
                "that this file needs."
            )


def _told(layout: Layout, labels: Mapping[str, str], before: Mapping[str, Any]) -> Iterator[str]:
    if layout.tool:
        yield f"The columns are those of an export of {layout.tool}."
    for name in layout.guessed:
        yield f"By what it holds, {labels[name]} was taken for the {_WORDS[name]}."
    yield from remembered(labels, before)


def _missing(labels: Mapping[str, str], settled: str) -> Iterator[str]:
    has = labels.get
    if settled:
        yield settled
    elif "unit_price" not in labels and "quantity" not in labels:
        yield f"No price and no quantity: each row is one piece at its {has('total')}."
    elif "unit_price" not in labels:
        yield f"No price: it is {has('total')} divided by {has('quantity')}."
    elif "quantity" not in labels:
        yield f"No quantity: each row is one piece at its {has('unit_price')}."
    if not {"stock_code", "description"} & set(labels):
        yield "No product: nothing can be said about products."
    elif "stock_code" not in labels:
        yield f"No product codes: products are told apart by {has('description')}, whatever its case and spaces."
    if "invoice_no" not in labels:
        yield "No invoice number: what a customer bought at one time is one order."
    if "country" not in labels:
        yield "No country: it is Unspecified."


def _whole(reading: Reading, evidence: Evidence, labels: Mapping[str, str], before: Mapping[str, Any]) -> Iterator[str]:
    if not evidence.dates.has_times and "time" not in labels:
        yield "No time of day: every order is at midnight."
    if reading.continued:
        yield f"Lines without {labels['invoice_no']} belong to the order above them."
    if reading.carried:
        named = ", ".join(labels[name] for name in reading.carried)
        yield f"On the first line of an order only, and taken from there: {named}."
    yield from notes_on_statuses(labels, reading, evidence.statuses.counts, evidence.back)
    if reading.email_ids:
        yield f"Customers are told apart by their addresses in {labels['customer_id']}, whatever the case."
    yield from _buyers(reading, evidence, labels)
    if reading.buddhist:
        yield f"Years are those of the Buddhist calendar, as in {evidence.dates.buddhist}: 543 is taken off."
    if reading.zone:
        yield f"Times with an offset are converted to {reading.zone}."
    if before.get("date_order") == reading.date_order and evidence.dates.either and "date_order" not in evidence.told:
        yield f"Dates are read as {reading.date_order}, as for load {before['load_id']} ({before['file_name']})."
    elif evidence.settled_dates(reading):
        yield (
            f"Dates such as {evidence.dates.either} are read day first, as where amounts are written like these; "
            "if the month comes first, load with --date-order mdy."
        )
    yield from _kinds(reading, labels, evidence)
    for name in reading.cents:
        yield f"{labels[name]} is in cents: it is divided by 100."
    for name in reading.marks:
        if evidence.amounts.marks[name].shows:
            yield f"{labels[name]} has a decimal comma."


def _buyers(reading: Reading, evidence: Evidence, labels: Mapping[str, str]) -> Iterator[str]:
    number, address = labels["customer_id"], labels.get("address")
    reasons = evidence.unnamed.reasons()
    several = [each for each in reading.nobody if each not in reasons]
    if several:
        they = "it stands" if len(several) == 1 else "they stand"
        yield f"{number} {listed(several)} {be(len(several))} nobody: {they} beside several people."
    for each in (each for each in reading.nobody if each in reasons):
        yield f"{number} {each} is nobody: {reasons[each]}. If it is a customer, load with --customer {each}."
    if GIVEN in labels:
        yield f"Customers are told apart by {labels[GIVEN]} and {number} together: two people of one name count as one."
    if reading.same:
        yield (
            f"{number} is written in several cases ({listed([*next(iter(reading.same.items()))])}"
            f"{' and others' if len(reading.same) > 1 else ''}): each is one customer, whatever the case."
        )
    if address and (reading.nobody or evidence.buyers.missing):
        yield f"Buyers without {number} are known by {address}."


def _kinds(reading: Reading, labels: Mapping[str, str], evidence: Evidence) -> Iterator[str]:
    if reading.credits:
        letters = listed(reading.credits)
        yield f"{labels['invoice_no']} that begins with {letters} is of credit notes, so its lines are returns."
    if "type" in labels:
        yield from notes_on_kinds(labels["type"], evidence.kinds, reading.kinds)
    if "payee" in labels:
        yield (
            f"Of payments below nothing, {labels['payee']} is the customer where they take one back; all others sell "
            "nothing to nobody."
        )
    if "is_return" in labels:
        yield f"Lines are returns where {labels['is_return']} says yes."
    for name, rows in evidence.ended.items():
        if rows and (name != "refunded_at" or (reading.refunds_off and not evidence.back.tell_all)):
            kept = "kept as adjustments, in no total"
            sold = "sales, and returns in full at the time of the order"
            they = kept if name == "cancelled_at" else sold
            yield f"Lines whose {labels[name]} is filled ({counted(rows, 'row')}) are {they}."
        elif rows:
            said = f"{labels[name]} ({counted(rows, 'row')}) changes nothing"
            yield f"{said}: the file has rows of their own for what went back."
    yield from evidence.back.sentences(labels)
    if "returned" in labels and reading.refunds_off and not evidence.back.tell_all:
        off = "kept as adjustments, in no total"
        they = off if reading.returned_off else "sales, and returns in full at the time of the order"
        amount = reading.corrections.refund_label if reading.corrections.refunds and not reading.returned_off else ""
        alone = f" and {amount} has no amount" if amount else ""
        yield f"Lines are {they}, where {labels['returned']} says yes{alone}."
