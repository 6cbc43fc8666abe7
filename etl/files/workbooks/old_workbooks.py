"""Old Excel workbooks (.xls), read by a process of its own: one that wants too much ends, and the loader goes on."""

import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Any

from etl.files.inputs.file_kinds import LOCKED
from etl.files.inputs.inputs import BLOCK, Input, Scratch
from etl.files.workbooks.cell_blocks import Cells
from etl.files.workbooks.workbook_parts import DAMAGED, Sheet
from warehouse.errors import InputError, NoTableError
from wording.languages import say

_ROOT = Path(__file__).parents[3]
_WHY: dict[str, tuple[type[InputError], str]] = {  # what the other process says -> what a person is told
    "large": (
        InputError,
        "{} takes more memory than an old Excel workbook (.xls) may. Save it as .xlsx or CSV (UTF-8) and load that.",
    ),
    "locked": (NoTableError, f"{{}} is {LOCKED}, which cannot be loaded. Save it without one and load that."),
    "none": (
        NoTableError,
        "{} is an old Office file, but no Excel workbook. Save or export it as .xlsx or CSV (UTF-8) and load that.",
    ),
}


class OldBook:
    """A workbook whose cells come, sheet after sheet, from the process of `xls_process`; see `cell_kinds.Book`."""

    def __init__(self, item: Input, file: IO[bytes]) -> None:
        self.title: object = item
        self.dates: frozenset[int] = frozenset()  # cells come with their kinds
        self.padded: dict[int, int] = {}
        self.shared: list[str] = []
        scratch = Scratch()
        shutil.copyfileobj(file, scratch.file, BLOCK)
        scratch.file.seek(0)
        self._process = subprocess.Popen(
            [sys.executable, "-m", "etl.files.workbooks.xls_process"],
            cwd=_ROOT,
            stdin=scratch.file,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        assert self._process.stdout
        self._said = self._process.stdout
        found = self._next()
        self.from_1904: bool = found["from_1904"]
        self.sheets = [Sheet(name, "") for name in found["sheets"]]
        self.size = len(self.sheets)
        if not self.sheets:
            self.close()
            raise NoTableError(
                say("{file} has no sheet with cells. Save the sheet with the data and load that.", file=item)
            )

    def cells(self, _sheet: Sheet, advance: Callable[[float], None] = lambda _sheets: None) -> Iterator[Cells]:
        """The cells of the next sheet, some thousand rows at a time."""
        while block := self._next():
            yield Cells(**block)
        advance(1)

    def close(self) -> None:
        """End the other process, wherever it is."""
        self._process.kill()
        self._said.close()
        self._process.wait()

    def _next(self) -> Any:
        """What the other process says next; InputError where it gives up or is gone."""
        line = self._said.readline()
        said = json.loads(line) if line.endswith(b"\n") else ""
        if isinstance(said, str):
            self.close()
            error, sentence = _WHY.get(said, (InputError, DAMAGED))
            raise error(sentence.format(self.title))
        return said
