"""Numbers, months and changes as people read them."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from math import floor, isfinite, log10

from warehouse.orders import is_name
from wording.languages import ENGLISH, days, language_now, marked, marks, priced, say, say_form, to_say
from wording.years import is_year

Number = int | float | Decimal

MINUS = "\u2212"
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
SHORT_WEEKDAYS = tuple(name[:3] for name in WEEKDAYS)
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
NOTHING = "–"  # what stands where there is no number
CURRENCY_SIGNS = {"GBP": "£", "EUR": "€", "USD": "$", "JPY": "¥", "BRL": "R$", "INR": "₹"}
SMALLEST_RATIO = 0.0005  # that reads as 0.1 %
SCALES = ((1e9, "B"), (1e6, "M"), (1e3, "k"))
SCALED = {"B": to_say("{number}B"), "M": to_say("{number}M"), "k": to_say("{number}k"), "": "{number}"}


NOUGHTS = re.compile(r"\.0+(?=\D|$)|(?<=\.\d)0+(?=\D|$)")


def without_noughts(text: str) -> str:
    """A number as a tick has it, without noughts that say nothing: `£30k`, not `£30.0k`."""
    if language_now() == ENGLISH:
        return NOUGHTS.sub("", text)
    mark = re.escape(marks().decimal)
    return re.sub(rf"{mark}0+(?=\D|$)|(?<={mark}\d)0+(?=\D|$)", "", text)


def currency_sign(code: str) -> str:
    """The sign before an amount: `£`; for a currency without a well-known sign its code and a space."""
    return CURRENCY_SIGNS.get(code, f"{code}\u00a0")


def _missing(value: Number | None) -> bool:
    return value is None or not isfinite(value)


def count(value: Number | None) -> str:
    """A count, exact: `4,338`."""
    return NOTHING if value is None or _missing(value) else _signed(value, marked(f"{abs(float(value)):,.0f}"))


def short(value: Number | None) -> str:
    """A number at three digits: `8.89M`, `541k`, `37.2`, `0`."""
    if value is None or _missing(value):
        return NOTHING
    number = abs(float(value))
    for size, letter in SCALES:
        if number >= size * 0.9995:
            return _signed(value, scaled(_three_digits(number / size), letter))
    return _signed(value, marked(f"{number:,.0f}") if number == round(number) else _three_digits(number))


def scaled(number: str, letter: str) -> str:
    """A number of so many thousands, millions or billions, by one of SCALES: `541k`, `541 Tsd.`."""
    return f"{number}{letter}" if language_now() == ENGLISH else say(SCALED[letter], number=number)


def valued(value: Number | None, label: str) -> str:
    """A value of the attribute of that label, at three digits; a year as it is: `51.6k`, `1974`."""
    return f"{value:.0f}" if value is not None and is_year(label, float(value)) else short(value)


def _signed(value: Number, written: str) -> str:
    """With the sign of the value, unless nothing is left of it: `−3`, but `0` for -0.2."""
    return MINUS + written if value < 0 and any(digit in written for digit in "123456789") else written


def _three_digits(number: float) -> str:
    rounded = float(f"{number:.3g}")  # 99.96 is 100, not 100.0
    decimals = 2 - floor(log10(rounded)) if rounded else 0
    return marked(f"{number:,.{min(2, max(0, decimals))}f}")


def with_sign(number: str, currency: str) -> str:
    """The sign of the currency where the language puts it: `£8.89M`, `8,89 Mio. £`."""
    return priced(number, currency_sign(currency))


def money(value: Number | None, currency: str) -> str:
    """An amount at three digits: `£8.89M`; below a hundred to the cent unless it is whole: `£37.70`, `£38`; negative
    with the sign before the currency: `−£1.2k`."""
    if value is None or _missing(value):
        return NOTHING
    number = abs(float(value))
    rounded = round(number, 2)
    if rounded < 100 and number:
        short_ = f"{rounded:.0f}" if rounded == round(rounded) and rounded else marked(f"{rounded:.2f}")
    else:
        short_ = short(number)
    return _signed(value, with_sign(short_, currency))


def amount_tick(value: float, currency: str) -> str:
    """An amount on an axis, without needless digits: `£0`, `£500`, `£1.2M`."""
    size, letter = next(((size, letter) for size, letter in SCALES if abs(value) >= size), (1, ""))
    return with_sign(scaled(marked(f"{value / size:g}"), letter), currency)


def money_exact(value: Number | None, currency: str) -> str:
    """An amount to the cent: `£8,887,208.89`."""
    if value is None or _missing(value):
        return NOTHING
    return _signed(value, with_sign(marked(f"{abs(Decimal(str(value))):,.2f}"), currency))


def share(part: Number | None, whole: Number | None, decimals: int = 1) -> str:
    """A share in per cent, `50.2 %`; nothing where the whole is nothing."""
    if part is None or whole is None or _missing(part) or _missing(whole) or not whole:
        return NOTHING
    return percent(float(part) / float(whole), decimals)


def percent(ratio: float | None, decimals: int = 1) -> str:
    """A ratio in per cent, with a narrow no-break space: `50.2 %`."""
    if ratio is None or not isfinite(ratio):
        return NOTHING
    return _signed(ratio, f"{marked(f'{abs(ratio) * 100:.{decimals}f}')}\u202f%")


def points(difference: float | None, decimals: int = 1) -> str:
    """How far a share has moved: `+6.5 pts`, `−2.3 pts`, `0.0 pts`."""
    if difference is None or not isfinite(difference):
        return NOTHING
    return _in_points(signed(100 * difference, decimals))


def _in_points(number: str) -> str:
    return say("{number}\u202fpts", number=number)


def signed(value: float, decimals: int) -> str:
    """A number with its sign, which a nought has not: `+0.31`, `−0.31`, `0.00`."""
    written = _signed(value, marked(f"{abs(value):,.{decimals}f}"))
    return f"+{written}" if value > 0 and any(digit in written for digit in "123456789") else written


def arrow(change: float, decimals: int = 1, in_points: bool = False) -> str:
    """A change with its direction, which a nought has not: `▲ 8.3 %`, `▼ 2.0 pts`, `0.0 %`."""
    written = marked(f"{abs(change) * 100:.{decimals}f}")
    sign = {1: "▲ ", -1: "▼ ", 0: ""}[direction(change, decimals)]
    return sign + (_in_points(written) if in_points else f"{written}\u202f%")


def direction(change: float, decimals: int = 1) -> int:
    """1 up, -1 down, 0 where nothing of the change is left in per cent of so many decimals."""
    is_seen = any(digit in f"{abs(change) * 100:.{decimals}f}" for digit in "123456789")
    return (1 if change > 0 else -1) if is_seen else 0


TONES = {1: "better", -1: "worse", 0: ""}  # of a change of what should be more


def percent_or_less(ratio: float, decimals: int = 1) -> str:
    """A ratio in per cent; of something that would read as nothing, `< 0.1 %`."""
    return f"<\u202f{percent(0.001)}" if 0 < ratio < SMALLEST_RATIO else percent(ratio, decimals)


def times(ratio: float | None) -> str:
    """A multiple: `2.4×`."""
    return NOTHING if ratio is None or not isfinite(ratio) else f"{_three_digits(ratio) if ratio else 0}×"


def ratio(part: Number | None, whole: Number | None) -> float | None:
    """part / whole as a float; None where either is missing or the whole is nothing."""
    if part is None or whole is None or _missing(part) or _missing(whole) or not whole:
        return None
    return float(part) / float(whole)


def month(day: date) -> str:
    """`Mar 2011`."""
    return days.month(day)


def day(value: date | None) -> str:
    """`9 Dec 2011`."""
    return NOTHING if value is None else days.day(value)


def plural(number: int, one: str, many: str | None = None) -> str:
    """`1 order`, `2 orders`, `2 countries`: where so many stand alone; in a sentence `say_n` says all of it."""
    return f"{count(number)} {say_form(int(number), one, many or one + 's')}"


def months_in_short() -> tuple[str, ...]:
    """`Jan` … `Dec`."""
    return MONTHS if language_now() == ENGLISH else tuple(days.month_name(one, short=True) for one in range(1, 13))


def short_weekdays() -> tuple[str, ...]:
    """`Mon` … `Sun`."""
    if language_now() == ENGLISH:
        return SHORT_WEEKDAYS
    return tuple(days.weekday(one, short=True) for one in range(7))


def weekdays() -> tuple[str, ...]:
    """`Monday` … `Sunday`."""
    return WEEKDAYS if language_now() == ENGLISH else tuple(days.weekday(one) for one in range(7))


def lowered(name: str) -> str:
    """A name within a sentence: its first letter small in English; German has its nouns as they are."""
    return name.lower() if language_now() == ENGLISH else name


def product_name(description: str | None, stock_code: str) -> str:
    """A product as a name in a sentence: as the shop writes it."""
    return (description or "").strip() or stock_code


def product_code(description: str | None, stock_code: str) -> str:
    """What stands beside a product's name: its code; nothing where that is the name, as of lines without codes."""
    return "" if is_name(stock_code, product_name(description, stock_code)) else stock_code
