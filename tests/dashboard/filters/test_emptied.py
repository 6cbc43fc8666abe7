"""Segments that customers were in and nobody is in today keep their name, place and colour."""

from datetime import date

import pandas as pd
import pytest

from dashboard.components.tables import Words, name_cell
from dashboard.filters.naming import named_segments
from dashboard.filters.published import RFM_GROUPS, Segment, Segmentation
from dashboard.filters.selection import Filters
from dashboard.shop import Place
from models.rfm.groups import GROUPS, Group
from tests.dashboard.calls import texts

RUN = Segmentation(1, "RFM groups", "rfm", date(2024, 5, 6), (Segment("loyal", "Loyal", 2, "", "", 9),))


def test_the_groups_are_those_that_runs_publish() -> None:
    assert tuple(group.name for group in GROUPS[: len(RFM_GROUPS)]) == RFM_GROUPS


@pytest.mark.parametrize("group", GROUPS[: len(RFM_GROUPS)], ids=lambda group: group.id)
def test_an_emptied_group_is_itself(group: Group) -> None:
    once = RUN.once(group.id)
    assert (once.name, once.position) == (group.name, group.position)
    assert once.is_emptied == (once.name != "Loyal")


def test_it_is_never_taken_for_guests() -> None:
    frame = named_segments(pd.DataFrame({"segment_id": [None, "promising", "loyal", "segment-3"]}), RUN)
    assert frame["name"].tolist() == ["Loyal", "Promising", "Segment 3", "Guests"]


def test_it_leads_to_no_page() -> None:
    for segment, href in (("promising", ""), ("loyal", "/segments/loyal")):
        cell = name_cell(Place(Filters()), RUN.once(segment))
        assert isinstance(cell, Words)
        assert (cell.href, texts(cell)) == (href, RUN.once(segment).name)
