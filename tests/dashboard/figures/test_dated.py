"""Notes on dates where a chart does not go along months: on the curves of cohorts."""

from datetime import date

import pandas as pd

from dashboard.figures.sales.cohorts import curves
from dashboard.figures.sales.dated import AGES, months_of, noted
from dashboard.words.notes import Note, within

JAN, FEB, MAR, APR = (date(2023, month, 1) for month in (1, 2, 3, 4))
SINGLE = pd.DataFrame([[1.0, 0.5, 0.4], [1.0, 0.3, None]], index=[JAN, FEB], columns=[0, 1, 2])
DRAWN = curves({1: 0.4, 2: 0.4}, {}, SINGLE, ("Jan–Feb 2023", ""), str, {}).to_dict()


def test_a_note_stands_on_each_cohort_so_many_months_after_its_first_orders() -> None:
    assert months_of(DRAWN, AGES) == {FEB, MAR}
    all_notes = [Note(date(2023, 3, 12), "Catalogue <sent>"), Note(FEB, "Fair"), Note(APR, "Later")]
    notes = within(all_notes, months_of(DRAWN, AGES))
    assert [one.words for one in notes] == ["Fair", "Catalogue <sent>"]
    *lines, marks = noted(DRAWN, notes, AGES)["data"]
    assert lines == DRAWN["data"]
    assert list(zip(marks["x"], marks["y"], marks["customdata"], strict=True)) == [
        (1, 0.5, "1 Feb 2023: Fair<br>1 month after the first orders of Jan 2023"),
        (2, 0.4, "12 Mar 2023: Catalogue &lt;sent&gt;<br>2 months after the first orders of Jan 2023"),
        (1, 0.3, "12 Mar 2023: Catalogue &lt;sent&gt;<br>1 month after the first orders of Feb 2023"),
    ]
    assert noted(DRAWN, [], AGES) == DRAWN
