"""Files -> transactions and customers: load them, see what is stored, generate a sample shop."""

import argparse
import json
import sys
from collections.abc import Callable
from dataclasses import asdict
from functools import partial

import pyarrow as pa

from etl.arguments import loading, repairing, writing_sample
from etl.files.usable_files import Selection
from etl.lean_process import slim
from etl.loads import load_each, looked_at, tell
from etl.names.canonical_names import TOLD
from etl.names.told_columns import parse_columns, parse_mapping
from etl.people.columns import PEOPLE
from etl.people.load import load_customers
from etl.people.planning import check_people
from etl.recognition.columns.table_subject import sheets_of_people, sheets_of_sales
from etl.recognition.planning import Options, check_columns
from etl.recognition.related.joined_files import together
from etl.recognition.remembered import Memory
from etl.reporting import show_customers, show_load, show_status, show_undone
from etl.sample.shop import MAX_LINES, Shop, write_sample
from etl.storing.clearing import clear_sample
from etl.storing.journal import tidy
from etl.storing.load import load_file
from etl.storing.rejections import rejected_lines, write_repairable
from etl.storing.status import read_status
from etl.storing.undo import undo_load
from etl.values.dates.month_languages import LANGUAGES
from etl.values.dates.time_zones import check_zone
from etl.values.records.kinds import parse_kinds
from warehouse.engine import open_warehouse
from warehouse.settings import Settings
from wording.console import progress, run


def load(arguments: argparse.Namespace) -> None:
    """Load each file in a load of its own; all are looked at before the first is loaded."""
    options = Options(
        parse_mapping(arguments.map),
        arguments.date_order,
        arguments.decimal,
        None if arguments.timezone is None else check_zone(arguments.timezone),
        None if arguments.columns is None else parse_columns(arguments.columns),
        encoding=arguments.encoding,
        sheet=arguments.sheet,
        called_off=tuple(arguments.called_off),
        known_orders=arguments.known_orders,
        kinds=parse_kinds(arguments.kind),
        somebody=tuple(arguments.customer),
        amounts=arguments.amounts,
        months=arguments.months,
    )
    chosen = Selection(tell)
    settings = Settings.from_environment()
    wanted = sheets_of_sales(options.sheet)
    with looked_at(arguments, chosen, options, wanted) as items, open_warehouse(settings) as engine:
        with engine.connect() as connection:
            memory = Memory(connection)
            check = partial(check_columns, options=options, memory=memory)
            found = chosen.usable(together(items, check, chosen.skip), check)
        chosen.tell_rest()
        load_one = partial(load_file, engine, options=options)
        told = load_each(arguments, found, chosen.skipped, load_one, show_load)
    if arguments.json:
        print(json.dumps(told))


def customers(arguments: argparse.Namespace) -> None:
    """Load attributes and contacts of customers; all files are looked at before the first is loaded."""
    columns = None if arguments.columns is None else parse_columns(arguments.columns)
    options = Options(
        parse_mapping(arguments.map, PEOPLE),
        decimal=arguments.decimal,
        columns=columns,
        encoding=arguments.encoding,
        rows=arguments.rows,
        sheet=arguments.sheet,
    )
    wanted = sheets_of_people(options.sheet)
    chosen = Selection(tell)
    settings = Settings.from_environment()
    with looked_at(arguments, chosen, options, wanted) as items, open_warehouse(settings) as engine:
        with engine.connect() as connection:
            found = chosen.usable(items, lambda named: check_people(connection, named, options))
        chosen.tell_rest()
        told = load_each(
            arguments, found, chosen.skipped, partial(load_customers, engine, options=options), show_customers
        )
    if arguments.json:
        print(json.dumps(told))


def status(arguments: argparse.Namespace) -> None:
    """Show loads, counts and data quality."""
    with open_warehouse(Settings.from_environment()) as engine:
        tidy(engine)
        with engine.connect() as connection:
            state = read_status(connection)
    if arguments.json:
        print(json.dumps(state))
        return
    show_status(state)


def sample(arguments: argparse.Namespace) -> None:
    """Write a generated transactions file, and one of its customers where that is asked for."""
    shop = Shop(arguments.lines, arguments.seed, dirty=not arguments.clean)
    with progress(f"Writing {arguments.file.name}", total=arguments.lines, unit="lines") as advance:
        people = write_sample(arguments.file, shop, advance, arguments.customers)
    tell(f"{arguments.file} holds {arguments.lines:,} generated lines.")
    if known := arguments.customers:
        tell(f"{known} holds {people:,} of their customers. Load it with: python -m etl customers {known}")


