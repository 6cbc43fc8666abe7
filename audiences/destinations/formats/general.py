"""The columns of files that are for no platform: all that the store knows of a customer."""

from typing import Any

from audiences.destinations.formats import values
from audiences.destinations.formats.format import Column, Kind
from audiences.destinations.formats.member import Member

SAID = {True: "yes", False: "no", None: ""}
_KINDS: dict[str, Kind] = {
    **dict.fromkeys(("birth_year", "recency_days", "frequency"), "count"),
    **dict.fromkeys(("monetary", "net", "average_order_value"), "money"),
    **dict.fromkeys(("first_order", "last_order"), "day"),
}


def _phone(member: Member) -> str:
    """E.164 where it is a number with its country's code; else as the store has it."""
    return values.phone(member.phone) or member.phone or ""


def _field(name: str) -> Column:
    place = Member._fields.index(name)

    def value(member: Member) -> Any:
        return member[place]

    return Column(name, value, (name,), _KINDS.get(name, "text"))


_SPECIAL = {
    "phone": Column("phone", _phone, ("phone",)),
    "consent": Column("consent", lambda member: SAID[member.consent], ("consent",)),
}
COLUMNS = tuple(_SPECIAL.get(name) or _field(name) for name in Member._fields if name != "barred")
