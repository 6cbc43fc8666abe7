"""What the kinds of a file's records say, in sentences: which count, which take back, which are left out."""

from collections.abc import Iterator, Mapping, Sequence

from etl.names.labels import fold, listed
from etl.recognition.whole_file.record_kinds import RecordKinds
from etl.values.records.documents import document_of
from etl.values.records.kinds import Meaning, meaning_of, typed
from warehouse.errors import Choice, Question
from wording.counts import counted, others
from wording.languages import say, to_say, whole

_MOST = 5  # kinds that a sentence names
_CENT = 0.005


def notes_on_kinds(label: str, found: RecordKinds, told: Mapping[str, Meaning]) -> Iterator[str]:
    """A sentence on each kind that a column names, with its rows and what they come to."""
    by_meaning = _by_meaning(found, told)
    off, said = by_meaning["off"], (("sales", ""), ("returns", "back"))
    clauses = [f"{word} are {_named(by_meaning[key], found)}" for word, key in said if by_meaning[key]]
    if clauses and len(found.rows) > 1:
        yield f"By {label}, {'; '.join(clauses)}."
    unknown = [text for text in by_meaning[""] if text and not document_of(text) and fold(text) not in told]
    if unknown and len(unknown) < len(by_meaning[""]):
        yield (
            f"Not known by {label}: {_named(unknown, found)}, counted as sales. For one that takes sales back, load "
            f"with {typed(unknown[-1], 'return')}."
        )
    if off:
        again = [text for text in off if document_of(text) and fold(text) in told]
        be, why = ("is", "it sells nothing") if len(off) == 1 else ("are", "they sell nothing")
        why = f"{why}, or what counts already" if again else why
        yield (
            f"By {label}, {_named(off, found)} {be} in no total: {why}. To count one as sales of its own, load with "
            f"{typed((again or off)[0], 'sale')}."
        )


def offers_on_kinds(label: str, found: RecordKinds, told: Mapping[str, Meaning]) -> Iterator[Question]:
    """The kinds that tell of sales again by their words, each to be counted, and those that were said otherwise."""
    kinds = [text for text in found.texts if document_of(text)]
    off = [text for text in kinds if meaning_of(text, told) == "off"][:_MOST]
    ours = [text for text in kinds if text not in off and fold(text) in told and meaning_of(text, told) == ""][:_MOST]
    if off or ours:
        own, none = (
            to_say("{text} ({rows}): these are sales of their own"),
            to_say("{text} ({rows}): these sell nothing"),
        )
        choices = [Choice(f"{text}=sale", say(own, text=text, rows=whole(found.rows[text]))) for text in off]
        choices += [Choice(f"{text}=nothing", say(none, text=text, rows=whole(found.rows[text]))) for text in ours]
        words = say("Which of the {column} rows are sales? One sale counts once.", column=label)
        yield Question("kinds", words, tuple(choices))


def _by_meaning(found: RecordKinds, told: Mapping[str, Meaning]) -> dict[str, list[str]]:
    kinds: dict[str, list[str]] = {"": [], "back": [], "off": [], "less": []}
    for text, _ in found.rows.most_common():
        kinds[meaning_of(text, told)].append(text)
    return kinds


def _named(texts: Sequence[str], found: RecordKinds) -> str:
    """`Invoice (2 rows, 180.00) and Receipt (1 row, 120.00)`."""
    shown = [_one(text or "blank", found.rows[text], found.sums[text]) for text in texts[:_MOST]]
    if len(texts) > _MOST:
        rest = texts[_MOST:]
        shown.append(_one(others(len(rest)), *_sums(rest, found)))
    return listed(shown)


def _sums(texts: Sequence[str], found: RecordKinds) -> tuple[int, float]:
    return sum(found.rows[text] for text in texts), sum(found.sums[text] for text in texts)


def _one(text: str, rows: int, amount: float) -> str:
    return f"{text} ({counted(rows, 'row')}, {amount:,.2f})" if amount > _CENT else f"{text} ({counted(rows, 'row')})"
