"""`python -m dashboard.report`: write the report of the shop into a file. `python -m models report` is the same."""

from __future__ import annotations

import argparse
import json
import os
import sys
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from dashboard.filters.selection import COMPARISONS
from dashboard.report.choice import count, filters_of, month, threshold
from dashboard.report.papers import in_the_name_of, language_of, of_board, of_view
from dashboard.report.printing import PrintError, print_pdf, take_picture
from dashboard.report.summary import watched
from dashboard.shop import Shop
from warehouse.engine import open_warehouse
from warehouse.errors import InputError
from warehouse.settings import Settings
from wording import console
from wording.languages import KNOWN, speaking

DEFAULT = "regulars-report.html"
KINDS = (".html", ".htm", ".pdf")


def parser() -> argparse.ArgumentParser:
    """The command line."""
    found = argparse.ArgumentParser(
        prog="python -m models report",
        description="Write a report of the shop as one self-contained HTML file, or as PDF where Chromium is on PATH. "
        "Without Chromium a PDF becomes an HTML file beside it, and the exit code is 1.",
    )
    found.add_argument(
        "--output", type=Path, default=Path(DEFAULT), metavar="FILE", help=".html or .pdf (default: %(default)s)"
    )
    found.add_argument("--segmentation", metavar="NAME", help="as `python -m models list` says (default: rfm)")
    found.add_argument(
        "--from", dest="start", type=month, metavar="MONTH", help="first month, as 2011-03 (default: of the data)"
    )
    found.add_argument("--to", dest="end", type=month, metavar="MONTH", help="last month, that month included")
    found.add_argument(
        "--last", type=count, metavar="MONTHS", help="the last so many months, instead of --from and --to"
    )
    found.add_argument(
        "--country", action="append", default=[], metavar="NAME", help="only this one, code or name; repeatable"
    )
    found.add_argument("--segment", action="append", default=[], metavar="NAME", help="only this one; repeatable")
    found.add_argument(
        "--compare",
        choices=COMPARISONS,
        help="what changes are against (default: the same period last year where the data reach, else the one before)",
    )
    found.add_argument(
        "--view", metavar="QUERY", help="the filters as an address says them behind its question mark, instead"
    )
    found.add_argument(
        "--board", type=int, metavar="NUMBER", help="a board, as its address says it, instead of all views"
    )
    found.add_argument("--user", metavar="EMAIL", help="with the rights of this user, whose boards it may be")
    found.add_argument("--picture", type=Path, metavar="FILE", help="write what comes first into this file too, as PNG")
    found.add_argument(
        "--workbook", type=Path, metavar="FILE", help="write the numbers into this file too, as a workbook (.xlsx)"
    )
    found.add_argument("--summary", type=Path, metavar="FILE", help="write its key figures into this file too, as JSON")
    found.add_argument("--language", choices=tuple(KNOWN), help="what it is written in (default: REGULARS_LANGUAGE)")
    found.add_argument(
        "--when",
        type=threshold,
        metavar="FIGURE:HOW:VALUE",
        help="write no report, only into --summary whether this key figure is `below` or `above` the value or has "
        "`moved` by more per cent, as net-sales:below:10000",
    )
    return found


def write(arguments: argparse.Namespace) -> int:
    """Write the report; 1 where it had to be HTML instead of PDF."""
    if arguments.when is not None:
        return look(arguments)
    output: Path = arguments.output
    if output.suffix.lower() not in KINDS:
        raise InputError(f"{output} is no name of a report: it must end in .html or .pdf.")
    settings = Settings.from_environment()
    with aside(output) as part, open_warehouse(settings) as engine:
        shop = Shop(engine, settings.currency)
        language = arguments.language or language_of(shop, arguments.user) or settings.language
        with in_the_name_of(shop, arguments.user), speaking(language):
            paper = (of_view if arguments.board is None else of_board)(shop, arguments)
        if output.suffix.lower() != ".pdf":
            part.write_text(paper.html, encoding="utf-8")
            print(f"The report is in {output}.")
            return 0
        try:
            part.write_bytes(print_pdf(paper.html, scripts=paper.scripts))
            if arguments.picture is not None:
                with suppress(PrintError):  # the PDF shows the same
                    arguments.picture.write_bytes(take_picture(paper.front or paper.html, paper.scripts))
            print(f"The report is in {output}.")
            return 0
        except PrintError as error:
            reason = error
    instead = output.with_suffix(".html")
    with aside(instead) as part:
        part.write_text(paper.html, encoding="utf-8")
    print(f"error: {reason} The report is in {instead} instead.", file=sys.stderr)
    return 1


def look(arguments: argparse.Namespace) -> int:
    """Write whether a threshold is crossed."""
    if arguments.summary is None:
        raise InputError("--when writes into --summary FILE: name one.")
    settings = Settings.from_environment()
    with open_warehouse(settings) as engine:
        shop = Shop(engine, settings.currency)
        with speaking(arguments.language or settings.language):
            found = watched(shop, filters_of(arguments, shop.published()), arguments.when)
    arguments.summary.write_text(json.dumps(found), encoding="utf-8")
    print(found["crossing"]["words"])
    return 0


@contextmanager
def aside(output: Path) -> Iterator[Path]:
    """A file beside the output that takes its place at the end of the block if it was written, and is gone otherwise.

    Raises InputError at once where it cannot be made, before any work is done.
    """
    if output.is_dir():
        raise InputError(f"{output} is a directory; name a file.")
    part = output.with_name(f".{output.name}.{uuid.uuid4().hex[:8]}.part")
    try:
        part.touch(exist_ok=False)
    except OSError as error:
        raise InputError(f"{output} cannot be written: {(error.strerror or str(error)).lower()}.") from None
    try:
        yield part
        if part.stat().st_size:
            os.replace(part, output)
    finally:
        part.unlink(missing_ok=True)


if __name__ == "__main__":
    sys.exit(console.run(write, parser()))
