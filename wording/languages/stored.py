"""What a program stored in English, sentence by sentence in the language that is spoken: the notes of a fit."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from functools import cache

from wording.languages import days
from wording.languages.numbers import marked
from wording.languages.saying import say
from wording.languages.speaking import ENGLISH, language_now

DAY = r"\d{1,2} [A-Z][a-z]{2} \d{4}"  # as a fit writes it: `9 Dec 2011`
VALUE = rf"(?:{DAY}|[-\u2212]?\d(?:[\d,.]*\d)?)"


def said_again(text: str, sentences: Sequence[str]) -> str:
    """A text of such sentences (`to_say`), whose values are numbers and days, in the language that is spoken; as it is
    stored where a sentence is none of them."""
    if language_now() == ENGLISH:
        return text
    said: list[str] = []
    rest = text
    while rest:
        for sentence in sentences:
            if match := _pattern(sentence).match(rest):
                said.append(say(sentence, **{name: _written(value) for name, value in match.groupdict().items()}))
                rest = rest[match.end() :]
                break
        else:
            return text
    return " ".join(said)


@cache
def _pattern(sentence: str) -> re.Pattern[str]:
    parts = re.split(r"\{(\w+)\}", sentence)  # text, name, text, …
    found = [f"(?P<{part}>{VALUE})" if at % 2 else re.escape(part) for at, part in enumerate(parts)]
    return re.compile("".join(found) + r"(?: |$)")


def _written(value: str) -> str:
    if re.fullmatch(DAY, value):
        return days.day(datetime.strptime(value, "%d %b %Y").date())
    return marked(value)
