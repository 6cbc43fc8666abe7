"""Prices that are of a unit by their name (`Price per kg`, `€/m`, `Stundensatz`): what they are multiplied by."""

import re
from collections.abc import Mapping, Sequence

from etl.names.hints import says
from etl.names.labels import fold, listed, quoted
from etl.names.questions import which_column
from etl.recognition.head.first_rows import Head
from warehouse.errors import InputError

_PER = r"(?:\b(?:per|pr|pro|je|par|le|la|por|al|za|на|за)|/)\s*(?:1\s*)?"
_WEIGHT = ("weight", "gewicht", "poids", "peso", "waga", "вес")
_LENGTH = ("length", "länge", "longueur", "largo", "lunghezza")
_UNITS = {  # how a unit is written, and words of columns that are in it though they do not say so
    "kg": (("kg", "kgs", "kilo", "kilos", "kilogram", "kilograms", "kilogramm", "кг"), _WEIGHT),
    "g": (("g", "gr", "gram", "grams", "gramm", "gramme"), _WEIGHT),
    "lb": (("lb", "lbs", "pound", "pounds"), _WEIGHT),
    "oz": (("oz", "ounce", "ounces"), _WEIGHT),
    "m": (("m", "meter", "metre", "meters", "metres", "mètre", "metro", "metri", "metros", "lfm"), _LENGTH),
    "m²": (("m²", "m2", "qm", "sqm"), ("area", "fläche", "surface")),
    "l": (("l", "liter", "litre", "liters", "litres", "litro", "litri", "litros"), ("volume", "volumen")),
    "hour": (
        (
            *("hour", "hours", "hr", "hrs", "h", "std", "stunde", "stunden", "heure", "heures", "hora", "horas"),
            *("ora", "ore", "uur", "uren"),
        ),
        ("duration", "dauer", "durée"),
    ),
}
_RATES = (
    *("hourly", "stundensatz", "stundenlohn", "tauxhoraire", "tarifhoraire", "tarifahoraria", "tariffaoraria"),
    "uurtarief",
)


def settle_measure(header: Sequence[str], where: dict[str, int], told: Mapping[str, int], head: Head) -> None:
    """Let the column of its unit multiply a price that is of one: into `where`, which is changed.

    InputError where no one column is of that unit, or pieces stand beside it.
    """
    if {"quantity", "total", "unit_price"} & set(told) or not head.columns:
        return
    if "unit_price" not in where and "total" in where and unit_of_price(header[where["total"]]):
        where["unit_price"] = where.pop("total")
    price = where.get("unit_price")
    if price is None or "total" in where:
        return
    if not (unit := unit_of_price(header[price])):
        return
    taken = {at for name, at in where.items() if name != "quantity"}
    free = [at for at in range(len(header)) if at not in taken and header[at] and head.columns[at].numbers is not None]
    found = [at for at in free if unit in _said_units(header[at])] or [at for at in free if _may_be(header[at], unit)]
    pieces = where.get("quantity")
    if pieces is not None and set(found) <= {pieces}:
        return
    if len(found) == 1 and pieces is None:
        where["quantity"] = found[0]
        return
    likely = sorted({*found, *([] if pieces is None else [pieces])}) or free
    label = header[price]
    names = listed([header[at] for at in likely[:3]]).replace(" and ", " or ")
    raise InputError(
        f"{label} is the price of a {unit}, and {names or 'no column'} could be what it is multiplied by. Say which "
        f"with --map quantity=COLUMN, as in --map quantity={quoted(header[likely[0]]) if likely else 'COLUMN'}; if it "
        f"is what the line comes to, load with --map total={quoted(label)}.",
        (which_column("quantity", [header[at] for at in likely]),),
    )


def unit_of_price(label: str) -> str:
    """The unit that a price is of, by its name; '' for one of pieces."""
    plain = label.casefold().replace("_", " ")
    if any(rate in fold(label) for rate in _RATES):
        return "hour"
    for unit, (spellings, _) in _UNITS.items():
        either = "|".join(re.escape(each) for each in sorted(spellings, key=len, reverse=True))
        if re.search(rf"{_PER}(?:{either})(?![^\W_])", plain):
            return unit
    return ""


def _said_units(label: str) -> set[str]:
    """The units that a column says it is in: `Weight (kg)`, `Stunden`, `kg`."""
    words = set(re.findall(r"[^\W\d_]+[²2]?", label.casefold()))
    bare = len(words) == 1 or "(" in label or "[" in label or "_" in label or " in " in f" {label} "
    said = {unit for unit, (spellings, _) in _UNITS.items() if any(each in words for each in spellings)}
    long = {
        unit for unit, (spellings, _) in _UNITS.items() if any(len(each) > 2 and each in words for each in spellings)
    }
    return set() if unit_of_price(label) or says(label, "price") else said if bare else long


def _may_be(label: str, unit: str) -> bool:
    """Whether a column that names no unit is of what a unit measures."""
    return not _said_units(label) and any(fold(word) in fold(label) for word in _UNITS[unit][1])
