"""How a transactions file will be read, worked out before anything is stored."""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from etl.files.fingerprints import fingerprint
from etl.files.inputs.inputs import Input
from etl.files.readers import Batch, read_batches
from etl.files.sources import Source, looked
from etl.names.labels import fold, in_cents
from etl.recognition.advice import instead_of_sales, nobody_named, refuse_nobody, refuse_totals_of_people
from etl.recognition.back.rows_back import RowsBack
from etl.recognition.columns.column_roles import Layout, lay_out
from etl.recognition.columns.table_subject import sheets_of_sales
from etl.recognition.columns.telling_rows_apart import told_apart
from etl.recognition.documents.bare_ids import bare_id, offers_of_id, said_of_id
from etl.recognition.documents.two_sides import with_both_sides
from etl.recognition.head.dates_in_parts import with_whole_dates
from etl.recognition.head.datev_books import with_datev_books
from etl.recognition.head.first_rows import Amounts, Head
from etl.recognition.head.minor_units import in_minor_units
from etl.recognition.notes import notes_on, notes_on_equal_rows, notes_on_told
from etl.recognition.notes_on_charges import notes_on_charges
from etl.recognition.notes_on_guests import notes_on_guests, offers_on_nobody
from etl.recognition.notes_on_kinds import offers_on_kinds
from etl.recognition.notes_on_statuses import offers_on_statuses
from etl.recognition.options import Options
from etl.recognition.remembered import NOTHING, Memory, with_remembered
from etl.recognition.remembered_encoding import recalled
from etl.recognition.whole_file.evidence import Evidence, gather
from etl.recognition.whole_file.far_from_totals import refuse_far_apart, refuse_order_totals
from etl.recognition.whole_file.order_sums import OrderSums
from etl.recognition.whole_file.reconciling import Outcome, reconcile
from etl.recognition.whole_file.spellings import Spellings
from etl.recognition.whole_file.vouchers import vouchers_of
from etl.sample.shop import is_sample
from etl.values.order_amounts import AFTER, REFUND
from etl.values.reading import Reading
from etl.values.records.kinds import Meaning
from etl.values.row_identity import Apart
from warehouse.errors import InputError, Question
from wording.console import progress
from wording.languages import say


@dataclass(frozen=True)
class Plan:
    """A file and how it will be read."""

    source: Source
    layout: Layout
    reading: Reading
    rows: int  # about: blank lines are among them
    options: Options = field(default_factory=Options)
    told: Mapping[str, str] = field(default_factory=dict)  # what the file itself tells, for later ones of its shape
    notes: tuple[str, ...] = ()  # what the file lacks and what was made of it, in sentences
    offers: tuple[Question, ...] = ()  # what may be answered, though the file can be loaded without
    outcome: Outcome = field(default_factory=Outcome, repr=False)  # how its orders add up
    apart: Apart = field(default_factory=Apart)
    spellings: Spellings | None = field(default=None, repr=False, compare=False)  # of customers, to meet those stored

    @property
    def where(self) -> dict[str, int]:
        """Name -> position in the header."""
        return self.layout.where

    @property
    def row_id(self) -> str | None:
        """What later files may call the column that is different on every row."""
        return None if self.apart.row_id is None else fold(self.source.columns[self.apart.row_id])

    @property
    def columns(self) -> dict[str, str]:
        """Name -> the file's own name of the column."""
        return {name: self.source.columns[at] for name, at in self.where.items() if name != "witness"}

    @property
    def details(self) -> dict[str, Any]:
        """What the loads row keeps: enough to read the file again in the same way."""
        kept: dict[str, Any] = {
            "columns": self.columns,
            "header": list(self.source.columns),
            "encoding": self.source.encoding,
            "delimiter": self.source.delimiter,
            "reading": self.reading.details,
            "told": dict(self.told),
            "notes": list(self.notes),
            "options": self.options.details,
        }
        kept |= {"row_id": self.row_id} if self.row_id else {}
        return kept | ({"sample": True} if is_sample(self.source.path) else {})


