"""What the statuses of a file say: of which no sale came, and which a shop should look at, in sentences."""

from collections import Counter
from collections.abc import Iterator, Mapping

import pyarrow as pa

from etl.names.labels import fold, listed, quoted
from etl.names.vocabulary import folded
from etl.recognition.back.rows_back import RowsBack
from etl.values.reading import Reading
from etl.values.statuses import called_off, is_part_back, words_of
from warehouse.errors import Choice, Question
from wording.counts import others
from wording.languages import say, say_n, to_say, to_say_n, whole

IN_FULL = to_say("Lines whose {column} says {statuses} are sales, and returns in full at the time of the order.")
TOLD_BACK = to_say("Lines whose {column} says {statuses} are sales, and rows of their own take them back.")
PARTS_UNTOLD = to_say_n(
    "{n} order (such as {order}) whose {column} says that a part came back counts as a sale in full: no row takes "
    "anything back of it or of who bought.",
    "{n} orders (such as {order}) whose {column} says that a part came back count as sales in full: no row takes "
    "anything back of them or of who bought.",
)
_MOST = 5  # statuses that a sentence names
_RARE = 0.5  # of the rows, up to which a word that nobody knows may say that no sale came of it


def notes_on_statuses(
    labels: Mapping[str, str], reading: Reading, statuses: Counter[str], rows: RowsBack
) -> Iterator[str]:
    """How many rows sell nothing by their status, and which statuses count as sales that may be none."""
    if "status" not in labels or not statuses:
        return
    off, back = _saying("off", statuses, reading), _saying("back", statuses, reading)
    if back:
        yield say(TOLD_BACK if rows.tell_all else IN_FULL, column=labels["status"], statuses=_counted(back))
    if off:
        yield f"Lines whose {labels['status']} says {_counted(off)} are kept as adjustments, in no total."
    if doubtful := _doubtful(statuses - off - back, reading):
        told = " ".join(f"--called-off {quoted(text)}" for text, _ in doubtful.most_common(_MOST))
        yield (
            f"Lines whose {labels['status']} says {_counted(doubtful)} count as sales. If no sale came of them, load "
            f"with {told}."
        )
    parts = _unknown_parts(statuses - off - back, reading)
    if parts and rows.take_back and (untold := rows.parts_untold()):
        yield say_n(len(untold), *PARTS_UNTOLD, order=untold[0].strip(), column=labels["status"])
    elif parts and not rows.take_back:
        yield (
            f"Lines whose {labels['status']} says {_counted(parts)} count as sales in full, for nothing tells how much "
            "came back. Where a column does, load with --map refund=COLUMN."
        )


def offers_on_statuses(labels: Mapping[str, str], reading: Reading, statuses: Counter[str]) -> Iterator[Question]:
    """The statuses that leave it open, each to be called off, and those that somebody called off, each to be a sale."""
    if "status" not in labels or not statuses:
        return
    told = {fold(text) for text in reading.called_off}
    off = _saying("off", statuses, reading)
    ours = [text for text in off if fold(text) in told]
    open_ones = [
        text for text, _ in _doubtful(statuses - off - _saying("back", statuses, reading), reading).most_common(_MOST)
    ]
    if not ours and not open_ones:
        return
    none, again = to_say("{text} ({rows}): no sale came of it"), to_say("{text} ({rows}): count it as a sale again")
    choices = [Choice(text, say(none, text=text, rows=whole(statuses[text]))) for text in open_ones]
    choices += [Choice(text, say(again, text=text, rows=whole(statuses[text]))) for text in ours]
    said = say(
        "Did a sale come of these {column} rows? They count as sales unless you say that none came of them.",
        column=labels["status"],
    )
    yield Question("called_off", said, tuple(choices))


def _saying(meaning: str, statuses: Counter[str], reading: Reading) -> Counter[str]:
    """Those of which no sale came (`off`), or all of which went back (`back`)."""
    texts = pa.array(list(statuses), pa.string())
    found = called_off(texts, reading.refunds_off, reading.refunded, reading.called_off).to_pylist()
    return Counter({text: statuses[text] for text, what in zip(statuses, found, strict=True) if what == meaning})


def _unknown_parts(others: Counter[str], reading: Reading) -> Counter[str]:
    """Statuses by which a part came back, where no amount, no pieces and no rows of their own say how much."""
    if not reading.refunds_off or reading.corrections.refunds or reading.pieces_back:
        return Counter()
    return Counter({text: rows for text, rows in others.items() if is_part_back(text)})


def _doubtful(others: Counter[str], reading: Reading) -> Counter[str]:
    """Statuses that leave it open whether a sale came of them: by a word, or rare and by no word that is known.

    Where rows of their own take back what was sold, refunds are no such.
    """
    open_ones, unknown = Counter[str](), Counter[str]()
    back = folded("statuses", "refunded")
    for text, rows in others.items():
        words = set(words_of(text))
        if not reading.refunds_off and (
            called_off(pa.array([text]), True)[0].as_py() in ("off", "back") or words & back
        ):
            continue
        if words & folded("statuses", "in_part"):
            continue
        if words & folded("statuses", "doubtful"):
            open_ones[text] = rows
        elif not words & folded("statuses", "sold"):
            unknown[text] = rows
    usual = others.most_common(1)[0][0] if others else ""
    rare = {text: rows for text, rows in unknown.items() if text != usual and rows <= _RARE * others.total()}
    return open_ones + Counter(rare)


def _counted(statuses: Counter[str]) -> str:
    """`Cancelled (3) and Void (1)`."""
    shown = [f"{text} ({rows:,})" for text, rows in statuses.most_common(_MOST)]
    more = len(statuses) - _MOST
    return listed([*shown, *([others(more)] if more > 0 else [])])
