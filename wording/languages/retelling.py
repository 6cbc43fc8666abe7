"""A sentence that was written in English, with its values, and kept: the same in the language that is spoken.

The worker writes English, for whoever will read it: why a job failed, what is wrong with a file. What it wrote is found
again by the sentences that catalogues have.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from string import Formatter

from wording.languages.catalogues import catalogue
from wording.languages.numbers import marked
from wording.languages.saying import say, say_form
from wording.languages.speaking import ENGLISH, PSEUDO, language_now

FEWEST_LETTERS = 8  # that a sentence has beside its values: with fewer it could be any
_NUMBER = re.compile(r"\d{1,3}(,\d{3})*(\.\d+)?|\d+")


def retold(sentence: str) -> str:
    """What was said in English, as people read it now; what no catalogue has as it is."""
    if language_now() in (ENGLISH, PSEUDO):
        return sentence
    found = say(sentence)
    return found if found != sentence else _retold(language_now(), sentence)


@dataclass(frozen=True)
class _Known:
    """A sentence with values: what it says beside them, and its forms, of which the second may be empty."""

    parts: tuple[str, ...]
    names: tuple[str, ...]
    one: str
    many: str

    def values(self, sentence: str) -> dict[str, str] | None:
        """The values that make this sentence of it; None where none do."""
        first, *others = self.parts
        if not sentence.startswith(first) or not all(part in sentence for part in others):
            return None
        pattern = re.escape(first)
        for number, (name, part) in enumerate(zip(self.names, others, strict=True)):
            again = name in self.names[:number]
            pattern += (f"(?P={name})" if again else f"(?P<{name}>.+?)") + re.escape(part)
        found = re.fullmatch(pattern, sentence, re.DOTALL)
        return found.groupdict() if found else None


@lru_cache(maxsize=2_000)
def _retold(language: str, sentence: str) -> str:
    for known in _all_known(language):
        values = known.values(sentence)
        if values is None:
            continue
        said = {name: marked(value) if _NUMBER.fullmatch(value) else retold(value) for name, value in values.items()}
        if known.many:
            number = values.get("n", "").replace(",", "")
            form = say_form(int(number) if number.isdigit() else 2, known.one, known.many)
            return form.format_map(said)
        return say(known.one, **said)
    return sentence


@cache
def _all_known(language: str) -> tuple[_Known, ...]:
    """Those that say most beside their values first."""
    spoken = catalogue(language)
    texts = [*((text, text, "") for sense, text in spoken.texts if not sense)]
    texts += [(form, one, many) for sense, one, many in spoken.plurals if not sense for form in (one, many)]
    found = [each for told in texts for each in _of(*told)]
    return tuple(sorted(found, key=lambda each: -sum(map(len, each.parts))))


def _of(text: str, one: str, many: str) -> Iterator[_Known]:
    parts, names = [""], []
    for literal, name, _, _ in Formatter().parse(text):
        parts[-1] += literal
        if name is not None:
            names.append(name)
            parts.append("")
    if names and sum(map(len, parts)) >= FEWEST_LETTERS and all(map(str.isidentifier, names)):
        yield _Known(tuple(parts), tuple(names), one, many)
