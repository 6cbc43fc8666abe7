"""Months that are others elsewhere, as listopad is October or November: which language those of a file are in."""

from collections.abc import Sequence

import pyarrow as pa
import pyarrow.compute as pc

from etl.names.vocabulary import labels_known
from etl.values.dates.dates import are_worded, parse_dates
from etl.values.dates.month_names import ANY, MONTHS, months_in, unsure, words_of
from warehouse.errors import Choice, InputError, Question
from wording.languages import say, to_say

LANGUAGES = {  # as people call them, of which a month is another one elsewhere
    "cs": to_say("Czech"),
    "hr": to_say("Croatian"),
    "pl": to_say("Polish"),
}
OPEN = to_say(
    "{text} names a month that is another one in another language, and no other date tells which. Say so with "
    "{options}."
)


class MonthWords:
    """Gathers over the batches of a file: the months that its dates are written with."""

    def __init__(self) -> None:
        self._words, self._example = set[str](), ""
        self.settled = ""  # the language, where the other months or the header tell it

    def add(self, texts: pa.StringArray) -> None:
        """Take in some dates."""
        texts = texts.filter(are_worded(texts))
        if not len(texts):
            return
        self._words |= months_in(texts)
        if not self._example and not self._words.isdisjoint(unsure()):
            one_way = parse_dates(texts, "dmy")[1]
            told = parse_dates(texts, "dmy", months=ANY)[1]
            found = texts.filter(pa.array(told & ~one_way))
            self._example = str(pc.utf8_trim_whitespace(found)[0].as_py()) if len(found) else ""

    def language(self, header: Sequence[str], said: str | None) -> str:
        """That of the months; '' where no language has another of these. `said` is what somebody said. InputError
        where it stays open."""
        open_words = sorted(self._words & unsure().keys())
        if not open_words or said:
            return said or ""
        likely = [each for each in MONTHS if self._words <= words_of(each)]
        likely = likely or [each for each in MONTHS if words_of(each).issuperset(open_words)]
        ways: dict[tuple[int, ...], list[str]] = {}
        for each in likely:
            ways.setdefault(tuple(unsure()[word].get(each, 0) for word in open_words), []).append(each)
        if len(ways) > 1:
            ways = _by_labels(header, ways)
        if len(ways) != 1:
            raise self._open([languages[0] for languages in ways.values()])
        self.settled = next(iter(ways.values()))[0]
        return self.settled

    def _open(self, languages: Sequence[str]) -> InputError:
        named = " or ".join(f"--months {each} ({LANGUAGES[each]})" for each in languages)
        return InputError(
            say(OPEN, text=self._example, options=named),
            (
                Question(
                    "months",
                    say("Which month does {text} name?", text=self._example),
                    tuple(Choice(each, f"{say(LANGUAGES[each])}: {_day(self._example, each)}") for each in languages),
                ),
            ),
        )


def _by_labels(header: Sequence[str], ways: dict[tuple[int, ...], list[str]]) -> dict[tuple[int, ...], list[str]]:
    """The way of the language that more labels are of than of any other; all of them where none is."""
    known = {way: max(labels_known(header, each) for each in languages) for way, languages in ways.items()}
    best = [way for way, count in known.items() if count == max(known.values())]
    return {best[0]: ways[best[0]]} if len(best) == 1 else ways


def _day(text: str, language: str) -> str:
    """A date in words: `3 October 2024`."""
    day = parse_dates(pa.array([text]), "dmy", months=language)[0][0].astype("datetime64[D]").item()
    return f"{day.day} {day:%B %Y}"
