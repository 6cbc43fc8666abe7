"""Which column of a header means what: synonyms in ranks, and `--map NAME=COLUMN` where they do not tell."""

import re
import tomllib
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from itertools import zip_longest
from typing import Any

from warehouse.errors import InputError, NoTableError

# What a clean line consists of, in this order.
NAMES = ("invoice_no", "invoiced_at", "quantity", "unit_price", "customer_id", "stock_code", "description", "country")
# What may stand in for parts of it, or change its meaning.
HELPERS = ("time", "total", "status", "type", "is_return", "returned", "discount")
BUYERS = ("address", "witness")  # beside a customer's number: the address, or else what tells people apart
ROLES = NAMES + HELPERS + BUYERS
TOLD = (
    *NAMES,
    *HELPERS,
    "address",
    "order_discount",
    "refund",
)  # what --map may say; the last two stand beside the lines of an order

Ranks = Mapping[str, Sequence[Sequence[str]]]  # of each name, lists of synonyms; an earlier list wins
_BRACKETS = re.compile(r"\([^)]*\)|\[[^\]]*\]|<[^>]*>")
_CURRENCY = re.compile(
    r"(?:(?<![^\W_])in[\s_]+)?(?<![^\W_])(?:AED|ARS|AUD|BGN|BRL|CAD|CHF|CLP|CNY|COP|CZK|DKK|EGP|EUR|GBP|HKD|HUF|IDR|ILS|INR"
    r"|JPY|KRW|MXN|MYR|NGN|NOK|NZD|PEN|PHP|PLN|RON|RUB|SAR|SEK|SGD|THB|TRY|TWD|UAH|USD|VND|ZAR)\s*$",
    re.IGNORECASE,
)
_LINES = re.compile(
    r"^\s*(?:(?:order|invoice|line|sale|cart|basket)?[\s_]?(?:lines?|items?|rows|details)\s?[/.]\s?"
    r"|(?:products|positions|cart|basket|entries|articles|Positionen|Artikel|lignes|líneas|righe|itens|regels)\.)",
    re.IGNORECASE,
)  # Order Lines/Quantity, products.sku
_OF_LINE = re.compile(  # line_item_unit_price, Product Qty, ItemAmount: what is said of a line, not what it is
    r"^\s*(?i:(?:order[\s_-]?)?(?:line[\s_-]?items?|line|item|product|article|position|artikel|produkt|produit|producto|prodotto"
    r"|produto))(?:[\s_-]+|(?=[A-Z]))"
)
_ID_FIRST = re.compile(r"^id[\s_]+(.+)$", re.IGNORECASE)  # id_order
_CENTS = re.compile(  # price_cents, unitPriceInCents, Preis (Cent)
    r"(?:[\s_(\[-]+(?i:in[\s_-]+)?(?i:cents?|minor(?:[\s_-]?units?)?|pence|pennies|centimes?|centavos?|c[eé]ntimos?|centesimi)"
    r"|(?:In)?Cents)[)\]]?\s*$"
)
_AMOUNTS = ("quantity", "unit_price", "total")
_MONEY = _AMOUNTS[1:]
_STROKES = str.maketrans(
    {"ı": "i", "ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe"}
)  # that no normal form takes off
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})


def fold(label: str) -> str:
    """A label reduced to what people mean by it: lower case, no accents nor strokes, letters and digits only."""
    plain = unicodedata.normalize("NFKD", label).casefold().translate(_STROKES)
    return "".join(letter for letter in plain if letter.isalnum())


@cache
def synonyms(kind: str) -> dict[str, Any]:
    """The table of synonyms of a kind of file: `transactions`, `customers`, `exports` or another."""
    known = _table(kind)
    further: dict[str, list[list[str]]] = _table("further").get(kind, {})
    for name, ranks in further.items():
        pairs: Iterable[tuple[list[str], list[str]]] = zip_longest(known[name], ranks, fillvalue=[])
        known[name] = [[*one, *more] for one, more in pairs]
    return known


def _table(name: str) -> dict[str, Any]:
    return tomllib.loads(resources.files("etl").joinpath("synonyms", f"{name}.toml").read_text(encoding="utf-8"))


@cache
def folded(kind: str, name: str) -> frozenset[str]:
    """The words of one of its lists, as labels are compared."""
    return frozenset(fold(word) for word in synonyms(kind)[name])


@dataclass
class Match:
    """Which position of a header each name has; `open` are those with several equally good candidates."""

    where: dict[str, int]
    open: dict[str, list[int]] = field(default_factory=dict)


def parse_mapping(options: Sequence[str], names: Sequence[str] = TOLD) -> dict[str, str]:
    """`NAME=COLUMN` options as a dict; InputError for an unknown name, a missing part or a name given twice."""
    mapping: dict[str, str] = {}
    for option in options:
        name, equals, column = (part.strip() for part in option.partition("="))
        if not (name and equals and column):
            raise InputError(f"--map {option} is not of the form NAME=COLUMN, as in --map customer_id=Client.")
        if name not in names:
            raise InputError(f"--map {option}: there is no {name}. The names are {', '.join(names)}.")
        if name in mapping:
            raise InputError(f"--map gives {name} twice: {mapping[name]} and {column}. Keep one.")
        mapping[name] = column
    return mapping


