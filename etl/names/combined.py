"""What a name made of a thing and a word for its number means: `kunde_id`, `numero_pedido`, `customerRef`."""

import re
from functools import cache, lru_cache

from etl.names.labels import fold
from etl.names.vocabulary import synonyms

_WORD = re.compile(r"[^\W\d_]+[°º]?", re.UNICODE)
_HUMP = re.compile(r"(?<=[a-zß-ÿ])(?=[A-Z])")
_MOST = 1 << 14  # labels, each compared several times


@lru_cache(_MOST)
def combined(label: str) -> str:
    """The name that all such names of a thing stand for; '' where a label is not made so."""
    things, numbers, fillers = _tables()
    words = [fold(word) for word in _WORD.findall(_HUMP.sub(" ", label))]
    words = [word for word in words if word]
    if len(words) == 1:
        return _taken_apart(words[0], things, numbers)
    for number, rest in ((words[-1:], words[:-1]), (words[:1], words[1:])):
        named = [word for word in rest if word not in fillers]
        if number and number[0] in numbers and len(named) == 1 and named[0] in things:
            return things[named[0]]
    return ""


def _taken_apart(word: str, things: dict[str, str], numbers: frozenset[str]) -> str:
    """Of one word, what it means where a thing and a word for a number are all of it."""
    for number in numbers:
        for rest in (word.removesuffix(number), word.removeprefix(number)):
            if rest != word and rest in things:
                return things[rest]
    return ""


@cache
def _tables() -> tuple[dict[str, str], frozenset[str], frozenset[str]]:
    table = synonyms("combined")
    things = {fold(word): name for name, words in table["things"].items() for word in words}
    numbers = frozenset(fold(word) for word in table["words"]["numbering"])
    return things, numbers, frozenset(fold(word) for word in table["words"]["joining"])
