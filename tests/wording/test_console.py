"""What all command lines share: sentences, exit codes, tables."""

import argparse
import subprocess
import sys

import pytest

from tests.conftest import ROOT, clean_environment
from warehouse.errors import InputError
from wording.console import progress, run, table


def outcome(error: BaseException | None = None, code: int | None = None, argv: tuple[str, ...] = ()) -> int:
    def main(arguments: argparse.Namespace) -> int | None:
        if error is not None:
            raise error
        return code

    return run(main, argparse.ArgumentParser(prog="x"), argv)


@pytest.mark.parametrize(
    ("error", "code", "said"),
    [
        (None, 0, ""),
        (InputError("No such column."), 1, "error: No such column.\n"),
        (
            InputError("No \x1b[31mred\x1b[0m, \u202edrow,\n\tand a tab."),
            1,
            "error: No \\x1b[31mred\\x1b[0m, \\u202edrow,\n\tand a tab.\n",
        ),
        (KeyboardInterrupt(), 130, ""),
        (FileNotFoundError(2, "No such file or directory", "x.csv"), 1, "error: x.csv: No such file or directory\n"),
        (OSError(28, "No space left on device"), 1, "error: The disk is full: make room on it and try again.\n"),
        (
            ZeroDivisionError("division by zero"),
            1,
            "error: Something unexpected happened (ZeroDivisionError); "
            "run it again with LOG_LEVEL=DEBUG to see what.\n",
        ),
    ],
)
def test_every_end_has_a_code_and_a_sentence(
    capsys: pytest.CaptureFixture[str], error: BaseException | None, code: int, said: str
) -> None:
    assert outcome(error) == code
    assert capsys.readouterr().err == said


def test_main_may_return_a_code() -> None:
    assert outcome(code=3) == 3


def test_wrong_usage_exits_with_2() -> None:
    with pytest.raises(SystemExit) as caught:
        outcome(argv=("--nonsense",))
    assert caught.value.code == 2


def test_progress_is_silent_off_a_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    with progress("Reading", total=3) as advance:
        advance(1)
        advance()
    assert capsys.readouterr() == ("", "")


def test_a_table_is_whole_off_a_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    table(["file", "rows", "done"], [["x" * 200, 1234567, True], ["[b]", None, False]], title="Loads")
    lines = [line.split() for line in capsys.readouterr().out.splitlines() if line.strip()]
    assert [line for line in lines if line[0] in ("x" * 200, "[b]")] == [["x" * 200, "1,234,567", "yes"], ["[b]", "no"]]


def test_a_table_says_what_it_is_given(capsys: pytest.CaptureFixture[str]) -> None:
    table(["Rows", "a[/b].csv"], [["[bold]", ":smile:"]], title="x[red] :smile:")
    shown = capsys.readouterr().out
    assert [text in shown for text in ("a[/b].csv", "[bold]", ":smile:", "x[red] :smile:")] == [True] * 4


def test_a_reader_that_leaves_early_is_no_error() -> None:
    program = (
        "import argparse, sys; from wording.console import run\n"
        "def main(a):\n    for n in range(10**6): print(n)\n"
        "sys.exit(run(main, argparse.ArgumentParser(), []))"
    )
    command = [sys.executable, "-c", program]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen(command, cwd=ROOT, env=clean_environment(), **pipes) as process:  # type: ignore[call-overload]
        process.stdout.readline()
        process.stdout.close()
        assert (process.wait(), process.stderr.read()) == (0, b"")