@dataclass(frozen=True)
class Look:
    """What the first rows of a file show, and what is known of files like it."""

    source: Source
    layout: Layout
    head: Batch | None
    before: Mapping[str, Any]  # what an earlier load of the same shape tells
    options: Options
    apart: Apart = field(default_factory=Apart)

    def sums(self) -> OrderSums | None:
        """What gathers what orders come to; None where the file has no amounts beside their lines."""
        layout = self.layout
        if not layout.beside:
            return None
        return OrderSums(
            layout.beside,
            layout.where,
            layout.marks,
            layout.cents,
            self.options.called_off,
            self.told_of_kinds,
            layout.refunded,
            (*layout.pieces_back, *layout.pieces_off),
        )

    def gathered(self, source: Source) -> Evidence:
        """What the whole file tells."""
        return gather(source, self.evidence(source))

    def evidence(self, source: Source) -> Evidence:
        """What gathers it while the file is loaded."""
        layout = self.layout
        looked = self.sums(), layout.anew, self.told_of_kinds, layout.marks, layout.cents
        return Evidence(source, layout.where, self.head, *looked, self._rows_back())

    def _rows_back(self) -> RowsBack:
        """What gathers rows that take back what others sold."""
        layout = self.layout
        beside = [each.at for each in layout.beside if each.kind in (REFUND, AFTER)]
        told = self.told_of_kinds, layout.refunded, self.options.called_off
        return RowsBack({} if layout.all_back else layout.where, layout.marks, layout.cents, *told, beside)

    @property
    def told_of_kinds(self) -> dict[str, Meaning]:
        """What the kinds of records in the first rows mean beside their words."""
        at = self.layout.where.get("type")
        if at is None or self.head is None:
            return {}
        texts = self.head.columns[at].dictionary.to_pylist()
        return self.layout.kinds.told([text.strip() for text in texts if text])

    def conclude(self, source: Source, evidence: Evidence) -> Plan:
        """How the file is read that these rows are from; InputError when they leave it open."""
        layout, options, before = self.layout, self.options, self.before
        labels = {name: source.columns[at] for name, at in layout.where.items()}
        if "total" in labels and not {"total", "order_total"} & set(options.mapping):
            refuse_order_totals(labels, evidence)
        if not evidence.names_somebody(options.somebody) and self.head is not None and len(self.head.lines):
            refuse_nobody(source, Head(self.head.columns), options.mapping, layout.where)
        said = (options.date_order, options.decimal, options.timezone)
        reading = evidence.reading(*said, before, labels, options.somebody, options.months)
        sums = evidence.sums.finish(reading) if evidence.sums else None
        outcome = reconcile(layout.beside, sums, layout.prices, layout.net, evidence.back, reading)
        refuse_far_apart(outcome, labels, options.mapping)
        layout = layout.with_part(outcome.part)
        kinds = layout.kinds.told(evidence.kinds.texts)
        reading = replace(
            reading,
            refunded=layout.refunded,
            called_off=options.called_off,
            kinds=kinds,
            refunds_off=reading.refunds_off and not outcome.refunds_known,
            told_back=frozenset(evidence.back.told.orders),
            pieces_back=layout.pieces_back,
            pieces_off=layout.pieces_off,
            anew=layout.anew,
            all_back=layout.all_back,
            share=layout.share,
            corrections=outcome.corrections,
        )
        notes = source.notes + notes_on(layout, reading, evidence, labels, before, outcome)
        cents = frozenset(layout.where[name] for name in reading.cents)
        first = _head_of(self.head, Amounts(options.decimal, before.get("decimal"), cents))
        notes += tuple(notes_on_told(options.mapping, source.columns, {*layout.where.values(), *layout.beside_at}))
        notes += tuple(notes_on_guests(source.columns, layout.where, first, reading.nobody, options.somebody))
        if not evidence.names_somebody(options.somebody) and evidence.rows:
            notes += (nobody_named(source.columns, first, layout.where),)
        notes += tuple(notes_on_charges(layout.where, labels, first))
        bare = bare_id(source.columns, layout.where, first)
        notes += tuple(said_of_id(bare))
        notes += tuple(notes_on_equal_rows(labels, self.apart, source.columns))
        told = {name: before[name] for name in ("date_order", "decimal", "months") if name in before} | evidence.told
        offers = tuple(offers_on_statuses(labels, reading, evidence.statuses.counts))
        offers += tuple(offers_of_id(bare))
        offers += tuple(offers_on_nobody(labels["customer_id"], evidence.unnamed.reasons(), options.somebody))
        if "type" in labels:
            offers += tuple(offers_on_kinds(labels["type"], evidence.kinds, kinds))
        spellings = evidence.customers.spellings
        return Plan(
            source, layout, reading, evidence.rows, options, told, notes, offers, outcome, self.apart, spellings
        )


