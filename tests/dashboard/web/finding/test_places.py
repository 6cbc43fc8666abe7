"""What a text means: views, segments, countries and audiences, the closest first."""

import pytest

from dashboard.web.finding.places import VIEWS, Found, best, far


@pytest.mark.parametrize(
    ("name", "words", "distance"),
    [
        ("Germany", "germany", 0),
        ("Germany", "GER", 1),
        ("Österreich", "oster", 1),
        ("Côte d’Ivoire", "cote d", 1),
        ("At risk", "risk", 2),
        ("Cannot lose them", "lose can", 2),
        ("Germany", "many", None),
        ("Germany", "germany france", None),
        ("Champions", "", 1),
        ("Champions", "%-%", None),
    ],
)
def test_how_far_a_name_is_from_a_text(name: str, words: str, distance: int | None) -> None:
    assert far(name, words) == distance


def test_the_closest_come_first_and_six_of_a_kind_at_most() -> None:
    found = [Found(VIEWS, name, "", "/", "house") for name in ("New in Oslo", "Old", "Oslo", *"abcdefg", "Oslo South")]
    assert [one.name for one in best(found, "oslo")] == ["Oslo", "Oslo South", "New in Oslo"]
    many = [Found(kind, f"{kind} {at}", "", "/", "house") for at in range(8) for kind in ("x", "y")]
    assert [one.name for one in best(many, "x")] == [f"x {at}" for at in range(6)]
    assert len(best(many, "")) == 16
