"""Which column of a header means what: synonyms in ranks, and `--map NAME=COLUMN` where they do not tell."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache

from etl.names.canonical_names import AMOUNTS, MONEY
from etl.names.combined import combined
from etl.names.labels import fold, in_units

Ranks = Mapping[str, Sequence[Sequence[str]]]  # of each name, lists of synonyms; an earlier list wins
_MOST_SPELLED = 1 << 14  # labels
_MOST_RANKED = 256  # vocabularies, and the parts of them that are asked for
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
_OF_BUYER = re.compile(  # order_customer.customer_number: what is said of a buyer, within an object of its own
    r"^(?:order[\s_]?)?(?:customer|buyer|client)[./](?=(?:customer|buyer|client|e-?mail))", re.IGNORECASE
)
_ID_FIRST = re.compile(r"^id[\s_]+(.+)$", re.IGNORECASE)  # id_order
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})


@dataclass
class Match:
    """Which position of a header each name has; `open` are those with several equally good candidates."""

    where: dict[str, int]
    open: dict[str, list[int]] = field(default_factory=dict)

    @property
    def places(self) -> set[int]:
        """All positions that are of a name, or may be."""
        return {*self.where.values(), *(at for positions in self.open.values() for at in positions)}


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
    if not any(header):
        return match
    struck: dict[str, int] = {}
    ranked, known = _ranked(ranks)
    labels = [_spellings(label) for label in header]
    labels = [_with_combined(label, spelled, known) for label, spelled in zip(header, labels, strict=True)]
    of_lines = [labels[at] | _of_line(label) for at, label in enumerate(header)]
    of_money = [of_lines[at] | _of_money(label) for at, label in enumerate(header)]
    said = set[str]().union(*of_money)  # most lists know none of the labels
    depth = max((len(lists) for lists in ranked.values()), default=0)
    for rank in range(depth):
        for name, lists in ranked.items():
            if rank >= len(lists) or lists[rank].isdisjoint(said) or name in match.where or name in match.open:
                continue
            free = set(range(len(header))) - set(match.where.values())
            spelled = of_money if name in MONEY else of_lines if name in AMOUNTS else labels
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


def _ranked(ranks: Ranks) -> tuple[dict[str, list[frozenset[str]]], frozenset[str]]:
    """Each name's ranks as sets of folded spellings, and all of these; a name means itself in the first one."""
    # By which lists they are, for thousands of words take long to compare: lists that are kept beside are no others.
    key = tuple((name, *map(id, lists)) for name, lists in ranks.items())
    if key not in _known_ranks:
        if len(_known_ranks) >= _MOST_RANKED:
            _known_ranks.clear()
        _known_ranks[key] = (*_all_folded(ranks), [list(lists) for lists in ranks.values()])
    ranked, known, _ = _known_ranks[key]
    return ranked, known


def _all_folded(ranks: Ranks) -> tuple[dict[str, list[frozenset[str]]], frozenset[str]]:
    made: dict[str, list[frozenset[str]]] = {}
    known: set[str] = set()
    for name, lists in ranks.items():
        made[name] = [_folded(tuple(texts)) for texts in lists]
        known.update(*made[name])
        if fold(name) not in known:
            made[name][0] |= {fold(name)}
            known.add(fold(name))
    return made, frozenset(known)


_known_ranks: dict[object, tuple[dict[str, list[frozenset[str]]], frozenset[str], list[list[Sequence[str]]]]] = {}


@cache
def _folded(texts: tuple[str, ...]) -> frozenset[str]:
    return frozenset(fold(each) for text in texts for each in (text, _german(text)))


def _german(text: str) -> str:
    return text.casefold().translate(_UMLAUTS)


def _with_combined(label: str, spelled: frozenset[str], known: frozenset[str]) -> frozenset[str]:
    """The spellings of a label, and what it is made of where no list knows them."""
    found = combined(label) if label and spelled.isdisjoint(known) else ""
    return spelled | {fold(found)} if found else spelled


@lru_cache(_MOST_SPELLED)
def _of_line(label: str) -> frozenset[str]:
    return frozenset({fold(_OF_LINE.sub("", label))}) - {""}


@lru_cache(_MOST_SPELLED)
def _of_money(label: str) -> frozenset[str]:
    return frozenset({fold(in_units(label))}) - {""}


@lru_cache(_MOST_SPELLED)
def _spellings(label: str) -> frozenset[str]:
    """What a header may be compared as: whole, without what is in brackets, without a currency at the end."""
    bare = _BRACKETS.sub(" ", label)
    if "#" in label:
        return frozenset({fold(bare.replace("#", " no "))})
    turned = _ID_FIRST.sub(r"\1 ID", bare.strip())
    return frozenset(
        fold(each)
        for each in (
            label,
            bare,
            _CURRENCY.sub("", bare.strip()),
            _LINES.sub("", bare),
            _OF_BUYER.sub("", bare),
            turned,
        )
    ) - {""}
