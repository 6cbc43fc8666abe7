"""Whether a campaign worked: what those who were written to did more than those who were held out."""

from audiences.measurement import sentences
from audiences.measurement.answered import BeforeAfter, answered, before_after
from audiences.measurement.grounds import BUYERS, NET, grounds
from audiences.measurement.looks import FINAL
from audiences.measurement.pooled import Answers, answers_by_segment
from audiences.measurement.result import Outcome, Result, result

__all__ = [
    "BUYERS",
    "FINAL",
    "NET",
    "Answers",
    "BeforeAfter",
    "Outcome",
    "Result",
    "answered",
    "answers_by_segment",
    "before_after",
    "grounds",
    "result",
    "sentences",
]
