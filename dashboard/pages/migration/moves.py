"""Two month ends and what moved between them: the choice in the address, the moves, the drift. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import pandas as pd

from dashboard.filters.published import Published, Segment, Segmentation
from dashboard.filters.selection import Filters, Scope, add_months, query_fields
from dashboard.words import formats
from wording.languages import say, to_say

QUARTER = 3  # months back where only the end is chosen
SHIFTING, SHIFTED = 0.1, 0.25  # how the stability index is read, see models.history.drift
STEPS = {"up": to_say("{customers} {old} became {new}"), "down": to_say("{customers} {old} slipped to {new}")}
QUIET = ("hibernating", "lost")
NOT_YET = Segment("", to_say("Not yet a customer"), 14, to_say("No order by then."), "", 0)


@dataclass(frozen=True)
class Span:
    """The two month ends that are compared, among those there are."""

    since: date
    until: date
    months: tuple[date, ...]

    def to_query(self) -> str:
        """What the address says of it."""
        return f"since={self.since:%Y-%m}&until={self.until:%Y-%m}"


def span(months: tuple[date, ...], search: str, ends: tuple[date, date] | None = None) -> Span | None:
    """What the address chooses, else `ends`, those of the window; None without either or with fewer than two months."""
    asked = Filters.from_query(
        "&".join(
            f"{ {'since': 'from', 'until': 'to'}[key] }={value}"
            for key, value in query_fields(search)
            if key in ("since", "until")
        )
    ).ordered()
    if len(months) < 2 or not (asked.start or asked.end or (ends and set(ends) <= set(months))):
        return None
    since, until = ends or (None, None)
    until = _nearest(months[1:], asked.end or until or months[-1])
    since = asked.start or since or add_months(until, -QUARTER)
    return Span(_nearest([month for month in months if month < until] or months[:1], since), until, months)


def _nearest(months: tuple[date, ...] | list[date], wanted: date) -> date:
    """The latest month up to the wanted one, else the first."""
    return max((month for month in months if month <= wanted), default=months[0])


def month_end(published: Published, scope: Scope, month: date) -> date:
    """The day that a month's point stands for: its last, or that of the run where it ends within."""
    last = published.of(scope).as_of
    return pd.Timestamp(min(add_months(month, 1), last) - pd.Timedelta(days=1)).date()


def named(frame: pd.DataFrame, segmentation: Segmentation) -> pd.DataFrame:
    """Flows with `old` and `new` segments as objects, best first, and `move`: new, up, down or stayed."""
    segments = [
        (_segment(segmentation, row.from_segment), _segment(segmentation, row.to_segment)) for row in frame.itertuples()
    ]
    moves = [_move(old, new) for old, new in segments]
    order = [(old.position, new.position) for old, new in segments]
    full = frame.assign(old=[one[0] for one in segments], new=[one[1] for one in segments], move=moves)
    return full.iloc[sorted(range(len(order)), key=order.__getitem__)].reset_index(drop=True)


def _segment(segmentation: Segmentation, segment_id: object) -> Segment:
    if not isinstance(segment_id, str):
        return _not_yet()
    return segmentation.once(segment_id)


def _not_yet() -> Segment:
    return replace(NOT_YET, name=say(NOT_YET.name), description=say(NOT_YET.description))


def _move(old: Segment, new: Segment) -> str:
    if not old.segment_id:
        return "new"
    return "stayed" if old.position == new.position else "up" if new.position < old.position else "down"


def sentence(flows: pd.DataFrame) -> str:
    """The largest step up and the largest step down: `412 Loyal became Champions, 268 Champions slipped to Loyal`."""
    parts = []
    for move, text in STEPS.items():
        found = flows[flows["move"] == move]
        if len(found):
            top = found.loc[found["customers"].idxmax()]
            customers = formats.count(top["customers"])
            parts.append(say(text, customers=customers, old=top["old"].name, new=top["new"].name))
    return ", ".join(parts) or say("Nobody changed segment")


def totals(flows: pd.DataFrame) -> dict[str, int]:
    """Customers who stayed, went up, down, are new, went quiet, came back; all of then and of now."""
    customers = flows["customers"]
    then = flows["move"] != "new"
    was_quiet, is_quiet = (
        pd.Series([one.segment_id in QUIET for one in flows[side]], index=flows.index, dtype=bool)
        for side in ("old", "new")
    )
    found = {move: customers[flows["move"] == move].sum() for move in ("stayed", "up", "down", "new")}
    found |= {"quiet": customers[then & is_quiet & ~was_quiet].sum(), "back": customers[was_quiet & ~is_quiet].sum()}
    found |= {"then": customers[then].sum(), "now": customers.sum()}
    return {name: int(value) for name, value in found.items()}


def bundled(flows: pd.DataFrame, least: float = 0.003) -> tuple[pd.DataFrame, int]:
    """The flows of at least that share of everyone, and how many customers the rest are."""
    large = flows["customers"] >= least * flows["customers"].sum()
    return flows[large].reset_index(drop=True), int(flows.loc[~large, "customers"].sum())


def stability(sizes: pd.DataFrame) -> pd.DataFrame:
    """One row a month but the first: `month`, `psi` of the shares against the month before (`models.history.drift`)."""
    table = sizes.pivot_table(index="month", columns="segment_id", values="customers", aggfunc="sum", fill_value=0)
    rows = [
        {"month": table.index[i], "psi": _index(table.iloc[i - 1].to_numpy(float), table.iloc[i].to_numpy(float))}
        for i in range(1, len(table))
    ]
    return pd.DataFrame(rows, columns=["month", "psi"])


def _index(old: np.ndarray, new: np.ndarray) -> float:
    used = (old > 0) | (new > 0)
    before, after = (np.maximum(side[used], 0.5) / max(side.sum(), 1) for side in (old, new))
    return float(((after - before) * np.log(after / before)).sum())


def reading(psi: float) -> str:
    """What an index means; `say` it."""
    return to_say("stable") if psi < SHIFTING else to_say("shifting") if psi <= SHIFTED else to_say("shifted")
