"""What files say of people -> one spelling: consent, year of birth, names, addresses; null where they say nothing."""

import re
from datetime import date, timedelta

import pyarrow as pa
import pyarrow.compute as pc

from etl.names.labels import fold
from etl.names.vocabulary import folded, synonyms
from etl.people.attribute_values import tidy

_SHORT_YEAR = r"^\d{1,2}[./ -]+(?:\d{1,2}|\p{L}+)[./ -]+(?P<year>\d\d)$"  # 24.12.80, 24-Dec-80
_SERIAL = re.compile(r"\d{5}(?:\.0)?", re.ASCII)  # days as spreadsheets count them
_FIRST_DAY = date(1899, 12, 30)
_SHORTENED = r"^\d(?:[.,]\d+)?[eE]\+?\d+$"  # 4.91E+11: the digits are lost
_DATE = r"^(?:(?:19|20)\d\d[./-]\d{1,2}[./-]\d{1,2}|\d{1,2}[./-]\d{1,2}[./-](?:19|20)\d\d)(?:\D|$)"
_PLACE = r"^(?:[A-Z]{1,3}-)?(?P<postcode>\d{4,5}(?:-\d{3}| [A-Z]{2}\b)?)[\s,]+(?P<city>\D.*)$"
_UNSEEN = r"[\x{200b}-\x{200f}\x{2060}\x{feff}\x{ad}]"  # letters without a width
_PART = r"[^\s<>()\[\]\"`,;:|@]"  # what addresses are made of
_EMAIL = (  # of one or several, bare, in quotes or in angles: no part of a text that only holds one
    rf"(?i)(?:^|[<,;|])\s*[\"'`]?(?:mailto:)?(?P<email>[^\s<>()\[\]\"'`,;:|@]{_PART}*@"
    rf"{_PART}*[^\s<>()\[\]\"'`,;:|@.])[\"'`.]*\s*(?:[>,;|]|$)"
)
_YEAR = r"(?:^|\D)(?P<year>(?:19|20)\d\d)(?:\D|\d{4}$|$)"


def consent(values: pa.StringArray) -> pa.StringArray:
    """`true` or `false`; the date of a yes is one; a word that is neither says nothing."""
    meanings = {word: meaning for meaning in ("true", "false") for word in folded("consent", meaning)}
    said = pa.array([meanings.get(fold(text or "")) for text in values.to_pylist()], pa.string())
    dated = pc.fill_null(pc.match_substring_regex(tidy(values), _DATE), False)
    return pc.if_else(dated, "true", said)


def no_consent(values: pa.StringArray) -> pa.StringArray:
    """The opposite: who says yes to opting out does not consent; `unsubscribed` says so of itself."""
    opposite = {"true": "false", "false": "true"}
    stated = folded("consent", "of_itself")
    pairs = zip(values.to_pylist(), consent(values).to_pylist(), strict=True)
    return pa.array([said if fold(text or "") in stated else opposite.get(said) for text, said in pairs], pa.string())


def consent_but(given: pa.StringArray, not_refused: pa.StringArray) -> pa.StringArray:
    """Consent, beside a column of those who opted out: a refusal counts."""
    return pc.if_else(pc.fill_null(pc.equal(not_refused, "false"), False), "false", given)


def birth_year(values: pa.StringArray) -> pa.StringArray:
    """The year of a year or a date, in whatever order that is written; of two digits, the latest that has begun."""
    texts = pc.fill_null(tidy(values), "")
    short = pc.struct_field(pc.extract_regex(texts, _SHORT_YEAR), "year")
    latest = str(date.today().year)
    recent = pc.binary_join_element_wise(latest[:2], short, "")
    earlier = pc.binary_join_element_wise(str(int(latest[:2]) - 1), short, "")
    full = pc.struct_field(pc.extract_regex(texts, _YEAR), "year")
    counted = pa.array([_year_of_serial(text) for text in texts.to_pylist()], pa.string())
    year = pc.coalesce(full, counted, pc.if_else(pc.less_equal(recent, latest), recent, earlier))
    return pc.if_else(pc.less_equal(year, latest), year, pa.scalar(None, pa.string()))


