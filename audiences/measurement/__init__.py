"""Whether a campaign worked: what those who were written to did more than those who were held out."""

from audiences.measurement.answered import BeforeAfter, answered, before_after
from audiences.measurement.grounds import BUYERS, NET, ORDERS, Grounds, grounds
from audiences.measurement.looks import ALPHA, EARLY, FINAL
from audiences.measurement.result import LEAST, Outcome, Reading, Result, Segment, Verdict, result

__all__ = [
    "ALPHA",
    "BUYERS",
    "EARLY",
    "FINAL",
    "LEAST",
    "NET",
    "ORDERS",
    "BeforeAfter",
    "Grounds",
    "Outcome",
    "Reading",
    "Result",
    "Segment",
    "Verdict",
    "answered",
    "before_after",
    "grounds",
    "result",
]