def plan_whole(look: Look) -> Plan:
    """Look at the rest of the file as well, at its bytes in one thread and at its columns in another."""
    source = look.source
    with (
        progress(say("Reading {file}", file=source.name), total=source.size, unit="bytes") as advance,
        ThreadPoolExecutor(1) as pool,
    ):
        fingerprinting = pool.submit(fingerprint, source, advance)
        try:
            evidence = look.gathered(source)
        except InputError:
            fingerprinting.result()  # knows better why a damaged file cannot be read
            raise
        source = fingerprinting.result()
    return with_vouchers(look.conclude(source, evidence))


def with_vouchers(plan: Plan) -> Plan:
    """The plan, by which discounts that have rows of their own are taken off the other lines of their orders."""
    if not plan.reading.vouchers:
        return plan
    found = vouchers_of(plan.source, plan.where, plan.reading, plan.rows)
    corrections = replace(plan.reading.corrections, vouchers=found.parts, voucher_orders=found.again)
    reading = replace(plan.reading, corrections=corrections)
    return replace(plan, reading=reading, notes=(*plan.notes, *found.sentences()))


def check_columns(named: Input | Source, options: Options, memory: Memory = NOTHING) -> Input | Source:
    """The same file; InputError when it shows at once that it cannot be read."""
    first_look(named, options, memory)
    return named


def first_look(named: Path | Input | Source, options: Options, memory: Memory) -> Look:
    """Look at the first rows; InputError when the file shows at once that it cannot be read."""
    found = looked(named, options.columns, sheets_of_sales(options.sheet), options.encoding)
    source = recalled(found, options.columns, options.encoding, memory)
    if "invoiced_at" not in options.mapping:
        source = with_whole_dates(source, lambda: _head_of(first_rows(source), Amounts()))
    source = with_datev_books(source, lambda: _head_of(first_rows(source), Amounts()), options.mapping)
    source = with_both_sides(source, lambda: _head_of(first_rows(source), Amounts()), options.mapping, options.kinds)
    before = memory.of(source.columns)
    options = replace(options, mapping=with_remembered(options.mapping, before, source.columns))
    batch = first_rows(source)
    amounts = Amounts(options.decimal, before.get("decimal"), in_cents(source.columns))
    head = _head_of(batch, amounts)
    layout = _laid_out(source, head, options, before)
    said = options.amounts or before.get("amounts")
    cents = in_minor_units(source.columns, layout.where, sorted(layout.beside_at), head, source.kind, said)
    if cents - amounts.cents:
        head = _head_of(batch, replace(amounts, cents=cents | amounts.cents))
        layout = _laid_out(source, head, options, before)
    layout = layout.in_cents(cents)
    refuse_totals_of_people(source, head, options.mapping, layout.where)
    return Look(source, layout, batch, before, options, told_apart(source.columns, layout.where, head))


def _laid_out(source: Source, head: Head, options: Options, before: Mapping[str, Any]) -> Layout:
    """Its columns, as the first rows show them."""
    anew = before.get("anew")
    try:
        return lay_out(source.columns, options.mapping, head, source.buyers, source.name, options.kinds, anew)
    except InputError as error:
        raise instead_of_sales(source, head, options.mapping, error) from error


def _head_of(batch: Batch | None, amounts: Amounts) -> Head:
    return Head(batch.columns if batch is not None and len(batch.lines) else (), amounts)


def first_rows(source: Source) -> Batch | None:
    """The first batch, all columns."""
    return next(read_batches(source, only=range(len(source.columns)), undecided=True), None)
