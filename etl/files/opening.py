"""The file behind what is named: there and readable, alone, and opened at any place in it."""

import os
import stat
from collections.abc import Callable
from typing import IO, cast

from etl.files.inputs.file_kinds import PACKED, kind_of
from etl.files.inputs.inputs import Input, Scratch, members
from etl.files.inputs.unpacking import unpacked_blocks, unreadable
from etl.files.rows.batches import PositionedFile
from warehouse.errors import InputError
from wording.languages import say


def only_member(item: Input) -> Input:
    """The file itself, or the one file in an archive."""
    if item.path.is_dir():
        raise InputError(say("{file} is a folder. Name the files in it instead.", file=item))
    found = members(item)
    if len(found) > 1:
        raise InputError(f"{item} holds {len(found):,} files. Load them with: python -m etl load {item}")
    return found[0]


def status_of(item: Input) -> os.stat_result:
    """Its size and when it was changed; InputError where it is no file, or cannot be read."""
    try:
        status = item.path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise InputError(
                say(
                    "{file} is a pipe or a device, not a file. To read a pipe, use - and send it to standard input.",
                    file=item,
                )
            )
        with item.path.open("rb"):
            return status
    except FileNotFoundError:
        raise InputError(say("{file} does not exist. Check the name and the folder.", file=item)) from None
    except OSError as error:
        raise unreadable(item, error) from None


def is_packed(item: Input) -> bool:
    """Whether the file itself, or the one in an archive, is packed."""
    with item.path.open("rb") as file:
        return kind_of(file.read(8)).name in PACKED


def openable(item: Input, packed: bool) -> Callable[[], IO[bytes]]:
    """How to open an input at any place in it; what is packed is unpacked into a temporary file, once."""
    if not (packed or item.member):
        return lambda: item.path.open("rb")
    scratch = Scratch()
    for block in unpacked_blocks(item):
        scratch.file.write(block)
    scratch.file.flush()
    return lambda: cast(IO[bytes], PositionedFile(scratch))
