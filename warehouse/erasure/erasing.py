"""One person erased: out of the tables, out of the files that lie about, and kept out of loads to come."""

from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import SQLAlchemyError

from warehouse.erasure import files
from warehouse.erasure.people import Person, find
from warehouse.erasure.taking_out import Erased, take_out
from warehouse.forgotten import forget
from warehouse.schema import kept_answers, kept_sums
from warehouse.settings import Settings
from warehouse.told import Bar, unseen
from warehouse.writers import sole_writer

LEFT = ("transactions", "orders", "kept_lines")  # by the lines of who is erased
SHORT = 64 << 20  # bytes of files that are looked at while other writers wait
Note = Callable[[Connection, Erased], None]


def erase(
    engine: Engine,
    settings: Settings,
    customer: str,
    waits: Callable[[], None],
    note: Note = lambda _connection, _erased: None,
    dry_run: bool = False,
    bar: Bar = unseen,
) -> Erased:
    """Erase the person of a number or an address, for loads to come as well; `note` writes of it in the transaction.

    With `dry_run` only say what would go. Other writers are waited for, which `waits` tells; they wait for the tables
    alone: files are looked through before, which `bar` shows. Raises InputError where nothing is stored of such a
    customer, SettingsError where SECRET_KEY is not the one of earlier erasures.
    """
    look = files.Look(bar)
    for is_last in (False, False, True):
        with engine.connect() as connection:
            names, there = find(connection, customer).names, files.lying(connection, settings)
        look.at(there.paths, names)
        with sole_writer(engine, waits) as connection:
            person, there = find(connection, customer), files.lying(connection, settings)
            if not is_last and look.left(there.paths, person.names) > SHORT:
                continue  # much came while another writer was waited for
            erased, gone = _erase(connection, person, there, look)
            if dry_run:
                connection.rollback()
                return erased
            note(connection, erased)
            connection.commit()
        break
    for path in gone:
        path.unlink(missing_ok=True)
    _sweep(engine, erased.rows)
    return erased


def _erase(connection: Connection, person: Person, there: files.Lying, look: files.Look) -> tuple[Erased, set[Path]]:
    """Take them out of the tables; what that came to, and the files that are to go once it is done."""
    erased = take_out(connection, person, forget(connection, person.names))
    gone = look.at(there.paths, person.names)
    uploaded = [upload_id for upload_id, path in there.uploads.items() if path in gone]
    files.say_removed(connection, uploaded)
    return replace(erased, files=len(uploaded), results=len(gone) - len(uploaded)), gone


def _sweep(engine: Engine, tables: Iterable[str]) -> None:
    """Free what the rows took that went or were changed: until then their old texts lie in the database's files."""
    quote = engine.dialect.identifier_preparer.quote
    with suppress(SQLAlchemyError), engine.connect() as connection:  # erased they are in any case
        alone = connection.execution_options(isolation_level="AUTOCOMMIT")
        swept = sorted({*tables, *LEFT, kept_answers.name, kept_sums.name})
        alone.execute(text(f"vacuum {', '.join(map(quote, swept))}"))