def parse_columns(text: str) -> tuple[str, ...]:
    """`a,b,-` as names of a file's columns, '' for one to skip; InputError for a name given twice or none."""
    names = tuple("" if name.strip() == "-" else name.strip() for name in text.split(","))
    named = [name for name in names if name]
    if twice := next((name for name in named if named.count(name) > 1), None):
        raise InputError(f"--columns names {twice} twice. Give each column a name of its own, or - to skip it.")
    if not named:
        raise InputError("--columns names no column. Write one name a column, as in --columns customer,date,-,total.")
    return names


def map_columns(header: Sequence[str], mapping: Mapping[str, str]) -> dict[str, int]:
    """Name -> position, as told; InputError when a column is not there, is there twice, or is used twice."""
    found = {name: _mapped(header, name, column) for name, column in mapping.items()}
    names = {position: name for name, position in found.items()}
    for name, position in found.items():
        if names[position] != name:
            raise InputError(f"--map uses {header[position]} for both {name} and {names[position]}. Keep one.")
    return found


def match_names(
    header: Sequence[str],
    taken: Mapping[str, int],
    ranks: Ranks,
    choose: Callable[[str, list[int]], list[int]] = lambda _name, positions: positions,
) -> Match:
    """Add to the names `taken` those that the synonyms tell. A column means one thing: that of its best rank.

    `choose` may strike out candidates of a rank, for what they hold; several that stay are `open`. One that is struck
    out has its name after all where no later rank has another.
    """
    match = Match(dict(taken))
    struck: dict[str, int] = {}
    ranked = _ranked(ranks)
    labels = [_spellings(label) for label in header]
    of_lines = [known | {fold(_OF_LINE.sub("", label))} - {""} for known, label in zip(labels, header, strict=True)]
    of_money = [known | {fold(in_units(label))} - {""} for known, label in zip(of_lines, header, strict=True)]
    depth = max((len(lists) for lists in ranked.values()), default=0)
    for rank in range(depth):
        for name, lists in ranked.items():
            if name in match.where or name in match.open or rank >= len(lists):
                continue
            free = set(range(len(header))) - set(match.where.values())
            spelled = of_money if name in _MONEY else of_lines if name in _AMOUNTS else labels
            candidates = [at for at in sorted(free) if not spelled[at].isdisjoint(lists[rank])]
            exact = [at for at in candidates if fold(header[at]) in lists[rank]]
            candidates = exact or candidates
            chosen = choose(name, candidates) if candidates else []
            if len(chosen) == 1:
                match.where[name] = chosen[0]
            elif chosen:
                match.open[name] = chosen
            elif candidates:
                struck.setdefault(name, candidates[0])
    for name, at in struck.items():
        if name not in match.where and name not in match.open and at not in match.where.values():
            match.where[name] = at
    return match


def in_units(label: str) -> str:
    """A label without saying that its amounts are in cents."""
    return _CENTS.sub("", label)


def in_cents(labels: Mapping[str, str]) -> tuple[str, ...]:
    """The names of amounts of money whose labels say that they are in cents."""
    return tuple(name for name in _MONEY if name in labels and in_units(labels[name]) != labels[name])


def quoted(column: str) -> str:
    """A column as it is to be typed on a command line."""
    return f'"{column}"' if re.search(r"[^\w.-]", column) else column


def listing(header: Sequence[str]) -> str:
    """A sentence that names a header's columns."""
    named = [column for column in header if column]
    shown = ", ".join(named[:20]) + (f" and {len(named) - 20:,} more" if len(named) > 20 else "")
    return f"The file's columns are {shown}." if named else "The file's header names no columns."


def _ranked(ranks: Ranks) -> dict[str, list[set[str]]]:
    """Each name's ranks as sets of folded spellings; a name means itself in the first one."""
    made: dict[str, list[set[str]]] = {}
    for name, lists in ranks.items():
        made[name] = [{fold(text) for text in texts} | {fold(_german(text)) for text in texts} for texts in lists]
        if not any(fold(name) in known for lists_ in made.values() for known in lists_):
            made[name][0].add(fold(name))
    return made


def _german(text: str) -> str:
    return text.casefold().translate(_UMLAUTS)


def _spellings(label: str) -> set[str]:
    """What a header may be compared as: whole, without what is in brackets, without a currency at the end."""
    bare = _BRACKETS.sub(" ", label)
    if "#" in label:
        return {fold(bare.replace("#", " no "))}
    turned = _ID_FIRST.sub(r"\1 ID", bare.strip())
    return {fold(each) for each in (label, bare, _CURRENCY.sub("", bare.strip()), _LINES.sub("", bare), turned)} - {""}


def _mapped(header: Sequence[str], name: str, column: str) -> int:
    exact = [position for position, label in enumerate(header) if label == column]
    alike = exact or [position for position, label in enumerate(header) if label and fold(label) == fold(column)]
    if not alike:
        raise NoTableError(f"--map {name}={column}: the file has no such column. {listing(header)}")
    if len(alike) > 1:
        raise InputError(f"--map {name}={column}: the file has {len(alike)} columns of that name. Rename one of them.")
    return alike[0]
