"""A member of a list as text and back, exactly: what the ledger keeps of everybody whom a file names."""

import json
from datetime import date
from decimal import Decimal
from typing import Any

from audiences.destinations import Member

_DAYS = frozenset(name for name, kind in Member.__annotations__.items() if "date" in str(kind))
_MONEY = frozenset(name for name, kind in Member.__annotations__.items() if "Decimal" in str(kind))


def as_text(member: Member) -> str:
    """What is known of the member, as JSON by field."""
    known = {name: value for name, value in zip(Member._fields, member, strict=True) if value is not None}
    return json.dumps(known, ensure_ascii=False, default=str)


def as_member(text: str) -> Member:
    """The same member; fields that came later are not known."""
    return Member(**{name: _value(name, value) for name, value in json.loads(text).items() if name in Member._fields})


def _value(name: str, value: Any) -> Any:
    if name in _DAYS:
        return date.fromisoformat(value)
    return Decimal(value) if name in _MONEY else value