def _year_of_serial(text: str) -> str | None:
    """The year of a day as spreadsheets count them, such as 29579."""
    return str((_FIRST_DAY + timedelta(int(text[:5]))).year) if _SERIAL.fullmatch(text) else None


def code(values: pa.StringArray) -> pa.StringArray:
    """A postcode or phone number; `12345.0` was a number somewhere on its way, and `4.91E+11` is one no more."""
    texts = tidy(values)
    whole = pc.replace_substring_regex(texts, r"^(\d+)\.0$", r"\1")
    return pc.if_else(pc.match_substring_regex(texts, _SHORTENED), pa.scalar(None, pa.string()), whole)


def with_zeros(postcodes: pa.StringArray, countries: pa.StringArray) -> pa.StringArray:
    """Postcodes with the zero in front that they lost as numbers, where the country is known to have it."""
    five = pc.is_in(countries, pa.array(synonyms("people")["five_digits"]))
    short = pc.fill_null(pc.match_substring_regex(postcodes, r"^[1-9]\d{3}$"), False)
    return pc.if_else(pc.and_(five, short), pc.binary_join_element_wise("0", postcodes, ""), postcodes)


def places(values: pa.StringArray) -> tuple[pa.StringArray, pa.StringArray]:
    """`01234 Bonn` -> (postcodes, cities); what begins with no postcode is a city."""
    texts = tidy(values)
    parts = pc.extract_regex(texts, _PLACE)
    postcode, city = pc.struct_field(parts, "postcode"), pc.struct_field(parts, "city")
    return postcode, pc.coalesce(city, texts)


def joined(first: pa.StringArray, second: pa.StringArray) -> pa.StringArray:
    """Two texts with a space between; one where the other is missing."""
    return pc.coalesce(pc.binary_join_element_wise(first, second, " "), first, second)


def email(values: pa.StringArray) -> pa.StringArray:
    """The address itself of `Ann Lee <ann@shop.example>`, `mailto:ann@shop.example` and the like, the first of several;
    as it is where there is none: what is known of an address must hold however a file writes it."""
    texts = tidy(values)
    plain = pc.replace_substring_regex(texts, _UNSEEN, "")
    return pc.coalesce(pc.struct_field(pc.extract_regex(plain, _EMAIL), "email"), texts)


def address(values: pa.StringArray) -> pa.StringArray:
    """An email address as a key: in lower case."""
    return pc.utf8_lower(email(values))


def names(values: pa.StringArray, last_first: bool = False) -> tuple[pa.StringArray, pa.StringArray]:
    """Full names -> (first, last names), without titles: `Lee, Ann`, `Ann Lee`, and with `last_first` `Lee Ann`.

    A last name begins with the second word, or with a `von` or another particle behind it.
    """
    pairs = [_split(text or "", last_first) for text in tidy(values).to_pylist()]
    return pa.array([first for first, _ in pairs], pa.string()), pa.array([last for _, last in pairs], pa.string())


def _split(text: str, last_first: bool) -> tuple[str | None, str | None]:
    last, comma, first = (part.strip() for part in text.partition(","))
    if comma:
        return " ".join(_untitled(first)) or None, " ".join(_untitled(last)) or None
    words = _untitled(text)
    if len(words) == 1 and words != text.split():
        return None, words[0]
    if last_first:
        at = next((i for i, word in enumerate(words) if fold(word) not in folded("people", "particles")), 0) + 1
        return " ".join(words[at:]) or None, " ".join(words[:at]) or None
    at = next(
        (i for i, word in enumerate(words) if i and word.islower() and fold(word) in folded("people", "particles")), 1
    )
    return " ".join(words[:at]) or None, " ".join(words[at:]) or None


def _untitled(text: str) -> list[str]:
    """The words of a name without the titles before it; a name of titles only stays."""
    words = text.split()
    at = next((i for i, word in enumerate(words) if not _is_title(word)), 0)
    return words[at:]


def _is_title(word: str) -> bool:
    return fold(word) in folded("people", "titles") or (
        word.endswith(".") and fold(word) in folded("people", "dotted_titles")
    )


CHANGES = {"consent": consent, "email": email, "birth_year": birth_year, "postcode": code, "phone": code}
