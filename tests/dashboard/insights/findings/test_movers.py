"""The findings about customers who changed side: the money is what they brought, not what others of a segment do."""

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from dashboard.filters.comparison import Baseline
from dashboard.insights.findings.finding import Finding
from dashboard.insights.findings.movers import Moves, mover_findings
from dashboard.queries.segments.value import Fading
from tests.dashboard.insights.literal import APR, JAN, JUN, MAR, rows

COLUMNS = "from_segment to_segment customers net net_before net_year_before"
NAMES = {"champions": "Champions", "loyal": "Loyal", "at-risk": "At risk", "hibernating": "Hibernating"}
MOVES = Moves(
    rows(
        COLUMNS,
        ("champions", "champions", 9, 900.0, 800.0, 850.0),
        ("champions", "at-risk", 2, 5.0, 60.0, 30.0),
        ("loyal", "at-risk", 3, 7.0, 90.0, 40.0),
        ("loyal", "hibernating", 1, -2.0, 10.0, 20.0),
        ("at-risk", "loyal", 4, 130.0, 20.0, 0.0),
        (None, "champions", 7, 700.0, 0.0, 0.0),
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
            "They brought £160 in Jan–Mar 2023 and £10 in Apr–Jun 2023, £150 less, net of returns. 3 went from Loyal "
            "to At risk. Win them back before they are gone.",
            150.0,
            ("migration",),
        ),
        Finding(
            "4 customers came back to Loyal in Apr–Jun 2023",
            "They brought £130 in Apr–Jun 2023 and £20 in Jan–Mar 2023, £110 more, net of returns. 4 went from At "
            "risk to Loyal. Find out what brought them.",
            110.0,
            ("migration",),
        ),
    ]


LAST_YEAR = Baseline((APR, JUN), (APR.replace(year=2022), JUN.replace(year=2022)))


def test_against_a_year_before_the_same_difference_counts() -> None:
    found = mover_findings(replace(MOVES, periods=LAST_YEAR), NOBODY, "GBP")
    assert [(one.text.partition(", net")[0], one.money) for one in found] == [
        ("They brought £90 in Apr–Jun 2022 and £10 in Apr–Jun 2023, £80 less", 80.0),
        ("They brought £130 in Apr–Jun 2023", 130.0),  # an amount of nothing is not told
    ]


def test_a_year_against_the_year_before_is_known() -> None:
    """Right before and a year before are the same then: runs from before the second was counted know it, too."""
    year = Baseline((date(2022, 7, 1), JUN), (date(2021, 7, 1), date(2022, 6, 1)))
    moves = replace(MOVES, periods=year, flows=MOVES.flows.assign(net_year_before=float("nan")))
    assert [one.money for one in mover_findings(moves, NOBODY, "GBP")] == [150.0, 110.0]


def test_who_left_more_completely_ranks_higher() -> None:
    left, stayed = (
        replace(MOVES, periods=LAST_YEAR, flows=rows(COLUMNS, ("loyal", "at-risk", 3, net, 90.0, 90.0)))
        for net in (0.0, 80.0)
    )
    assert [mover_findings(one, NOBODY, "GBP")[0].money for one in (left, stayed)] == [90.0, 10.0]


@pytest.mark.parametrize(
    "flows",
    [
        MOVES.flows[:1],  # nobody moved
        MOVES.flows.assign(net=float("nan")),  # a run from before their money was counted
        MOVES.flows.assign(net_before=float("nan")),  # or too long ago: never another amount instead
        MOVES.flows.assign(net=8.0, net_before=8.0),  # they brought as much as before
    ],
)
def test_nothing_is_told_where_there_is_nothing(flows: pd.DataFrame) -> None:
    assert mover_findings(replace(MOVES, flows=flows), NOBODY, "GBP") == []
    assert mover_findings(None, NOBODY, "GBP") == []


def test_one_customer_is_written_as_one() -> None:
    moves = replace(MOVES, flows=rows(COLUMNS, ("loyal", "at-risk", 1, 4.0, 10.0, 10.0)))
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


def test_windows_of_no_such_kind_are_not_priced() -> None:
    apart = Baseline((APR, JUN), (date(2022, 1, 1), date(2022, 3, 1)))
    assert mover_findings(replace(MOVES, periods=apart), NOBODY, "GBP") == []
