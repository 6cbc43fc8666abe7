"""What a file would come to if it were loaded, worked out without a database: repetitions are not looked for."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from etl.files.readers import read_batches
from etl.files.sources import Source
from etl.recognition.planning import Options
from etl.storing.tolerance import Tolerance
from etl.values.cleaning import CleanRows, Rejected, clean_batch
from etl.values.order_numbers_above import fill_down
from tests.etl.looks import plan_load


@dataclass
class Coming:
    """Money and lines by kind, customers and orders of sales, what was rejected and what was said."""

    money: dict[str, Decimal] = field(default_factory=dict)
    lines: Counter[str] = field(default_factory=Counter)
    customers: set[str] = field(default_factory=set)
    orders: set[tuple[str, str]] = field(default_factory=set)
    paid: dict[str, Decimal] = field(default_factory=dict)  # by customer, in sales
    guests: Decimal = Decimal(0)
    moments: set[str] = field(default_factory=set)
    rejected: list[Rejected] = field(default_factory=list)
    notes: tuple[str, ...] = ()
    columns: Mapping[str, str] = field(default_factory=dict)

    @property
    def net(self) -> Decimal:
        """Sales and returns, to the cent."""
        return (self.money.get("sale", Decimal(0)) + self.money.get("return", Decimal(0))).quantize(Decimal("0.01"))

    def add(self, rows: CleanRows) -> None:
        """Take in clean lines."""
        names = ("quantity", "unit_price", "kind", "customer_id", "invoice_no", "invoiced_at")
        for quantity, price, kind, customer, order, at in zip(
            *(rows.columns[name].to_pylist() for name in names), strict=True
        ):
            amount = Decimal(quantity) * Decimal(price)
            self.money[kind] = self.money.get(kind, Decimal(0)) + amount
            self.lines[kind] += 1
            if kind == "sale":
                self.customers |= {customer} - {""}
                self.paid[customer] = self.paid.get(customer, Decimal(0)) + amount
                self.orders.add((customer, order))
                self.moments.add(at)
            if kind in ("sale", "return") and not customer:
                self.guests += amount


def coming_to(named: Path | Source, options: Options | None = None) -> Coming:
    """What becomes of a file; InputError where it is not loaded."""
    plan = plan_load(named, options)
    found = Coming(notes=plan.notes, columns=plan.columns)
    due = dict(plan.reading.corrections.refunds)
    batches = read_batches(plan.source)
    read = 0
    for batch in fill_down(batches, plan.where) if plan.reading.continued else batches:
        clean, rejected = clean_batch(batch, plan.where, plan.reading, plan.source.delimiter, plan.apart)
        found.add(clean)
        found.add(clean.returned())
        read += len(clean.lines) + len(rejected)
        if due:
            found.add(clean.refunded(due, plan.reading.corrections.refund_label))
        found.rejected += rejected
    first: dict[str, Rejected] = {}
    for row in found.rejected:
        first.setdefault(row.reason, row)
    reasons = Counter(row.reason for row in found.rejected)
    Tolerance().check(plan.source.name, read, reasons, first, plan.columns)
    return found


def shop(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    """A file of these lines."""
    (path := folder / "shop.csv").write_bytes(text.encode(encoding))
    return path
