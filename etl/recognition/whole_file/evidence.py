"""What only the whole file can tell of how its values are to be read: what each gatherer says of its columns."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from etl.files.readers import Batch, read_batches
from etl.files.rows.read_ahead import ahead
from etl.files.sources import Source
from etl.names.canonical_names import ENDED
from etl.names.hints import says
from etl.recognition.back import rows_back
from etl.recognition.back.rows_back import RowsBack
from etl.recognition.buyers.nobodys_numbers import NobodysNumbers
from etl.recognition.whole_file.amounts import AmountSigns, RepeatedTotals
from etl.recognition.whole_file.buyers import Buyers
from etl.recognition.whole_file.date_order import DateEvidence
from etl.recognition.whole_file.identifiers import CustomerNumbers, InvoiceNumbers
from etl.recognition.whole_file.order_sums import OrderSums
from etl.recognition.whole_file.record_kinds import POINTS, RecordKinds
from etl.recognition.whole_file.status_words import StatusWords
from etl.recognition.whole_file.voucher_rows import NAMED, VoucherRows
from etl.values.dates.dates import DateOrder
from etl.values.derived import with_parts
from etl.values.first_line_only import Carry
from etl.values.numbers.decimal_marks import decide
from etl.values.numbers.decimals import Mark
from etl.values.order_numbers_above import PRODUCT, continues, fill_down
from etl.values.reading import Reading
from etl.values.records.kinds import NONE, Meaning, kinds_of_records
from etl.values.statuses import filled

LOOKED_AT = (
    *("invoice_no", "invoiced_at", "customer_id", "quantity", "unit_price", "total", "address", "witness"),
    *("status", *ENDED, *NAMED),
)


class Evidence:
    """Gathers over the batches of one file; `reading` draws the conclusion.

    `head` are its first rows: what they show to be filled on every line of an order need not be looked at. `sums` are
    gathered beside; `anew` are positions of what tells orders of one number apart; `kinds` are what kinds of records
    mean beside their words; `marks` are decimal ones, as far as its first rows tell; `cents` are names of amounts
    in hundredths; `back` gathers rows that take back what others sold.
    """

    def __init__(
        self,
        source: Source,
        where: Mapping[str, int],
        head: Batch | None = None,
        sums: OrderSums | None = None,
        anew: Sequence[int] = (),
        kinds: Mapping[str, Meaning] = NONE,
        marks: Mapping[str, Mark] = POINTS,
        cents: Sequence[str] = (),
        back: RowsBack | None = None,
    ) -> None:
        labels = {name: source.columns[at] for name, at in where.items()} if source.columns else {}
        self.where, self.rows, self.sums, self._anew, self._told = where, 0, sums, anew, kinds
        self._cents, self._header = cents, source.columns
        self.continued = continues(head, where)
        self.dates = DateEvidence()
        self.customers = CustomerNumbers(labels.get("customer_id"))
        self.invoices = InvoiceNumbers(labels.get("invoice_no"))
        self.amounts = AmountSigns({name for name, at in where.items() if at not in source.canonical})
        self.totals = RepeatedTotals()
        self.buyers = Buyers()
        self.unnamed = NobodysNumbers({name: head.columns[at] for name, at in where.items()} if head else {})
        self.statuses = StatusWords()
        self.kinds = RecordKinds(marks, cents)
        self.vouchers = VoucherRows()
        self.back = back or RowsBack({}, {})
        self.ended = Counter[str]()  # rows that have such a moment, by its name
        self.carry = Carry(where if "invoice_no" in where else ())
        if head is not None and "invoice_no" in where and not self.continued:
            first = Carry(where)
            by_name = {name: head.columns[at] for name, at in where.items()}
            first.add(head.columns[where["invoice_no"]], by_name, head.lines)
            self.carry.possible -= first.repeated

    @property
    def places(self) -> list[int]:
        """The positions of the columns that are looked at."""
        names = {
            *LOOKED_AT,
            *self.carry.possible,
            *(rows_back.LOOKED_AT if self.back.is_asked else ()),
            *(PRODUCT if self.continued else ()),
        }
        places = [at for name, at in self.where.items() if name in names]
        return list(dict.fromkeys([*places, *self._anew, *(self.sums.positions if self.sums else ())]))

    def add(self, batch: Batch, places: Sequence[int]) -> None:
        """Take in some rows, the columns at these positions of the file."""
        found = dict(zip(places, batch.columns, strict=True))
        if self._anew:
            order = self.where["invoice_no"]
            found[order] = with_parts(found[order], [found[at] for at in self._anew])
        columns = {name: found[at] for name, at in self.where.items() if at in found}
        values = {name: column.dictionary for name, column in columns.items() if name in LOOKED_AT}
        self.dates.add(values["invoiced_at"])
        self.customers.add(values["customer_id"])
        self.amounts.add(values)
        for name in ("address", "witness"):
            if name in columns:
                self.buyers.add(columns["customer_id"], columns[name])
        people = next((columns[name] for name in ("address", "witness") if name in columns), None)
        orders = columns.get("invoice_no", columns["invoiced_at"])
        self.unnamed.add(columns["customer_id"], orders, people)
        if "status" in columns:
            self.statuses.add(columns["status"])
        self.kinds.add(columns)
        selling = self._selling(columns)
        self.vouchers.add(selling)
        self.back.add(columns, found, batch.lines)
        for name in ENDED:
            if name in columns:
                there = filled(values[name]).to_numpy(zero_copy_only=False)
                self.ended[name] += int(there[columns[name].indices.to_numpy()].sum())
        if "invoice_no" in columns:
            self.invoices.add(values["invoice_no"])
            self.carry.add(columns["invoice_no"], columns, batch.lines)
            if "total" in columns:
                self.totals.add(selling["invoice_no"], selling["total"])
        if self.sums:
            self.sums.add(found, batch.lines)
        self.rows += len(batch.lines) + len(batch.ragged)

    def _selling(self, columns: dict[str, pa.DictionaryArray]) -> dict[str, pa.DictionaryArray]:
        """The columns without rows of a kind that sells nothing."""
        if "type" not in columns:
            return columns
        off = pc.equal(kinds_of_records(columns["type"].dictionary, self._told), "off").to_numpy(zero_copy_only=False)
        rows = ~off[columns["type"].indices.to_numpy()]
        return columns if rows.all() else {name: each.filter(pa.array(rows)) for name, each in columns.items()}

    def reading(
        self,
        date_order: DateOrder | None = None,
        decimal: Mark | None = None,
        zone: str | None = None,
        remembered: Mapping[str, Any] | None = None,
        labels: Mapping[str, str] | None = None,
        somebody: Collection[str] = (),
        months: str | None = None,
    ) -> Reading:
        """How to read the file; InputError when the order of its dates or its decimal mark stays open.

        `remembered` is what an earlier file of the same shape told; `labels` are the file's own names of the columns;
        `somebody` are numbers of which somebody says that they are customers; `months` is the language of months that
        are others elsewhere.
        """
        before, marks = remembered or {}, self.amounts.marks
        names = {name: (labels or {}).get(name, name) for name in marks}
        decided = decide({names[name]: found for name, found in marks.items()}, decimal, before.get("decimal"))
        european = "," in decided.values() or self.amounts.comma_currency
        says_so = bool(set(rows_back.SAY_SO) & set(self.where))
        return Reading(
            date_order or self.dates.order(before.get("date_order"), european),
            float_ids=self.customers.are_floats,
            c_cancels=self.invoices.cancel_by_c,
            credits=self.invoices.credits,
            float_invoices=self.invoices.are_floats,
            email_ids=self.customers.are_emails,
            numeric_dates=self.dates.are_numbers,
            buddhist=bool(self.dates.buddhist),
            months=self.dates.months.language(self._header, months or before.get("months")),
            zone=zone,
            marks={name: decided[label] for name, label in names.items() if decided[label] != "."},
            cents=tuple(self._cents),
            returned_off=says((labels or {}).get("returned", ""), "called_off"),
            refunds_off=says_so,
            same=self.customers.spellings.same,
            vouchers=self.vouchers.among(self.invoices.cancel_by_c),
            nobody=tuple(sorted({*self.buyers.nobody, *self.unnamed.reasons()} - set(somebody))),
            numbers=self.buyers.numbers,
            continued=self.continued,
            carried=self.carry.names,
            firsts=self.carry.firsts,
        )

    def names_somebody(self, somebody: Collection[str] = ()) -> bool:
        """Whether some row has a customer, by a number that is not nobody's."""
        return self.customers.any and bool(self.unnamed.any_others or somebody or not self.unnamed.reasons())

    @property
    def told(self) -> dict[str, str]:
        """What the file itself tells, for later files of its shape that do not."""
        found = {"date_order": self.dates.proven, "decimal": self.amounts.proven, "months": self.dates.months.settled}
        return {name: value for name, value in found.items() if value}

    def settled_dates(self, reading: Reading) -> bool:
        """Whether only its amounts tell that the day comes first: those of a file with a decimal comma, or in R$."""
        settles = "," in reading.marks.values() or self.amounts.comma_currency
        return settles and self.dates.is_open and reading.date_order == "dmy"


def gather(source: Source, evidence: Evidence) -> Evidence:
    """The evidence, of a whole file, its encoding not known yet; only the columns that matter are looked at."""
    places = evidence.places
    batches = read_batches(source, only=places, undecided=True)
    if evidence.continued:
        batches = fill_down(batches, {name: places.index(at) for name, at in evidence.where.items() if at in places})
    for batch in ahead(batches):
        evidence.add(batch, places)
    return evidence
