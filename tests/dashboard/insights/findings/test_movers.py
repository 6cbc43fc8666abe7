"""The findings about customers who changed side: the money is what they brought, not what others of a segment do."""

from dataclasses import replace

import pandas as pd
import pytest

from dashboard.filters.comparison import Baseline
from dashboard.insights.findings.finding import Finding
from dashboard.insights.findings.movers import Moves, mover_findings
from dashboard.queries.segments.value import Fading
from tests.dashboard.insights.literal import APR, JAN, JUN, MAR, rows

COLUMNS = "from_segment to_segment customers net net_before"
NAMES = {"champions": "Champions", "loyal": "Loyal", "at-risk": "At risk", "hibernating": "Hibernating"}
MOVES = Moves(
    rows(
        COLUMNS,
        ("champions", "champions", 9, 900.0, 800.0),
        ("champions", "at-risk", 2, 5.0, 60.0),
        ("loyal", "at-risk", 3, 7.0, 90.0),
        ("loyal", "hibernating", 1, -2.0, 10.0),
        ("at-risk", "loyal", 4, 130.0, 20.0),
        (None, "champions", 7, 700.0, 0.0),
    ),
    Baseline((APR, JUN), (JAN, MAR)),
    NAMES,
)
FADING = Fading(
    56,
    140.0,
    rows("customer_id fading_value overdue probability_alive", ("17", 12.0, 4.0, None), ("9", 3.0, 5.0, None)),
)
NOBODY = Fading(0, 0.0, FADING.listed[:0])
RHYTHM = Finding(
    "56 customers have fallen out of rhythm",
    "As of the latest day, the value model still expects £140 within 90 days; "
    "customer 17 alone £12, silent for 4.00× their usual interval.",
    140.0,
    ("value",),
)


def test_all_that_is_said() -> None:
    assert mover_findings(MOVES, FADING, "GBP") == [
        RHYTHM,
        Finding(
            "6 customers slipped away from Champions and Loyal in Apr–Jun 2023",
            "They brought £160 in Jan–Mar 2023 and £10 since, net of returns. 3 went from Loyal to At risk. Win them "
            "back before they are gone.",
            150.0,
            ("migration",),
        ),
        Finding(
            "4 customers came back to Loyal in Apr–Jun 2023",
            "They brought £130 then, after £20 in Jan–Mar 2023, net of returns. 4 went from At risk to "
            "Loyal. Find out what brought them.",
            130.0,
            ("migration",),
        ),
    ]


@pytest.mark.parametrize(
    "changes",
    [
        {"periods": Baseline((APR, JUN), (APR.replace(year=2022), JUN.replace(year=2022)))},  # another basis
        {"flows": MOVES.flows.assign(net_before=float("nan"))},  # the history does not reach so far
    ],
)
def test_without_the_months_before_only_those_of_the_window_are_told(changes: dict[str, object]) -> None:
    found = mover_findings(replace(MOVES, **changes), NOBODY, "GBP")  # type: ignore[arg-type]
    assert [(one.text.partition(", net")[0], one.money) for one in found] == [
        ("They still brought £10 then", 10.0),
        ("They brought £130 then", 130.0),
    ]


@pytest.mark.parametrize(
    "flows",
    [
        MOVES.flows[:1],  # nobody moved
        MOVES.flows.assign(net=float("nan")),  # a run from before their money was counted
        MOVES.flows.assign(net=-1.0, net_before=-2.0),  # they gave back more than they bought
    ],
)
def test_nothing_is_told_where_there_is_nothing(flows: pd.DataFrame) -> None:
    assert mover_findings(replace(MOVES, flows=flows), NOBODY, "GBP") == []
    assert mover_findings(None, NOBODY, "GBP") == []


def test_one_customer_is_written_as_one() -> None:
    moves = replace(MOVES, flows=rows(COLUMNS, ("loyal", "at-risk", 1, 4.0, 10.0)))
    one = Fading(1, 12.0, FADING.listed[:1].assign(probability_alive=0.2))
    found = mover_findings(moves, one, "GBP")
    assert [one.title for one in found] == [
        "A customer has fallen out of rhythm",
        "1 customer slipped away from Loyal in Apr–Jun 2023",
    ]
    assert mover_findings(replace(moves, names={}), NOBODY, "GBP")[0].text.endswith(
        "1 went from Loyal to At risk. Win them back before they are gone."
    )
    assert found[0].text == (
        "As of the latest day, the value model still expects £12 within 12 months; customer 17 has been silent for "
        "4.00× their usual interval."
    )