def clear(arguments: argparse.Namespace) -> None:
    """Remove generated samples and what was derived from them."""
    with open_warehouse(Settings.from_environment()) as engine:
        removed = clear_sample(engine, tell)
    print("Cleared the sample shop." if removed else "There was nothing to clear.")


def rejected(arguments: argparse.Namespace) -> None:
    """Write what a load rejected: line, reason and row to stdout, or in the file's own shape to another file."""
    with open_warehouse(Settings.from_environment()) as engine, engine.connect() as connection:
        if arguments.csv:
            rows = write_repairable(connection, arguments.load_id, arguments.csv)
            tell(f"{arguments.csv} holds {rows:,} rejected row{'' if rows == 1 else 's'}. Repair and load it.")
            return
        for piece in rejected_lines(connection, arguments.load_id):
            sys.stdout.buffer.write(piece)


def undo(arguments: argparse.Namespace) -> None:
    """Take a load back."""
    with open_warehouse(Settings.from_environment()) as engine:
        undone = undo_load(engine, arguments.load_id, tell, arguments.dry_run)
    if arguments.json:
        print(json.dumps(asdict(undone)))
        return
    show_undone(undone, arguments.dry_run)


def parser() -> argparse.ArgumentParser:
    """What can be said on the command line."""
    top = argparse.ArgumentParser(prog="python -m etl", description=__doc__)
    commands = top.add_subparsers(metavar="COMMAND", required=True)

    def command(main: Callable[[argparse.Namespace], None], name: str, words: str) -> argparse.ArgumentParser:
        made = commands.add_parser(name, help=words, description=words[0].upper() + words[1:] + ".")
        made.set_defaults(main=main)
        return made

    one = command(load, "load", "load transactions from files of any kind")
    loading(one, TOLD)
    one.add_argument("--date-order", choices=("mdy", "dmy"), help="month or day first, where the file does not tell")
    months = "the language of months in words that are others elsewhere, as in hr: listopad"
    one.add_argument("--months", choices=tuple(LANGUAGES), metavar="LANGUAGE", help=months)
    one.add_argument("--amounts", choices=("cents", "units"), help="what whole amounts are in, where that is open")
    one.add_argument("--timezone", metavar="ZONE", help="convert times with an offset to it, as in Europe/Berlin")
    no_sale = "a status of which no sale came, as in --called-off Pending; may be given several times"
    kinds = (
        "what a kind of record is: sale, return or nothing, as in --kind Receipt=nothing; may be given several times"
    )
    one.add_argument("--kind", action="append", default=[], metavar="KIND=MEANING", help=kinds)
    one.add_argument("--called-off", action="append", default=[], metavar="STATUS", help=no_sale)
    known = "a number that looks like nobody's and is a customer's, as in --customer 0; may be given several times"
    one.add_argument("--customer", action="append", default=[], metavar="NUMBER", help=known)
    told = "orders that are stored already with other lines: leave them, replace their lines, or add to them"
    one.add_argument("--known-orders", choices=("skip", "replace", "add"), help=told)
    one = command(customers, "customers", "load attributes and contacts of customers from files of any kind")
    loading(one, PEOPLE)
    numbered = "people without numbers, numbered by row: others than those stored, or the same in the same order"
    one.add_argument("--rows", choices=("new", "same"), help=numbered)
    one = command(status, "status", "show loads, counts and data quality")
    one.add_argument("--json", action="store_true", help="one JSON object")
    writing_sample(command(sample, "sample", "write a generated transactions file"), MAX_LINES)
    one = command(clear, "clear", "remove generated samples and what was derived from them")
    one.add_argument("--sample", action="store_true", required=True, help="the only thing that can be cleared")
    repairing(command(rejected, "rejected", "write the rejected rows of a load to stdout as CSV"))
    one = command(undo, "undo", "take a load back, with the later loads that rest on it")
    one.add_argument("load_id", type=int, metavar="LOAD")
    one.add_argument("--dry-run", action="store_true", help="say what would go, and keep it")
    one.add_argument("--json", action="store_true", help="one JSON object")
    return top


def main(arguments: argparse.Namespace) -> None:
    """Run a command. Arrow's own memory pool would keep what its busiest moment took: 120 MB more of a big file."""
    pa.set_memory_pool(pa.system_memory_pool())
    arguments.main(arguments)


if __name__ == "__main__":
    slim()
    sys.exit(run(main, parser()))
