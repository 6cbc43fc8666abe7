"""What the commands can be told, and the values of their options."""

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path

from etl.files.text.encoding_names import encoding_named
from etl.storing.tolerance import Tolerance
from warehouse.errors import InputError

_FILES = "CSV, Excel (.xlsx, .xls), Parquet or JSON Lines, plain or packed (.gz, .xz, .zst, .zip); folders; - for stdin"
_FROM = "instead of files, a database: postgresql://user@host/name, mysql://…, sqlite:///file.db; it is only read"
_MAX_REJECTED = "refuse a file with more unusable rows than this share (default 5%%, if these are 10 rows or more)"


def loading(command: argparse.ArgumentParser, roles: Sequence[str]) -> None:
    """Which files, which of their columns is which of `roles`, and what to do with them."""
    add = command.add_argument
    add("files", nargs="*", type=file_name, metavar="FILE", help=_FILES)
    add("--from", dest="database", metavar="URL", help=_FROM)
    add("--query", metavar="SQL", help="with --from: the question whose answer is loaded, as in 'select … from orders'")
    command.set_defaults(refuse=command.error)
    names = ", ".join(roles)
    add("--map", action="append", default=[], metavar="NAME=COLUMN", help=f"which column is the {names}")
    add("--columns", metavar="A,B,C", help="a file without header: names of its columns, - to skip one")
    add(
        "--encoding",
        type=encoding,
        metavar="NAME",
        help="how a text is written, as in windows-1254, where it is told wrongly",
    )
    add("--sheet", metavar="NAME", help="of a workbook, the sheet to read (default: those that hold what is asked for)")
    add("--decimal", choices=(".", ","), help="the decimal mark, where the file does not tell")
    add("--json", action="store_true", help='one JSON object; of several files: {"loads": [...]}')
    add("--max-rejected", type=tolerance, default=Tolerance(), metavar="SHARE", help=_MAX_REJECTED)
    add("--dry-run", action="store_true", help="say what would become of the rows, and store nothing")


def writing_sample(command: argparse.ArgumentParser, most: int) -> None:
    """Which file, which shop, and of how many lines, at `most` so many."""
    command.add_argument("file", type=Path, metavar="FILE")
    command.add_argument(
        "--lines", type=whole_number(most), default=250_000, metavar="N", help="how many (default 250,000)"
    )
    command.add_argument("--seed", type=int, default=1, metavar="S", help="another number, another shop (default 1)")
    command.add_argument("--customers", type=file_name, metavar="FILE", help="also write who these customers are")
    command.add_argument("--clean", action="store_true", help="no rows with mistakes in them, for benchmarks")


def repairing(command: argparse.ArgumentParser) -> None:
    """Of which load, and where to."""
    command.epilog = (
        "The rows stay exactly as they came, so that they can be repaired and loaded: text that begins with = + - @ is "
        "not made harmless. Repair them in a text editor, or import them into a spreadsheet as text."
    )
    command.add_argument("load_id", type=int, metavar="LOAD")
    command.add_argument(
        "--csv",
        type=Path,
        metavar="FILE",
        help="write them to a file of the source's shape, to repair; raw text, not made safe to open in a spreadsheet",
    )


def file_name(value: str) -> Path:
    """A file's name; an empty one, as an unset variable gives, would be the current folder."""
    if not value:
        raise argparse.ArgumentTypeError("a file's name is empty")
    return Path(value)


def encoding(value: str) -> str:
    """Python's name of an encoding."""
    try:
        return encoding_named(value)
    except InputError as error:
        raise argparse.ArgumentTypeError(str(error).removeprefix("--encoding ")) from None


def tolerance(value: str) -> Tolerance:
    """A share of the rows."""
    try:
        return Tolerance.parse(value)
    except InputError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def whole_number(most: int) -> Callable[[str], int]:
    """A reader of numbers from 1 to `most`."""

    def read(value: str) -> int:
        if not value.isdecimal() or not 1 <= int(value) <= most:
            raise argparse.ArgumentTypeError(f"{value} is not a number from 1 to {most:,}")
        return int(value)

    return read
