"""What both commands that load have in common: all files are looked at, then loaded one after the other."""

import argparse
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import Any

from etl.files.databases.query_rows import read_query
from etl.files.inputs.inputs import Input, opened_inputs
from etl.files.sources import Source, looked
from etl.files.usable_files import Selection, naming
from etl.files.workbooks.excel import Wanted
from etl.recognition.planning import Options
from warehouse.errors import InputError
from wording.console import progress, visible

MOST_KEPT = 50  # sources whose temporary files stay open from the first look to the load


def tell(sentence: str) -> None:
    """Tell the person at the terminal; stdout stays for results."""
    sys.stderr.write(visible(sentence) + "\n")


@contextmanager
def looked_at(
    arguments: argparse.Namespace, chosen: Selection, options: Options, wanted: Wanted
) -> Iterator[list[Input | Source]]:
    """The files behind what was named, all of them looked at: none is loaded before each can be; or a query's rows."""
    if arguments.database or arguments.query:
        yield [_answer(arguments, options)]
        return
    if not arguments.files:
        arguments.refuse("the following arguments are required: FILE")
    with opened_inputs(arguments.files, chosen.skip) as items:
        look = partial(looked, columns=options.columns, wanted=wanted, encoding=options.encoding)
        first = chosen.usable(items[:MOST_KEPT], look)
        yield [*first, *items[MOST_KEPT:]]


def _answer(arguments: argparse.Namespace, options: Options) -> Source:
    """What a database answers, kept on disk."""
    if not (arguments.database and arguments.query):
        raise InputError("--from and --query go together: the database, and the question whose answer is loaded.")
    if arguments.files:
        raise InputError("Name files or a database with --from, not both at once.")
    if options.columns or options.encoding or options.sheet:
        raise InputError("--columns, --encoding and --sheet are for files; a query names its columns itself.")
    with progress("Reading the database", unit="rows") as advance:
        return read_query(arguments.database, arguments.query, advance)


def load_each(
    arguments: argparse.Namespace,
    found: Sequence[Input | Source],
    skipped: Sequence[str],
    load_one: Callable[..., Any],
    show: Callable[[Any], None],
) -> dict[str, Any]:
    """Load files one after the other and show what became of each, unless JSON is asked for, which is returned.

    There one load is as it is, several are `loads`; with what was left out, if anything was.
    """
    reports = []
    for named in found:
        with naming(named, len(found)):
            report = load_one(named, notify=tell, tolerance=arguments.max_rejected, dry_run=arguments.dry_run)
        reports.append(report.as_json())
        if not arguments.json:
            show(report)
    told = reports[0] if len(reports) == 1 else {"loads": reports}
    return told | ({"skipped": skipped} if skipped else {})
