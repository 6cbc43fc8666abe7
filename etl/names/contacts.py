"""Which column of a customers file is which contact, by its name: as it is, within objects, with words around it."""

import re
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache

from etl.names.labels import fold
from etl.names.matching import Match, match_names
from etl.names.vocabulary import folded, synonyms

_MOST_MATCHED = 1 << 8  # headers: of each the same is asked several times
SEVERAL = ("email", "phone")  # where one column of them is blank, the next counts
_PART = re.compile(
    r"^(?:profile|person|personal|address|default_address|contact|traits|properties)[./](?!id$)", re.IGNORECASE
)
_WORD = re.compile(r"[^\W\d_]+|\d+")
_HUMP = re.compile(r"(?<=[a-zß-ÿ])(?=[A-Z])")
_NAMES = ("name", "first_name", "last_name")


def match_contacts(header: Sequence[str], taken: Mapping[str, int]) -> Match:
    """Add to the names `taken` what the columns' names tell; words around them are left out where they do not."""
    match = _matched(tuple(header), tuple(taken.items()))
    return Match(dict(match.where), {name: list(positions) for name, positions in match.open.items()})


@lru_cache(_MOST_MATCHED)
def _matched(header: tuple[str, ...], told: tuple[tuple[str, int], ...]) -> Match:
    ranks, taken = synonyms("customers"), dict(told)

    def person(name: str, positions: list[int]) -> list[int]:
        """Of columns that may be a person's name, those that are not a company's."""
        free = [at for at in positions if not words_of(header[at]) & folded("people", "company")]
        return free if name in _NAMES else positions

    match = match_names(header, taken, ranks, person)
    match = _more(match, [_PART.sub("", label) for label in header], ranks)
    people = {name: lists for name, lists in ranks.items() if name != "customer_id"}
    bare = [_bare(label) for label in header]
    for rank in range(len(synonyms("people")["around"])):
        match = _more(match, [text if found == rank else "" for found, text in bare], people)
    for name in _NAMES:
        if (
            name in match.where
            and name not in taken
            and words_of(header[match.where[name]]) & folded("people", "company")
        ):
            del match.where[name]
    return match


def others(header: Sequence[str], where: Mapping[str, int]) -> dict[str, tuple[int, ...]]:
    """Of each of SEVERAL that is known, the other columns that may be it, the best first."""
    found: dict[str, tuple[int, ...]] = {}
    for name in SEVERAL:
        taken = set(where.values())
        while name in where:
            rest = ["" if at in taken else label for at, label in enumerate(header)]
            match = match_contacts(rest, {})
            positions = [match.where[name]] if name in match.where else match.open.get(name, [])
            if not positions:
                break
            taken |= set(positions)
            found[name] = (*found.get(name, ()), *positions)
    return found


def _more(match: Match, labels: Sequence[str], ranks: Mapping[str, Sequence[Sequence[str]]]) -> Match:
    """What other spellings of the columns tell of names that are not known yet."""
    used = match.places
    free = ["" if at in used else label for at, label in enumerate(labels)]
    wanted = {name: lists for name, lists in ranks.items() if name not in match.open}
    found = match_names(free, match.where, wanted)
    return Match(found.where, match.open | found.open)


@cache
def _ranks() -> dict[str, int]:
    return {fold(word): rank for rank, words in enumerate(synonyms("people")["around"]) for word in words}


def says_who(label: str) -> bool:
    """Whether a column holds numbers, addresses, phones or names of people, by its name."""
    match = match_contacts([label], {})
    return bool({*match.where, *match.open} & {"customer_id", *SEVERAL, "name", "last_name"})


def words_of(label: str) -> set[str]:
    """The words of a column's name, as they are compared."""
    return {fold(word) for word in _WORD.findall(_HUMP.sub(" ", label))}


def _bare(label: str) -> tuple[int, str]:
    """A label without words around it, and the last rank of these; -1 where there are none."""
    words, ranks, rank = _WORD.findall(_HUMP.sub(" ", label)), _ranks(), -1
    for at in (0, -1):
        while len(words) > 1 and fold(words[at]) in ranks:
            rank = max(rank, ranks[fold(words.pop(at))])
    return rank, " ".join(words)
