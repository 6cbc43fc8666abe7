"""Who somebody is in the store: their number, the addresses they have or had, and whose these are besides."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, func, or_, text, true

from warehouse.errors import InputError
from warehouse.forgotten import Forgotten, fold, twin

# One row a number or address by which a customer is or was known; before undoing a load, too, and as of
# the last fit, which may have been before it.
_KNOWN = """
select customer_id, email from customers where {found}
union
select customer_id, before ->> 'email' from customer_changes where {found_before}
union
select customer_id, null from transactions where {found_in_lines}
union
select customer_id, null from customer_features where {found_in_fit}
"""
_NUMBERED = "customer_id = any(:names)"
_ADDRESSED = "lower(customer_id) = any(:names) or lower({}) = any(:names)"
_BY_NUMBER = text(
    _KNOWN.format(found=_NUMBERED, found_before=_NUMBERED, found_in_lines=_NUMBERED, found_in_fit=_NUMBERED)
)
_BY_ADDRESS = text(
    _KNOWN.format(
        found=_ADDRESSED.format("email"),
        found_before=_ADDRESSED.format("before ->> 'email'"),
        found_in_lines="false",
        found_in_fit="lower(customer_id) = any(:names)",
    )
)
_ALL = text(_KNOWN.format(found="true", found_before="true", found_in_lines="false", found_in_fit="true"))


@dataclass(frozen=True)
class Person:
    """Somebody by the numbers and addresses that are theirs alone."""

    numbers: tuple[str, ...]
    addresses: tuple[str, ...] = ()
    shared: tuple[str, ...] = ()  # numbers of others with the same address: perhaps the same person

    @property
    def names(self) -> tuple[str, ...]:
        """All of them."""
        return (*self.numbers, *self.addresses)


def find(connection: Connection, customer: str) -> Person:
    """The person of a number or an address. Raises InputError where there is none, or an address has several."""
    asked = customer.strip()
    found = _numbers(connection, *((_BY_ADDRESS, fold(asked)) if "@" in asked else (_BY_NUMBER, asked, twin(asked))))
    several = sorted(number for number in found if "@" not in number) if "@" in asked else []
    if len(several) == 2 and twin(several[0]) == several[1]:  # one, as two files wrote it
        several.pop()
    if len(several) > 1:
        raise InputError(f"{len(several)} customers have this address: {', '.join(several)}. Name each by its number.")
    if not found:
        raise InputError(f"Nothing is stored about a customer {customer!r}.")
    found |= _numbers(connection, _BY_NUMBER, *map(twin, found))
    addresses = _addresses(found)
    same = _numbers(connection, _BY_ADDRESS, *addresses) if addresses else {}
    numbers = {*found, *(number for number in same if fold(number) in addresses)}  # who ordered by the address alone
    others = {number: emails for number, emails in same.items() if number not in numbers}
    return Person(tuple(sorted(numbers)), tuple(sorted(addresses - _addresses(others))), tuple(sorted(others)))


def _addresses(found: Mapping[str, set[str]]) -> set[str]:
    """All that are known with numbers, and numbers that are addresses; in small letters."""
    return {fold(name) for number, emails in found.items() for name in (number, *emails) if "@" in name}


def come_back(connection: Connection, forgotten: Forgotten) -> Person:
    """All who are stored although they were erased, as after restoring an older backup."""
    numbers, addresses = set(), set()
    for row in connection.execute(_ALL):
        if forgotten.has(row.customer_id) or (row.email and forgotten.has(row.email)):
            numbers.add(row.customer_id)
            addresses |= {fold(name) for name in (row.email, row.customer_id) if name and "@" in name}
    return Person(tuple(sorted(numbers)), tuple(sorted(addresses)))


def may_name(person: Person, *texts: ColumnElement[str]) -> ColumnElement[bool]:
    """Whether a text holds one of their names at all, which is seen many times as fast as whether it names them."""
    needles = {min(name, twin(name) or name, key=len).lower() for name in person.names}
    if not all(needle.isascii() for needle in needles):  # whose small letters are not PostgreSQL's
        return true()
    needles |= {"%"}  # an address may be written with signs of the net
    return or_(*(func.strpos(func.lower(each), needle) > 0 for each in texts for needle in needles))


def _numbers(connection: Connection, statement: object, *names: str) -> dict[str, set[str]]:
    """Number -> the addresses that are or were known with it."""
    found: dict[str, set[str]] = {}
    for row in connection.execute(statement, {"names": list(names)}):  # type: ignore[call-overload]
        found.setdefault(row.customer_id, set()).update({row.email} if row.email else ())
    return found
