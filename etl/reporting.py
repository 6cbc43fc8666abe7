"""Reports as tables for people."""

import sys
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from etl.files.text.encoding_names import label_of
from etl.people.load import CustomersReport
from etl.storing.load import LoadReport
from etl.storing.tolerance import with_column
from etl.storing.undo import Undone
from warehouse.schema import KINDS
from wording.console import table, visible
from wording.counts import counted

_ROWS = ("rows_read", "rows_loaded", "rows_duplicate", "rows_known", "rows_rejected")
_COLUMNS = ("load_id", "file_name", "status", *_ROWS, "error")
_FIGURES = (
    *("customers", "attributes", "invoices", "countries", "gross", "returns"),
    *("guest_gross", "guest_returns", "first_invoiced_at", "last_invoiced_at"),
)
_AMOUNTS = ("gross", "returns", "guest_gross", "guest_returns")


def _rows(report: LoadReport | CustomersReport) -> dict[str, int]:
    """Where each row of a file ended, the rejected ones by reason."""
    counts = {
        "read": report.rows_read,
        "loaded": report.rows_loaded,
        "repeated in the file": report.rows_duplicate,
        "known from an earlier load": report.rows_known,
        "rejected": report.rows_rejected,
    }
    labels = report.columns if isinstance(report, LoadReport) else {}
    return counts | {f"  {with_column(reason, labels)}": rows for reason, rows in report.rejected.items()}


def show_load(report: LoadReport) -> None:
    """Print what became of a file's rows."""
    about = {"invoices in the file": report.invoices, "customers in the file": report.customers}
    table(["Rows", report.file], (_rows(report) | about).items())
    _show_columns(report.columns, report.notes)
    _show_encoding(report.encoding)
    period = f"{report.first_invoiced_at} to {report.last_invoiced_at}" if report.first_invoiced_at else "no dates"
    _show_end(report, period)


def show_undone(undone: Undone, dry_run: bool) -> None:
    """Print which loads were taken back."""
    columns = ("load_id", "file_name", "rows_loaded")
    table([name.replace("_", " ") for name in columns], ([load[name] for name in columns] for load in undone.loads))
    done = "Undoing would remove" if dry_run else "Removed"
    more = "" if dry_run or not undone.lines else " Renew the segments with: python -m models fit"
    sys.stdout.write(f"{done} {counted(undone.lines, 'line')} and {counted(undone.customers, 'customer')}.{more}\n")


def show_customers(report: CustomersReport) -> None:
    """Print what became of a customers file's rows."""
    about = {"customers in the file": report.customers, "of these with transactions": report.joined}
    table(["Rows", report.file], (_rows(report) | about | {"attributes": len(report.attributes)}).items())
    by = report.contacts.get("customer_id")
    known_by = f"customers by {by}" if by else "customers numbered by row"
    _show_columns(report.contacts, report.notes)
    _show_encoding(report.encoding)
    _show_end(report, known_by)


def _show_columns(labels: Mapping[str, str], notes: Sequence[str]) -> None:
    taken = [f"Columns: {', '.join(f'{name} = {column}' for name, column in labels.items())}."] if labels else []
    sys.stdout.write("".join(f"{visible(sentence)}\n" for sentence in (*taken, *notes)))


def _show_encoding(encoding: str) -> None:
    if encoding not in ("", label_of("utf-8")):
        sys.stdout.write(f"Written in {encoding}. If letters came out wrong, say another with --encoding NAME.\n")


def _show_end(report: LoadReport | CustomersReport, about: str) -> None:
    hint = f" See the rejected rows with: python -m etl rejected {report.load_id}" if report.rows_rejected else ""
    name = f"Load {report.load_id}"
    if report.load_id is None:
        name, hint = "Dry run, nothing was stored", ""
    sys.stdout.write(f"{name}: {about}, in {report.seconds:.1f} s.{hint}\n")


def show_status(state: dict[str, Any]) -> None:
    """Print what `etl.storing.status.read_status` found."""
    headings = [name.removeprefix("rows_").replace("_", " ") for name in _COLUMNS]
    table(headings, ([row[name] for name in _COLUMNS] for row in state["loads"]), title="Loads")
    ours, guests = state["transactions"], state["guest_transactions"]
    kinds = ((kind, ours.get(kind, 0), guests.get(kind, 0)) for kind in KINDS)
    table(["kind", "lines of customers", "lines of guests"], kinds, title="Transactions")
    _show_pairs("Store", ((name, _written(name, state[name])) for name in _FIGURES))
    _show_pairs("Data quality", _flat(state["quality"]))


def _written(name: str, value: Any) -> Any:
    return f"{Decimal(value):,.2f}" if name in _AMOUNTS else value


def _flat(quality: dict[str, Any]) -> Iterable[tuple[str, Any]]:
    for name, value in quality.items():
        if isinstance(value, dict):
            yield from ((f"{name}: {key}", count) for key, count in value.items())
        else:
            yield name, value


def _show_pairs(title: str, pairs: Iterable[tuple[str, Any]]) -> None:
    table(["", title.lower()], ((name.replace("_", " "), value) for name, value in pairs), title=title)
