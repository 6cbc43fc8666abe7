"""Who was erased, known by hashes alone: a number or an address is told to be one of theirs only by whoever brings it.

The hashes are keyed, since numbers of customers could all be tried. The key stands in the database sealed with
SECRET_KEY, or as it is where there is none.
"""

import hashlib
import re
import secrets
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, exists, func, insert, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from warehouse.errors import SettingsError
from warehouse.forgotten import sealing, texts
from warehouse.schema import erasure_keys, forgotten

SECRET_KEY = "regulars_secret_key"
BLANK = ""  # in the place of what named somebody
STAND_IN = "(erased)"  # the same in names, which are to be told apart
_PURPOSE = b"regulars erasures"
_HASH, _STAND_IN = 16, 6  # bytes
_CLOSED = (
    "People were erased from this store, and SECRET_KEY is missing or not the one it was then, so a load could bring "
    "them back: set SECRET_KEY as it was; a new one goes into a line before it."
)


class Forgotten:
    """The people who were erased; false where there are none."""

    def __init__(self, keys: Iterable[bytes] = (), hashes: Iterable[bytes] = ()) -> None:
        self._keys, self._hashes = tuple(keys), frozenset(hashes)

    def __bool__(self) -> bool:
        return bool(self._hashes)

    def has(self, name: str) -> bool:
        """Whether a number or an address is of somebody who was erased."""
        return self._key_of(name) is not None

    def is_named_in(self, text: str) -> bool:
        """Whether a cell of a line, or an address anywhere in it, is of somebody who was erased."""
        return bool(self._hashes) and any(self.has(name) for name in texts.names_in(text))

    def order_number(self, invoice_no: str, customer_id: str) -> str:
        """The order's number without the customer's, where it holds that: the same each time, and different a order."""
        key = self._key_of(customer_id)
        plain = min(customer_id, twin(customer_id) or customer_id, key=len)  # also in an order's number
        if key is None or plain not in invoice_no:
            return invoice_no
        stand_in = hashlib.blake2b(invoice_no.encode("utf-8", "surrogatepass"), key=key, digest_size=_STAND_IN)
        return texts.as_part(plain).sub(stand_in.hexdigest(), invoice_no)

    def without_addresses(self, text: str) -> str:
        """A text with nothing in the place of each address of somebody who was erased."""
        return self._without_addresses(text, BLANK)

    def in_name(self, name: str) -> str:
        """A name of a file, an audience or the like, or an address of the net: with a stand-in for each of theirs."""
        if not self._hashes:
            return name
        return texts.replaced(self._without_addresses(name, STAND_IN, is_named=True), self.has, STAND_IN)

    def in_file(self, name: str) -> str:
        """The name of a file at its source: as it is, or where it names somebody, with a mark that tells it apart."""
        after = self.in_name(name)
        if after == name:
            return name
        mark = hashlib.blake2b(name.encode("utf-8", "surrogatepass"), key=self._keys[0], digest_size=_STAND_IN)
        return f"{after} {mark.hexdigest()}"

    def without(self, value: Any, beside: bool = True) -> Any:
        """Plain values with nothing in the place of texts that name somebody; `beside`: and of those that stand with
        them in a list, as in a row of a file, where else only these are left out."""
        match value:
            case str():
                if texts.is_name(value) and not (after := self.in_name(value)).endswith(STAND_IN):
                    return after  # else it is a text that ends with an address
                return BLANK if self.is_named_in(value) else texts.FILE.sub(lambda file: self.in_name(file[0]), value)
            case list():
                named = [isinstance(one, str) and self.is_named_in(one) for one in value]
                if not beside:
                    return [
                        self.without(one, beside) for one, left_out in zip(value, named, strict=True) if not left_out
                    ]
                blank = any(named)
                return [BLANK if blank and isinstance(one, str) else self.without(one, beside) for one in value]
            case Mapping():
                return {name: self.without(one, beside) for name, one in value.items()}
        return value

    def _without_addresses(self, text: str, stand_in: str, is_named: bool = False) -> str:
        def instead(found: re.Match[str]) -> str:
            for address in texts.addresses_in(found[0], is_named):
                if self.has(texts.plain(address)):
                    return found[0].replace(address, stand_in)
            return found[0]

        return texts.ADDRESS.sub(instead, text)

    def _key_of(self, name: str) -> bytes | None:
        own = [one for one in (name, twin(name)) if one]
        return next((key for key in self._keys for one in own if hashed(key, one) in self._hashes), None)


def fold(name: str) -> str:
    """A number as it is, an address in small letters: its case is no difference."""
    name = name.strip()
    return name.casefold() if "@" in name else name


def twin(number: str) -> str:
    """A number of digits as a spreadsheet may have written it, 17850.0, or without that; nothing of others."""
    plain = re.fullmatch(r"(\d+)(\.0)?", number.strip(), re.ASCII)
    return "" if plain is None else plain[1] if plain[2] else f"{plain[1]}.0"


def hashed(key: bytes, name: str) -> bytes:
    """What is kept of a number or an address."""
    return hashlib.blake2b(fold(name).encode("utf-8", "surrogatepass"), key=key, digest_size=_HASH).digest()


def known(connection: Connection) -> Forgotten:
    """Who was erased. Raises SettingsError where SECRET_KEY is needed and missing, or another one than it was."""
    if not connection.scalar(select(exists(select(forgotten.c.hash)))):
        return Forgotten()
    keys = [_opened(connection, row.key, row.is_sealed) for row in connection.execute(_KEYS)]
    return Forgotten(keys, connection.scalars(select(forgotten.c.hash)))


def forget(connection: Connection, names: Iterable[str]) -> Forgotten:
    """Keep the hashes of these numbers and addresses; who was erased from then on. Raises as `known` does."""
    key = _key(connection)
    rows = [{"hash": hashed(key, name), "forgotten_at": func.now()} for name in sorted({fold(one) for one in names})]
    for row in rows:
        connection.execute(upsert(forgotten).values(**row).on_conflict_do_nothing())
    renew(connection)
    return known(connection)


def renew(connection: Connection) -> None:
    """Seal the keys with the first line of SECRET_KEY as it is now, so that the other lines can go."""
    secret = _secret(connection)
    for row in connection.execute(_KEYS).all() if secret else ():
        sealed = sealing.seal(secret, _PURPOSE, _opened(connection, row.key, row.is_sealed).hex())
        changed = update(erasure_keys).where(erasure_keys.c.key_id == row.key_id).values(key=sealed, is_sealed=True)
        connection.execute(changed)


# In one order, so that stand-ins are the same each time.
_KEYS = select(erasure_keys).order_by(erasure_keys.c.key_id)


def _key(connection: Connection) -> bytes:
    """The key of hashes to come, made where there is none."""
    if (row := connection.execute(_KEYS).first()) is not None:
        return _opened(connection, row.key, row.is_sealed)
    key = secrets.token_bytes(32)
    values = {"key": key.hex(), "is_sealed": False}
    connection.execute(insert(erasure_keys).values(key_id=secrets.token_hex(8), **values))
    return key


def _secret(connection: Connection) -> str:
    return connection.get_execution_options().get(SECRET_KEY) or ""


def _opened(connection: Connection, key: str, is_sealed: bool) -> bytes:
    if not is_sealed:
        return bytes.fromhex(key)
    secret = _secret(connection)
    opened = sealing.unseal(secret, _PURPOSE, key) if secret else None
    if opened is None:
        raise SettingsError(_CLOSED)
    return bytes.fromhex(opened)
