"""What all command lines share: errors as sentences, exit codes, progress bars, tables."""

import argparse
import logging
import os
import signal
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, NoReturn

from warehouse.errors import RegularsError
from warehouse.settings import LOG_LEVELS

Main = Callable[[argparse.Namespace], int | None]
logger = logging.getLogger("regulars")
UNSEEN = {  # what steers a terminal or turns the direction of writing -> how to show it
    code: ascii(chr(code))[1:-1]
    for code in (*range(32), *range(127, 160), *range(0x2028, 0x202F), *range(0x2066, 0x206A))
}
_WITHIN_LINES = {code: shown for code, shown in UNSEEN.items() if chr(code) not in "\n\t"}


def visible(sentences: str) -> str:
    """Sentences with names and rows of files in them, so that these do nothing to the terminal."""
    return sentences.translate(_WITHIN_LINES)


def run(main: Main, parser: argparse.ArgumentParser, argv: Sequence[str] | None = None) -> int:
    """Parse, run, and turn every failure into a sentence on stderr and an exit code; `sys.exit` gets the result.

    0 or what `main` returns; 1 on errors; 2 from argparse; 130 on Ctrl-C; 143 when terminated. A traceback appears
    with LOG_LEVEL=DEBUG only.
    """
    arguments = parser.parse_args(argv)
    _configure_logging()
    sys.excepthook = _log_uncaught
    for name in (signal.SIGTERM, signal.SIGHUP):  # so that contexts end: the embedded server is left in order
        signal.signal(name, _exit_on_signal)
    try:
        code = main(arguments) or 0
        sys.stdout.flush()
        return code
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # The reader has seen enough (`| head`); keep Python from failing once more when it flushes at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:
        return _report(error)


def _report(error: Exception) -> int:
    from warehouse.explain import explain

    logger.debug("What went wrong, in full:", exc_info=error)
    shown = error if isinstance(error, RegularsError) else explain(error)
    if shown is None and isinstance(error, OSError) and error.strerror:
        shown = RegularsError(f"{error.filename}: {error.strerror}" if error.filename else error.strerror)
    if shown is None:
        shown = RegularsError(
            f"Something unexpected happened ({type(error).__name__}); run it again with LOG_LEVEL=DEBUG to see what."
        )
    sys.stderr.write(f"error: {visible(str(shown))}\n")
    return 1


def _log_uncaught(kind: type[BaseException], error: BaseException, trace: object) -> None:
    """What a library prints of its own accord, such as psycopg2 when its server dies in the middle of a COPY: `run`
    says in words what comes of it."""
    logger.debug("Not raised: %s: %s", kind.__name__, error)


def _exit_on_signal(number: int, frame: object) -> NoReturn:
    sys.exit(128 + number)


def _configure_logging() -> None:
    """LOG_LEVEL as it stands; a wrong one is reported by Settings, in words."""
    level = os.environ.get("LOG_LEVEL", "INFO").strip().upper()
    level = level if level in LOG_LEVELS else "INFO"
    if os.environ.get("REGULARS_LOG_FORMAT", "").strip().lower() == "json":
        from wording.loglines import formatter  # a tenth of a second that others do without

        handler = logging.StreamHandler(sys.stderr)
        handler.setFormatter(formatter("json"))
        logging.basicConfig(level=level, handlers=[handler])
        return
    logging.basicConfig(level=level, format="%(asctime)s %(levelname)s %(name)s: %(message)s", stream=sys.stderr)


# Who is told of progress in place of a terminal: what is done, and the share of it (None: nobody knows).
Watcher = Callable[[str, float | None], None]
_watcher: ContextVar[Watcher | None] = ContextVar("watcher", default=None)


@contextmanager
def watched(watcher: Watcher) -> Iterator[None]:
    """Within the block `progress` tells the watcher, for a program that nobody sits in front of."""
    token = _watcher.set(watcher)
    try:
        yield
    finally:
        _watcher.reset(token)


@contextmanager
def progress(description: str, total: float | None = None, unit: str = "") -> Iterator[Callable[[float], None]]:
    """A bar on stderr when that is a terminal, nothing otherwise; call what it gives with each step's size.

    With a `unit`, "bytes" or what else is counted, the bar tells the rate and the time left.
    """
    if (watcher := _watcher.get()) is not None:
        yield _told_to(watcher, description, total)
        return
    if not sys.stderr.isatty():
        yield _unseen
        return
    from rich.console import Console

    from wording.bars import bar

    with bar(Console(stderr=True), description, total, unit) as advance:
        yield advance


def _told_to(watcher: Watcher, description: str, total: float | None) -> Callable[[float], None]:
    done = 0.0
    watcher(description, 0.0 if total else None)

    def advance(amount: float = 1) -> None:
        nonlocal done
        done += amount
        watcher(description, min(done / total, 1.0) if total else None)

    return advance


def _unseen(amount: float = 1) -> None:
    pass


def table(headings: Sequence[str], rows: Iterable[Sequence[Any]], *, title: str | None = None) -> None:
    """Print a table on stdout; numbers stand right, with thousands separated; None is left blank."""
    from rich import box
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table
    from rich.text import Text

    rows = [list(row) for row in rows]
    shown = Table(title=title and escape(title), box=box.SIMPLE_HEAD, title_justify="left")
    for position, heading in enumerate(headings):
        numeric = any(_is_number(row[position]) for row in rows)
        shown.add_column(escape(heading), justify="right" if numeric else "left", overflow="fold")
    for row in rows:
        shown.add_row(*(Text(_cell(value)) for value in row))
    # Into a file or a pipe nothing is folded to the 80 columns of a terminal that is not there.
    Console(width=None if sys.stdout.isatty() else 10_000, emoji=False).print(shown)


def _is_number(value: object) -> bool:
    from numbers import Number

    return isinstance(value, Number) and not isinstance(value, bool)


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:,}" if _is_number(value) else str(value)
