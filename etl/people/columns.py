"""Which column of a customers file is which: number, contacts, country; all other columns are attributes."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from etl.names.contacts import match_contacts, others
from etl.names.hints import refuse_open
from etl.names.labels import fold
from etl.names.matching import Match
from etl.names.told_columns import map_columns
from etl.names.vocabulary import folded
from warehouse.errors import InputError
from wording.languages import say, whole

# What is kept of a person in a column of its own, in the order of the table.
CONTACTS = (
    *("customer_id", "country", "email", "first_name", "last_name"),
    *("phone", "consent", "birth_year", "city", "postcode"),
)
# And a full name, which is taken apart; the opposite of consent; what is before a last name; postcode and city in one.
PEOPLE = (*CONTACTS, "name", "opt_out", "last_name_prefix", "place")
TRAITS = ("birth_year", "city")  # contacts that are attributes as well: segments are looked at by them
MOST_COLUMNS = 1_000
MAX_NAME = 200  # characters of an attribute's name
_GIVEN = frozenset(map(fold, ("Name", "Naam", "이름")))  # the first name where the last has a column of its own
_UNNAMED = re.compile(r"Unnamed: \d+", re.IGNORECASE)  # what pandas writes for a column without a name


@dataclass(frozen=True)
class Roles:
    """Positions in the header: of number, contacts and country by name, and of each attribute by its name."""

    where: dict[str, int]
    attributes: dict[str, int]
    by_email: bool = False  # customers are known by their address
    guessed: tuple[str, ...] = ()  # names told by content alone
    others: dict[str, tuple[int, ...]] = field(default_factory=dict)  # columns that count where the first is blank
    last_first: bool = False  # full names begin with the last name, though no comma says so

    @property
    def has_ids(self) -> bool:
        """Whether the file says which customer a row is about."""
        return "customer_id" in self.where


def match_roles(
    header: Sequence[str],
    mapping: Mapping[str, str] | None = None,
    prefer_email: bool = False,
    guess: Callable[[Sequence[str], Match], tuple[str, ...]] = lambda _header, _match: (),
) -> Roles:
    """What each column is for; unnamed ones are left out, empty ones drop out when the rows are read.

    A file without customer numbers knows its customers by their addresses, and so does any with `prefer_email`, unless
    `mapping` says otherwise. `guess` adds to the match what content tells, and gives the names that it told. Raises
    InputError when two columns could be the same thing or have the same name, or there are too many of them.
    """
    if len(header) > MOST_COLUMNS:
        raise InputError(
            say(
                "The file has {len} columns, and at most {most_columns} can be read. Leave some out.",
                len=whole(len(header)),
                most_columns=whole(MOST_COLUMNS),
            )
        )
    match = match_contacts(header, map_columns(header, mapping or {}))
    guessed = guess(header, match)
    refuse_open(header, match, match.open)
    where = _with_names(header, match.where)
    known_by, email = where.get("customer_id"), where.get("email")
    told = "customer_id" in (mapping or {})
    of_tool = known_by is not None and _is_one_of(header[known_by], "content", "tool_ids")
    by_email = email is not None and (known_by in (None, email) or (not told and (prefer_email or of_tool)))
    if by_email:
        where["customer_id"] = where["email"]
    taken, attributes = {at for name, at in where.items() if name not in TRAITS}, dict[str, int]()
    for position, column in enumerate(header):
        if position in taken or not column or _UNNAMED.fullmatch(column):
            continue
        if column in attributes:
            raise InputError(say("The file has two columns named {column}. Rename one of them.", column=column))
        if len(column) > MAX_NAME:
            raise InputError(
                say(
                    "The name of column {value} is longer than {max_name} characters. Shorten it.",
                    value=position + 1,
                    max_name=MAX_NAME,
                )
            )
        attributes[column] = position
    last_first = "name" in where and _is_one_of(header[where["name"]], "people", "last_first")
    return Roles(where, attributes, by_email, guessed, others(header, where), last_first)


def _is_one_of(label: str, kind: str, name: str) -> bool:
    """Whether a label is on a list of this name, such as that of numbers of a mailing or sales tool."""
    return fold(label) in folded(kind, name)


def _with_names(header: Sequence[str], where: dict[str, int]) -> dict[str, int]:
    """A `Name` beside a first name is the last, beside a last name the first; a `Nome` or `Nom` alone is the whole."""
    first, last, whole = where.get("first_name"), where.get("last_name"), where.get("name")
    if whole is not None and first is not None and last is None:
        where["last_name"] = where.pop("name")
    elif whole is not None and last is not None and first is None and fold(header[whole]) in _GIVEN:
        where["first_name"] = where.pop("name")
    elif whole is None and last is None and first is not None and fold(header[first]) in ("nome", "nombre"):
        where["name"] = where.pop("first_name")
    elif whole is None and first is None and last is not None and fold(header[last]) == "nom":
        where["name"] = where.pop("last_name")
    elif first is not None and last is not None:
        where.pop("name", None)
    if not {"city", "postcode"}.isdisjoint(where):
        where.pop("place", None)
    return where
