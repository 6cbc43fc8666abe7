"""What looks wrong in a load, against those of the same source."""

from datetime import date

import pytest

from worker.notices.loads import Load, alerts_of

HEAD = ("Order", "Date")


def load(number: int, rows: int = 100, header: tuple[str, ...] = HEAD, first: int = 1, last: int = 1) -> Load:
    """A load of days of January."""
    return Load(number, f"{number}.csv", "transactions", rows, header, date(2026, 1, first), date(2026, 1, last))


DAILY = [load(number, first=number, last=number) for number in (5, 4, 3, 2)]  # the newest first


@pytest.mark.parametrize(
    ("came", "earlier", "words"),
    [
        (load(6, first=6), DAILY, []),
        (load(6, rows=50, first=6), DAILY, []),
        (load(6, rows=49, first=6), DAILY, ["6.csv has 49 rows, less than half of the 100 that are usual here."]),
        (load(6, rows=200, first=6), DAILY, []),
        (load(6, rows=201, first=6), DAILY, ["6.csv has 201 rows, more than twice of the 100 that are usual here."]),
        (load(6, rows=1, first=6), DAILY[:3], []),  # too few to say what is usual
        (load(6, header=(*HEAD, "Tax"), first=6), DAILY, ["6.csv has other columns than the file before: Tax new."]),
        (load(6, header=("Date", "A", "B"), first=6), DAILY,
         ["6.csv has other columns than the file before: A, B new; Order missing."]),
        (load(6, header=("Date", "Order"), first=6), DAILY, []),  # another order is none
        (load(6, first=9), DAILY, []),  # three days without sales
        (load(6, first=10), DAILY, ["6.csv begins on 10 January 2026, and 4 days before it have no sales."]),
        (load(6, first=10), [load(5, first=5, last=5), *(load(n, last=n) for n in (1, 1, 1))], []),
        (load(6, first=10), [load(5, first=5, last=5), load(4, last=1)],
         ["6.csv begins on 10 January 2026, and 4 days before it have no sales."]),
        (load(6, first=10), [load(5, first=6, last=6), load(4, last=1)], []),  # a gap as before
    ],
)  # fmt: skip
def test_what_looks_wrong(came: Load, earlier: list[Load], words: list[str]) -> None:
    stored_until = max((one.last for one in earlier if one.last), default=None)
    if earlier is not DAILY and earlier[0].last == date(2026, 1, 5) and len(earlier) == 4:
        stored_until = date(2026, 1, 9)
    assert [one.words for one in alerts_of(came, earlier, stored_until)] == words
