"""What each kind of record in a column means: it sells, takes back, sells nothing, or is a discount."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

import pyarrow as pa

from etl.names.labels import fold, quoted
from etl.names.vocabulary import folded
from etl.values.records.documents import core, document_of, left_out
from warehouse.errors import InputError
from wording.languages import say

Meaning = Literal["off", "back", "less", ""]  # sells nothing, takes back, a discount; '' sells
ALL = "all"  # said of every row of a file
SAID: dict[str, Meaning] = {"sale": "", "return": "back", "nothing": "off"}  # what people may say of a kind
_LISTS: tuple[tuple[Meaning, str], ...] = (("back", "refunded"), ("off", "no_sale"), ("back", "returns"))
NONE: Mapping[str, Meaning] = {}


def parse_kinds(pairs: Sequence[str]) -> dict[str, str]:
    """`KIND=MEANING` each -> kind to meaning, one of `SAID`; InputError for any other."""
    found = {}
    for pair in pairs:
        kind, _, word = pair.rpartition("=")
        if not kind.strip() or word not in SAID:
            raise InputError(say("--kind {pair} is not KIND=sale, KIND=return or KIND=nothing.", pair=pair))
        found[kind.strip()] = word
    return found


def typed(kind: str, word: str) -> str:
    """What somebody is to type who says of a kind what it is."""
    return f"--kind {quoted(kind)}={word}" if quoted(kind) == kind else f'--kind "{kind}={word}"'


def meaning_of(text: str, told: Mapping[str, Meaning] = NONE) -> Meaning:
    """What a kind of record means: as `told` of it, folded, else by its words."""
    kind = fold(text)
    return told[kind] if kind in told else _meanings().get(kind) or _meanings().get(core(text), "")


def kinds_of_records(values: pa.StringArray, told: Mapping[str, Meaning] = NONE) -> pa.StringArray:
    """n kinds of records -> n texts: `off` for those that sell nothing, as views of a product and payouts do, `back`
    for those that take something back, `less` for discounts, else ''."""
    return pa.array([meaning_of(text or "", told) for text in values.to_pylist()], pa.string())


def told_of(
    texts: Iterable[str], no_sale: Sequence[str], said: Mapping[str, str], repeating: Sequence[str]
) -> dict[str, Meaning]:
    """What is known of the kinds in a column beside their words, folded: those that a tool sells nothing by, those that
    tell of sales again, and what somebody said of them, in the words of `SAID`, which counts most."""
    found: dict[str, Meaning] = dict.fromkeys((fold(word) for word in no_sale), "off")
    words = {fold(kind): SAID[word] for kind, word in said.items()}
    kinds = [text for text in texts if words.get(fold(text)) != "off"]
    found |= dict.fromkeys(sorted(left_out(kinds, repeating)), "off")
    return found | words


def tell(values: pa.StringArray, no_sale: Sequence[str] = ()) -> bool:
    """Whether kinds in a column say anything of what counts; a document may, for later rows may be of another."""
    texts = [text for text in values.to_pylist() if text]
    told = told_of(texts, no_sale, {}, ())
    return any(document_of(text) or meaning_of(text, told) for text in texts)


def _meanings() -> dict[str, Meaning]:
    meanings: dict[str, Meaning] = dict.fromkeys(folded("orders", "discount"), "less")
    for meaning, name in _LISTS:
        meanings |= dict.fromkeys(folded("statuses", name), meaning)
    return meanings
