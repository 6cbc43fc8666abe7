"""How many more of each segment answered to campaigns so far: what advice goes by instead of an assumption."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, select

from audiences.measurement.grounds import BUYERS, grounds
from audiences.measurement.result import Result, result
from warehouse.schema import campaigns

MOST = 30  # the newest


@dataclass(frozen=True)
class Answers:
    """A segment in all campaigns that are over, whatever came of them."""

    campaigns: int
    sent: int
    more: float  # buyers, against those held out

    @property
    def rate(self) -> float:
        """Of each who was written to."""
        return self.more / self.sent


def answers_by_segment(connection: Connection, *_state: Hashable) -> Mapping[str, Answers]:
    """By the segment's name, those with people enough on both sides of a campaign whose days are over."""
    c = campaigns.c
    numbers = select(c.campaign_id).where(c.held_share > 0).order_by(c.campaign_id.desc()).limit(MOST)
    found = (grounds(connection, number) for number in connection.scalars(numbers).all())
    return pooled([result(one) for one in found if one is not None and one.is_over])


def pooled(results: list[Result]) -> Mapping[str, Answers]:
    """Campaigns together, each by how many were written to. Pure."""
    found: dict[str, Answers] = {}
    for segment in (segment for one in results for segment in one.segments):
        outcome = segment.outcomes[BUYERS]
        if outcome.last is not None:  # of all by now: what was told first would be what chance favoured
            before = found.get(segment.name, Answers(0, 0, 0.0))
            found[segment.name] = Answers(
                before.campaigns + 1, before.sent + segment.sent, before.more + float(outcome.each[-1]) * segment.sent
            )
    return found
