"""Files that appear whole or not at all."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from etl.files.inputs.inputs import shown
from warehouse.errors import InputError


@contextmanager
def written_whole(path: Path) -> Iterator[IO[bytes]]:
    """A file to write, under another name until the block ends well; a pipe, a device or a link (/dev/stdout) as it is.

    Raises InputError when it cannot be written.
    """
    if path.is_dir():
        raise InputError(f"{shown(path)} is a folder. Name a file in it.")
    try:
        if path.is_symlink() or (path.exists() and not path.is_file()):
            with path.open("wb") as file:
                yield file
            return
        aside = path.with_name(path.name + ".part")
        try:
            with aside.open("wb") as file:
                yield file
            aside.replace(path)
        finally:
            aside.unlink(missing_ok=True)
    except BrokenPipeError:
        raise
    except OSError as error:
        raise InputError(f"{shown(path)} cannot be written: {error.strerror or error}.") from None
