"""How a segment goes: sales of the latest full months, and who joined and left. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from dashboard.filters.comparison import Baseline
from dashboard.filters.months import window_sum
from dashboard.insights.advice.advice import Trend
from dashboard.insights.advice.material import Material, Row
from dashboard.words import formats

STEADY = 0.02  # a change below it is none worth a word
UNKNOWN = "Who joined and who left is not known of these segments and months."
LARGE = 2.0  # from three times as much on, a multiple reads better than per cent


def trend_of(material: Material, segment_id: str) -> Trend:
    """Who joined and left, then sales: those of segments that are made of who bought when follow from that, and are
    left out."""
    if material.periods is None:
        return Trend(f"{material.not_compared.capitalize()}.")
    moves = _moves(material, material.periods, segment_id)
    sales = Trend("") if material.is_from_orders else _sales(material, material.periods, segment_id)
    text = " ".join(part for part in (moves[0] if moves else "", sales.text) if part)
    joined, left = moves[1:] if moves else (None, None)
    return Trend(text or UNKNOWN, sales.change, sales.late, sales.early, joined, left)


def _sales(material: Material, periods: Baseline, segment_id: str) -> Trend:
    own = _by_month(material.rows("months", segment_id))
    late, early = (window_sum(own, window) for window in (periods.late, periods.early))
    when, before, money = periods.late_words(), periods.early_words(), material.money
    if not late and not early:
        return Trend(f"No sales in {before} or {when}.", None, late, early)
    if not early:
        return Trend(f"Sales of {money(late)} in {when}, none in {before}.", None, late, early)
    if not late:
        return Trend(f"No sales in {when}, {money(early)} in {before}.", -1.0, late, early)
    change = late / early - 1
    text = f"Sales of {money(late)} in {when}, {changed(change)} {before}"
    everyone = _by_month(material.all_rows("months"))
    if everyone != own:
        whole = window_sum(everyone, periods.late) / window_sum(everyone, periods.early) - 1
        text += f" (all: {signed(whole)})"
    return Trend(f"{text}.", change, late, early)


def _by_month(rows: Sequence[Row]) -> dict[date, float]:
    found: dict[date, float] = {}
    for row in rows:
        found[row["month"]] = found.get(row["month"], 0.0) + row["gross"]
    return found


def changed(change: float) -> str:
    """`12 % more than in`, `as much as in`, `3.4× as much as in`."""
    if abs(change) < STEADY:
        return "about as much as in"
    if change >= LARGE:
        return f"{formats.times(change + 1)} as much as in"
    return f"{formats.percent(abs(change), 0)} {'more' if change > 0 else 'less'} than in"


def signed(change: float) -> str:
    """`+12 %`, `−3 %`, `±0 %`."""
    text = formats.percent(change, 0)
    return text if change < 0 and text.startswith(formats.MINUS) else f"{'+' if change > 0 else '±'}{text}"


def _moves(material: Material, periods: Baseline, segment_id: str) -> tuple[str, int, int] | None:
    """In words, and how many joined and left; None where it is not known."""
    joined, left, before, now = 0, 0, 0, 0
    flows = material.flows
    if flows is None:
        return None
    for was, became, customers in zip(flows["from_segment"], flows["to_segment"], flows["customers"], strict=True):
        before += int(customers) * (was == segment_id)
        now += int(customers) * (became == segment_id)
        joined += int(customers) * (was != segment_id == became)
        left += int(customers) * (became != segment_id == was)
    when = f"in {periods.late_words()}"
    if not joined and not left:
        return f"Nobody joined or left {when}.", 0, 0
    size = f"Still {formats.plural(now, 'customer')}"
    if before != now:
        size = f"From {formats.count(before)} to {formats.plural(now, 'customer')}"
    names = (formats.count(joined) if joined else "nobody", formats.count(left) if left else "nobody")
    return f"{size} {when}: {names[0]} joined, {names[1]} left.", joined, left
