"""Forms that add something are done once, however often they are sent: by a second click, or a browser that retries.

What somebody asks for is noted in the transaction that does it, by a hash; the same a moment later, or while it is
being done, waits for that and hears the same answer. The database holds it, so that it holds between processes, too.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any, Final

from sqlalchemy import Connection, delete, func, or_, select, text, update
from sqlalchemy.dialects.postgresql import insert

from accounts.tokens import ANSWERS, seal, unseal
from dashboard.shop.asker import asker
from dashboard.shop.shop import Shop
from warehouse.errors import SettingsError
from warehouse.schema import asked_forms

AGAIN: Final = timedelta(seconds=10)  # after it was done: longer than anybody clicks for want of an answer
_WAITS: Final = text("select set_config('lock_timeout', :time, true)")
_LONG, _SHORT = "30s", "1s"  # for the same form at work, and as the shop waits otherwise
_F: Final = asked_forms.c


def once(shop: Shop, form: str, said: object, do: Callable[[Connection], str]) -> str:
    """Do what a form asks for, in one transaction, unless it was done a moment ago; what came of it, either way.

    `form` is which one it is, `said` what it says, but for when it was sent.
    """
    with shop.change() as connection:
        key = _key(form, said)
        if (answer := _before(connection, shop, key)) is not None:
            return answer
        answer = do(connection)
        sealed = seal(shop.secret_key, answer, ANSWERS) if shop.secret_key else answer
        noted = update(asked_forms).where(_F.form_hash == key)
        connection.execute(noted.values(asked_at=func.clock_timestamp(), answer=sealed))
    return answer


def done(shop: Shop, form: str, said: object, do: Callable[[Connection], str], *, adds: bool) -> str:
    """The same for what adds something; what changes something is done as often as it is asked for, and what was added
    before may be added again: it may be gone."""
    if adds:
        return once(shop, form, said, do)
    with shop.change() as connection:
        connection.execute(delete(asked_forms))
        return do(connection)


def is_first(connection: Connection, form: str, said: object) -> bool:
    """Whether this was not asked for a moment ago, within the transaction that does it then."""
    return _note(connection, _key(form, said))


def _before(connection: Connection, shop: Shop, key: bytes) -> str | None:
    if _note(connection, key):
        return None
    kept = connection.scalar(select(_F.answer).where(_F.form_hash == key)) or ""
    try:
        return unseal(shop.secret_key, kept, ANSWERS) if shop.secret_key and kept else kept
    except SettingsError:  # another process has another key: it is done all the same
        return ""


def _note(connection: Connection, key: bytes) -> bool:
    """Note that this is asked for now; False where it was a moment ago. Waits for whoever does the same just now."""
    moment: Any = func.clock_timestamp() - AGAIN
    connection.execute(_WAITS, {"time": _LONG})
    connection.execute(delete(asked_forms).where(_F.asked_at < moment, _F.form_hash != key))
    row = insert(asked_forms).values(form_hash=key, asked_at=func.clock_timestamp())
    noted = row.on_conflict_do_update(
        constraint="asked_forms_key",
        set_={"asked_at": func.clock_timestamp(), "answer": None},
        where=or_(_F.asked_at < moment, _F.asked_at > func.clock_timestamp() + AGAIN),  # of a clock that was set back
    ).returning(_F.form_hash)
    is_new = connection.execute(noted).first() is not None
    connection.execute(_WAITS, {"time": _SHORT})
    return is_new


def _key(form: str, said: object) -> bytes:
    told = {name: one for name, one in said.items() if name != "at"} if isinstance(said, dict) else said
    return hashlib.sha256(json.dumps([asker().name, form, told], sort_keys=True, default=str).encode()).digest()
