"""Prices that are of a unit by their name (`Price per kg`, `€/m`, `Stundensatz`): what they are multiplied by."""

import re
from collections.abc import Mapping, Sequence
from functools import cache

from etl.names.hints import says
from etl.names.labels import fold, listed, quoted
from etl.names.matching import Match
from etl.names.questions import which_column
from etl.names.vocabulary import spelled, spoken
from etl.recognition.head.first_rows import Head
from warehouse.errors import InputError
from wording.languages import say

_UNITS = {  # and what measures them, in the words of `measures.toml`
    **{"kg": "weight", "g": "weight", "lb": "weight", "oz": "weight"},
    **{"m": "length", "m²": "area", "l": "volume", "hour": "duration", "day": ""},
}
_RATES = {"hour": "hourly", "day": "daily"}  # units of time, and names of their prices
_WORDS = re.compile(r"[^\W\d_]+[²2]?")
_LONG, _ANYWHERE = 3, 5  # letters of a unit among other words; of a rate that is looked for within others


def add_rate(header: Sequence[str], match: Match, head: Head) -> None:
    """Let a price of an hour or a day be the price, where no other amount has a name."""
    if {"unit_price", "total"} & {*match.where, *match.open} or not head.columns:
        return
    free = _free(header, match.where, head)
    found = [at for at in free if unit_of_price(header[at]) in _RATES or _is_bare_rate(header, at, free)]
    if len(found) == 1:
        match.where["unit_price"] = found[0]


def settle_measure(header: Sequence[str], where: dict[str, int], told: Mapping[str, int], head: Head) -> None:
    """Let the column of its unit multiply a price that is of one: into `where`, which is changed.

    InputError where no one column is of that unit, or pieces stand beside it.
    """
    if {"quantity", "total", "unit_price"} & set(told) or not head.columns:
        return
    if "unit_price" not in where and "total" in where and unit_of_price(header[where["total"]]):
        where["unit_price"] = where.pop("total")
    price = where.get("unit_price")
    if price is None:
        return
    free = _free(header, where, head)
    unit = unit_of_price(header[price]) or _unit_of_time(header, price, free)
    if not unit:
        _refuse_hours_beside(header, where, head, free)
        return
    if unit == "hour" and "time" in where and _are_hours(header, head, where["time"]):
        free = sorted({*free, where.pop("time")})  # `Saat` is both
    found = [at for at in free if unit in _units_of(header[at])] or [at for at in free if _may_be(header[at], unit)]
    pieces = where.get("quantity")
    if "total" in where and (pieces is not None or len(found) != 1):
        return
    if pieces is not None and set(found) <= {pieces}:
        return
    if len(found) == 1 and pieces is None:
        where["quantity"] = found[0]
        return
    likely = sorted({*found, *([] if pieces is None else [pieces])}) or free
    article = "an" if unit == "hour" else "a"
    raise _open(header, price, likely, f"{header[price]} is the price of {article} {unit}")


def _refuse_hours_beside(header: Sequence[str], where: Mapping[str, int], head: Head, free: Sequence[int]) -> None:
    """InputError where hours or days, some of them broken, may multiply a price that names no unit."""
    if {"quantity", "total"} & set(where):
        return
    units = (spoken("measures", "hour") | spoken("measures", "day")) - spoken("date_parts", "day")
    hours = [
        at for at in free if at != where["unit_price"] and head.columns[at].is_fraction and fold(header[at]) in units
    ]
    if hours:
        raise _open(header, where["unit_price"], hours, f"{header[where['unit_price']]} may be of an hour or a day")


def _open(header: Sequence[str], price: int, likely: Sequence[int], what: str) -> InputError:
    label = header[price]
    example = quoted(header[likely[0]]) if likely else "COLUMN"
    names = listed([header[at] for at in likely[:3]]).replace(" and ", " or ")
    return InputError(
        say(
            "{what}, and {value} could be what it is multiplied by. Say which with --map quantity=COLUM"
            "N, as in --map quantity={example}; if it is what the line comes to, load with --map total="
            "{quoted}.",
            what=what,
            value=names or "no column",
            example=example,
            quoted=quoted(label),
        ),
        (which_column("quantity", [header[at] for at in likely]),),
    )


def unit_of_price(label: str) -> str:
    """The unit that a price is of, by its name; '' for one of pieces."""
    whole, words = fold(label), {fold(word) for word in _WORDS.findall(label)}
    for unit, rate in _RATES.items():
        if any(word in words or (len(word) >= _ANYWHERE and word in whole) for word in spoken("measures", rate)):
            return unit
    plain = label.casefold().replace("_", " ")
    return next((unit for unit, pattern in _after_per().items() if pattern.search(plain)), "")


@cache
def _after_per() -> dict[str, re.Pattern[str]]:
    """Each unit behind a word for `per`, or a stroke."""
    before = rf"(?:\b(?:{_either(spelled('measures', 'per'))})\s+|/\s*)(?:1\s*)?"
    return {unit: re.compile(rf"{before}(?:{_either(spelled('measures', unit))})(?![^\W_])") for unit in _UNITS}


def _either(words: Sequence[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


def _unit_of_time(header: Sequence[str], price: int, free: Sequence[int]) -> str:
    """Of a rate that names no unit, that of the only other column in hours or days."""
    if fold(header[price]) not in spoken("measures", "rate"):
        return ""
    found = [unit for at in free if at != price for unit in _units_of(header[at]) if unit in _RATES]
    return found[0] if len(found) == 1 else ""


def _is_bare_rate(header: Sequence[str], at: int, free: Sequence[int]) -> bool:
    return bool(_unit_of_time(header, at, free))


def _free(header: Sequence[str], where: Mapping[str, int], head: Head) -> list[int]:
    """The columns of numbers that are nothing else than pieces."""
    taken = {at for name, at in where.items() if name != "quantity"}
    return [at for at in range(len(header)) if at not in taken and header[at] and head.columns[at].numbers is not None]


def _are_hours(header: Sequence[str], head: Head, at: int) -> bool:
    """Whether a column that is called after times of day holds plain numbers, and so hours that were worked."""
    return head.columns[at].numbers is not None and "hour" in _units_of(header[at])


def _units_of(label: str) -> set[str]:
    """The units that a column says it is in: `Weight (kg)`, `Stunden`, `kg`."""
    if unit_of_price(label) or says(label, "price"):
        return set()
    words, whole = {fold(word) for word in _WORDS.findall(label)} - spoken("date_parts", "day"), fold(label)
    if any(whole in spoken("measures", unit) for unit in _RATES) and whole not in spoken("date_parts", "day"):
        return {unit for unit in _RATES if whole in spoken("measures", unit)}
    if len(words) > 1 and not _sets_a_unit_apart(label):
        words = {word for word in words if len(word) >= _LONG}
    return {unit for unit in _UNITS if words & spoken("measures", unit)}


def _sets_a_unit_apart(label: str) -> bool:
    return any(sign in f" {label} " for sign in ("(", "[", "_", " in "))


def _may_be(label: str, unit: str) -> bool:
    """Whether a column that names no unit is of what a unit measures."""
    measured = spoken("measures", _UNITS[unit]) if _UNITS[unit] else ()
    return not _units_of(label) and any(word in fold(label) for word in measured)
