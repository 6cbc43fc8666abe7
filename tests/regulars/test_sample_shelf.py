"""What the sample shop begins with is real: cards that pages have, an audience of each kind, none twice."""

import pytest
from sqlalchemy import Engine

from accounts.kept import boards, cards, saved_views
from audiences.lists import counting, keeping, standing
from dashboard.pages import PAGES
from dashboard.words.definitions import charts
from regulars import sample_shelf
from regulars.demo import fill_shelf
from warehouse.access import see_everything


@pytest.mark.store("sample_store")
def test_a_first_visit_meets_a_board_a_view_and_audiences_once(engine: Engine) -> None:
    fill_shelf(engine)
    fill_shelf(engine)
    with engine.connect() as connection:
        see_everything(connection)
        (board,) = boards.visible(connection, "anybody")
        (view,) = saved_views.visible(connection, "anybody")
        kept = {one.audience_id: one for one in keeping.everything(connection)}
        sizes = counting.sizes(
            connection, {number: one.definition for number, one in kept.items()}, standing.stands(connection)
        )
        on_it = [(one.card, one.address) for one in cards.of_board(connection, board.board_id)]
    assert (board.name, board.is_shared) == ("Monday morning", True)
    assert (view.name, view.address) == ("At risk in Germany", "/segments/at-risk?country=DE")
    assert {one.name for one in kept.values()} == {"Lapsing regulars", "Second order due"}
    assert all(size.customers for size in sizes.values())
    assert on_it == [(card, address) for card, address, _, _ in sample_shelf.CARDS]


def test_its_cards_are_of_the_pages_they_name() -> None:
    paths = {module.PAGE.path for module in PAGES}
    for card, address, _, _ in sample_shelf.CARDS:
        assert address.strip("/") in paths
        assert card in charts() or card == "overview-figures"
