"""Whether a campaign worked: what those who were written to did more than those who were held out."""

from audiences.measurement import sentences
from audiences.measurement.answered import BeforeAfter, answered, before_after
from audiences.measurement.grounds import BUYERS, NET, grounds
from audiences.measurement.looks import FINAL
from audiences.measurement.result import Outcome, Result, result

__all__ = [
    "BUYERS",
    "FINAL",
    "NET",
    "BeforeAfter",
    "Outcome",
    "Result",
    "answered",
    "before_after",
    "grounds",
    "result",
    "sentences",
]
