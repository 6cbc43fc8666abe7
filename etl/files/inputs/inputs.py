"""What a person names -> the files to load: folders, zip archives and standard input taken apart."""

import lzma
import shutil
import stat
import struct
import sys
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field, replace
from pathlib import Path

from etl.files.inputs.file_kinds import EMPTY, EXCEL_PARTS, kind_of
from warehouse.errors import InputError
from warehouse.scratch import room_for_temporary_files, temporary_folder
from wording.console import UNSEEN
from wording.languages import say, whole

BLOCK = 4 << 20  # bytes moved at a time
MOST_FILES = 10_000  # of a folder or an archive
_PIPED = "stdin"
ZIP_ERRORS = (  # what Python's zipfile raises where an archive is damaged or of an unusual kind
    *(zipfile.BadZipFile, OSError, EOFError, NotImplementedError, ValueError, KeyError, OverflowError, MemoryError),
    *(zlib.error, lzma.LZMAError, struct.error, RuntimeError),
)
Notify = Callable[[str], None]


def shown(name: object) -> str:
    """A file's name as it can be stored and shown: with escapes for bytes that are no UTF-8 and for what steers a
    terminal or turns the direction of writing."""
    return str(name).encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace").translate(UNSEEN)


@dataclass(frozen=True)
class Input:
    """One file: on disk, or a member of a zip archive that is; `name` is what a load is stored under."""

    path: Path
    member: str = ""
    given_name: str = ""  # of what has another name on disk: standard input, an upload
    among: Path | None = field(default=None, compare=False)  # the folder or archive it was found in, not named itself

    @property
    def name(self) -> str:
        """The file's name, a member's with that of its archive."""
        return shown(self.given_name or (f"{self.path.name}/{self.member}" if self.member else self.path.name))

    def __str__(self) -> str:
        own = self.given_name.removesuffix(f"/{self.member}") if self.member else self.given_name
        named = "Standard input" if own == _PIPED else own or self.path
        return shown(f"{named}: {self.member}" if self.member else named)


@contextmanager
def opened_inputs(named: Sequence[Path], notify: Notify = lambda _sentence: None) -> Iterator[list[Input]]:
    """The files behind the names, in order; `notify` is told what was left out and why.

    `-` is standard input, kept in a temporary file for the length of the block; of a folder every file of a known kind
    counts, by name, hidden ones aside. Raises InputError for what does not exist, is no file, or holds none to load.
    """
    pipes = sum(str(path) == "-" for path in named)
    if pipes > 1:
        raise InputError(say("Standard input (-) can be read once. Name it once."))
    with temporary_folder(_PIPED) if pipes else nullcontext(Path()) as spool:
        yield [found for path in named for found in _expand(path, spool, notify)]


class Scratch:
    """A temporary file without a name: whatever ends the program, nothing is left of it."""

    def __init__(self) -> None:
        self.file = tempfile.TemporaryFile(prefix="regulars-", dir=room_for_temporary_files())  # noqa: SIM115

    def __del__(self) -> None:
        self.file.close()


def _expand(path: Path, spool: Path, notify: Notify) -> list[Input]:
    if str(path) == "-":
        return members(Input(_spooled(spool / "stdin"), given_name=_PIPED), notify)
    if path.is_dir():
        return _folder(path, notify)
    return members(Input(path), notify)


def _spooled(path: Path) -> Path:
    if sys.stdin.isatty():
        raise InputError("Standard input is the keyboard. Pipe a file into it, as in: python -m etl load - < shop.csv")
    try:
        with path.open("wb") as file:
            shutil.copyfileobj(sys.stdin.buffer, file, BLOCK)
    except OSError as error:
        raise InputError(
            say(
                "Standard input cannot be kept in {parent}: {value}.", parent=path.parent, value=error.strerror or error
            )
        ) from None
    return path


