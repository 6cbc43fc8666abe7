"""What files say of people -> one spelling: consent, year of birth, names, addresses; null where they say nothing."""

from datetime import date

import pyarrow as pa
import pyarrow.compute as pc

from etl.attributes_values import tidy
from etl.columns import fold, synonyms

FIRST_BIRTH = 1900
_SHORT_YEAR = r"^\d{1,2}[./ -]+(?:\d{1,2}|\p{L}+)[./ -]+(?P<year>\d\d)$"  # 24.12.80, 24-Dec-80
_YEAR = r"(?:^|\D)(?P<year>(?:19|20)\d\d)(?:\D|\d{4}$|$)"


def consent(values: pa.StringArray) -> pa.StringArray:
    """`true` or `false`; a word that is neither says nothing."""
    words = synonyms("consent")
    meanings = {fold(word): meaning for meaning in ("true", "false") for word in words[meaning]}
    return pa.array([meanings.get(fold(text or "")) for text in values.to_pylist()], pa.string())


def no_consent(values: pa.StringArray) -> pa.StringArray:
    """The opposite: who opted out does not consent."""
    opposite = {"true": "false", "false": "true"}
    return pa.array([opposite.get(text) for text in consent(values).to_pylist()], pa.string())


def birth_year(values: pa.StringArray) -> pa.StringArray:
    """The year of a year or a date, in whatever order that is written; of two digits, the latest that has begun."""
    texts = pc.fill_null(tidy(values), "")
    short = pc.struct_field(pc.extract_regex(texts, _SHORT_YEAR), "year")
    latest = str(date.today().year)
    recent = pc.binary_join_element_wise(latest[:2], short, "")
    earlier = pc.binary_join_element_wise(str(int(latest[:2]) - 1), short, "")
    full = pc.struct_field(pc.extract_regex(texts, _YEAR), "year")
    return pc.coalesce(full, pc.if_else(pc.less_equal(recent, latest), recent, earlier))


def code(values: pa.StringArray) -> pa.StringArray:
    """A postcode or phone number; `12345.0` was a number somewhere on its way."""
    return pc.replace_substring_regex(tidy(values), r"^(\d+)\.0$", r"\1")


def address(values: pa.StringArray) -> pa.StringArray:
    """An email address as a key: in lower case."""
    return pc.utf8_lower(tidy(values))


def names(values: pa.StringArray) -> tuple[pa.StringArray, pa.StringArray]:
    """Full names -> (first, last names): `Lee, Ann`, and `Ann Lee`, where all but the first word is the last name."""
    pairs = [_split(text or "") for text in tidy(values).to_pylist()]
    return pa.array([first for first, _ in pairs], pa.string()), pa.array([last for _, last in pairs], pa.string())


def _split(text: str) -> tuple[str | None, str | None]:
    last, comma, first = (part.strip() for part in text.partition(","))
    if not comma:
        first, _, last = (part.strip() for part in text.partition(" "))
    return first or None, last or None


CHANGES = {"consent": consent, "birth_year": birth_year, "postcode": code, "phone": code}
