"""What a person at a terminal sees while something takes long."""

import io
import re
import time

import pytest
from rich.console import Console

from wording.bars import bar


@pytest.mark.parametrize(
    ("unit", "rate"),
    [("rows", r"[\d,]+ rows/s 0:00:\d\d left"), ("bytes", r"[\d.]+ (k|M)?B/s 0:00:\d\d left"), ("", "")],
)
def test_a_bar_tells_rate_and_time_left(unit: str, rate: str) -> None:
    screen = io.StringIO()
    with bar(
        Console(file=screen, force_terminal=True, width=80), "Loading the-transactions-of-a-shop.csv", 40_000, unit
    ) as advance:
        for _ in range(4):
            time.sleep(0.3)
            advance(5000)
    seen = re.sub(r"\x1b\[[\d;?]*[a-zA-Z]", "", screen.getvalue())
    assert "Loading the-transaction… " in seen
    assert re.search(rf"(25|38)% 0:00:0\d {rate}", seen)
    assert ("/s" in seen, "left" in seen) == (bool(unit), bool(unit))