def _folder(folder: Path, notify: Notify) -> list[Input]:
    """The files of a folder (not of folders in it) whose content is of a known kind."""
    try:
        entries = sorted(entry for entry in folder.iterdir() if not entry.name.startswith("."))
    except OSError as error:
        raise InputError(
            say("{file} cannot be read: {value}.", file=shown(folder), value=error.strerror or error)
        ) from None
    found: list[Input] = []
    for entry in entries:
        if entry.is_dir():
            notify(say("{file} is skipped: it is a folder. Name it too, to load its files.", file=shown(entry)))
        elif reason := _unusable(entry):
            notify(say("{file} is skipped: it is {reason}.", file=shown(entry), reason=reason))
        else:
            found += [replace(item, among=folder) for item in members(Input(entry), notify)]
    if not found:
        raise InputError(
            say(
                "{file} holds no file that can be loaded. Name a folder with CSV, Excel or Parquet files.",
                file=shown(folder),
            )
        )
    _refuse_many(folder, len(found))
    return found


def _unusable(path: Path) -> str:
    """Why a file of a folder is left out; empty for one worth trying."""
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            return "not a regular file"
        if not status.st_size:  # not to be opened either: /proc/kmsg has no size and no end
            return EMPTY.unusable
        with path.open("rb") as file:
            return kind_of(file.read(1024)).unusable
    except OSError as error:
        return f"not readable ({error.strerror or error})"


def members(item: Input, notify: Notify = lambda _sentence: None) -> list[Input]:
    """The files in a zip archive, by name; any other file is itself."""
    if not _is_archive(item):
        return [item]
    try:
        with zipfile.ZipFile(item.path) as archive:
            infos = sorted(archive.infolist(), key=lambda info: info.filename)
            _refuse_many(item.path, len(infos))
            found = []
            for info in infos:
                parts = info.filename.split("/")
                if info.is_dir() or parts[0] == "__MACOSX" or parts[-1].startswith("."):
                    continue
                member = Input(item.path, info.filename, item.given_name and f"{item.given_name}/{info.filename}")
                if info.flag_bits & 1:
                    raise InputError(
                        say(
                            "{file} is protected by a password. Unpack the archive and load what is in it.", file=member
                        )
                    )
                with archive.open(info) as file:
                    reason = kind_of(head := file.read(1024)).unusable
                if head.startswith(b"PK\x03\x04") and not member.name.lower().endswith((".xlsx", ".xlsm")):
                    reason = "an archive inside the archive"
                if reason:
                    notify(say("{file} is skipped: it is {reason}.", file=member, reason=reason))
                else:
                    found.append(member)
    except ZIP_ERRORS as error:
        raise damaged_archive(item, error) from None
    if not found:
        raise InputError(say("{file} holds no file that can be loaded.", file=item))
    return found if len(found) == 1 else [replace(member, among=item.path) for member in found]


def damaged_archive(item: Input, error: Exception) -> InputError:
    """What to say of a zip archive that Python cannot read."""
    if isinstance(error, OSError) and error.strerror:
        return InputError(say("{file} cannot be read: {strerror}.", file=item, strerror=error.strerror))
    if isinstance(error, NotImplementedError):
        return InputError(
            say(
                "{file} is packed in a way that is not supported ({error}). Pack it again as plain zip.",
                file=item,
                error=error,
            )
        )
    return InputError(say("{file} is a damaged zip archive. Copy or export it again.", file=item))


def _is_archive(item: Input) -> bool:
    """Whether a file is a zip archive of files, rather than a workbook, which is one of parts."""
    if not item.path.is_file():
        return False  # `look` says why
    try:
        with item.path.open("rb") as file:
            if not file.read(4).startswith((b"PK\x03\x04", b"PK\x05\x06")):
                return False
    except OSError:
        return False  # `look` says why
    try:
        with zipfile.ZipFile(item.path) as archive:
            return not EXCEL_PARTS & set(archive.namelist())
    except ZIP_ERRORS:
        raise InputError(
            say("{file} is a damaged zip archive or Excel workbook. Copy or export it again.", file=item)
        ) from None


def _refuse_many(path: Path, files: int) -> None:
    if files > MOST_FILES:
        raise InputError(
            say(
                "{file} holds {files} files, more than {most_files}. Load them in parts.",
                file=shown(path),
                files=whole(files),
                most_files=whole(MOST_FILES),
            )
        )
