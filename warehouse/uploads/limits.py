"""What may be announced: how many files, with how much room for what is on its way, by which names."""

import shutil
from datetime import timedelta
from pathlib import Path
from typing import Any, cast

from sqlalchemy import Connection, and_, case, func, select

from warehouse.errors import InputError
from warehouse.letters import is_storable
from warehouse.schema import uploads
from warehouse.setting_values import spelled
from warehouse.told import to_say

LONGEST_NAME = 255
SPARE = 256 << 20  # bytes that stay free on the disk
# Room on the disk is kept for files that are on their way: for so long after their last piece, and for one person no
# more than one file may be large, however many they announce.
HEARD = timedelta(minutes=5)
# What one person's files may come to, loaded ones that have not gone yet too, in the largest that there may be.
MOST_KEPT = 10
# So many files may be announced in WINDOW by a person, and from one address of the net: folders have hundreds.
WINDOW, MOST_OF_USER, MOST_OF_ADDRESS = timedelta(minutes=10), 300, 1_200


class ManyError(InputError):
    """Somebody announces more files than a person brings."""


def refuse_many(connection: Connection, by: str | None, address: str | None) -> None:
    """Raises ManyError; without accounts nobody is counted."""
    lately = uploads.c.started_at > func.clock_timestamp() - cast(Any, WINDOW)
    for most, column, whose in (
        (MOST_OF_USER, uploads.c.uploaded_by, by),
        (MOST_OF_ADDRESS, uploads.c.address, address),
    ):
        if by is None or whose is None:
            continue
        found = connection.scalar(select(func.count()).select_from(uploads).where(lately, column == whose))
        if int(found or 0) >= most:
            raise ManyError(f"That were many files in a short time ({most} in 10 minutes). Go on in a while.")


def refuse_beyond(connection: Connection, by: str | None, size: int, limit: int) -> None:
    """Raises InputError where all that somebody brought would be too much; without accounts nobody is counted."""
    u, lately = uploads.c, func.clock_timestamp() - cast(Any, HEARD)
    taken = case((and_(u.state == "receiving", u.heard_at < lately), u.received_bytes), else_=u.bytes)
    own = u.state != "removed", u.uploaded_by == by
    kept = int(connection.scalar(select(func.sum(taken)).where(*own)) or 0)
    if by is not None and kept + size > MOST_KEPT * limit:
        raise InputError(
            to_say(
                "Your files here come to {size} already, and {most} is the most. They go some days after "
                "they were loaded; those that are not needed can be removed."
            ).format(size=spelled(kept), most=spelled(MOST_KEPT * limit))
        )


def coming(connection: Connection, limit: int) -> int:
    """Bytes that are on their way, of each person no more than a file may have."""
    awaited = uploads.c.state == "receiving", uploads.c.heard_at > func.clock_timestamp() - cast(Any, HEARD)
    left = func.least(func.sum(uploads.c.bytes - uploads.c.received_bytes), limit).label("left")
    each = select(left).where(*awaited).group_by(uploads.c.uploaded_by).subquery()
    return int(connection.scalar(select(func.coalesce(func.sum(each.c.left), 0))) or 0)


def refuse_without_room(folder: Path, size: int, what: str) -> None:
    """Raises InputError where the disk would have less than SPARE left."""
    if shutil.disk_usage(folder).free < size + SPARE:
        raise InputError(to_say("The server's disk has no room for {what}: ask who runs it.").format(what=what))


def shown_name(file_name: str) -> str:
    """A name for people, with the folders that it was dropped in, without what steers a terminal; InputError for what
    no name of a file holds."""
    if not is_storable(file_name):
        raise InputError(to_say("The file's name holds what is no letter: rename it, and bring it again."))
    plain = "".join(letter for letter in file_name if letter.isprintable()).replace("\\", "/")
    parts = [part.strip() for part in plain.split("/")]
    return "/".join(part for part in parts if part.strip("."))[-LONGEST_NAME:] or "file"
