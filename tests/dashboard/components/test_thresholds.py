"""Thresholds of key figures: what was said, what they are called, whether they are crossed, in a sentence."""

from typing import Any

import pytest

from dashboard.components.keyfigures import figures_of
from dashboard.components.thresholds.looking import look
from dashboard.components.thresholds.threshold import FIGURES, NO_NUMBER, UNKNOWN, Threshold
from dashboard.filters.selection import Filters
from dashboard.shop import Shop
from warehouse.errors import InputError

MARCH = "?from=2023-03&to=2023-03&compare=previous"


@pytest.mark.parametrize(
    ("search", "said", "is_crossed", "words"),
    [
        ("", ("net-sales", "below", 60), True, "Net sales were £52.00 in Mar 2023, below £60."),
        ("", ("net-sales", "above", 52), False, "Net sales were £52.00 in Mar 2023, not above £52."),
        ("", ("net-sales", "below", 52), False, "Net sales were £52.00 in Mar 2023, not below £52."),
        ("", ("returns", "above", 5), True, "Returns were £10.00 in Mar 2023, above £5."),
        ("", ("orders", "above", 3.5), True, "Orders were 4 in Mar 2023, above 3.5."),
        ("&country=DE", ("orders", "above", 3.5), False, "Orders were 1 in Mar 2023, not above 3.5."),
        (
            "",
            ("guests-share-of-sales", "below", 50),
            True,
            "Guests' share of sales was 48.4 % in Mar 2023, below 50 %.",
        ),
        (
            *("", ("gross-sales", "moved", 40), True),
            "Gross sales fell by 43.6 %, from £110.00 in Feb 2023 to £62.00 in Mar 2023: more than 40 %.",
        ),
        (
            *("", ("gross-sales", "moved", 43.7), False),
            "Gross sales fell by 43.6 %, from £110.00 in Feb 2023 to £62.00 in Mar 2023: not more than 43.7 %.",
        ),
        (
            *("", ("guests-share-of-sales", "moved", 10), True),
            "Guests' share of sales rose by 48.4 points, from 0.0 % in Feb 2023 to 48.4 % in Mar 2023: more than "
            "10 points.",
        ),
        (
            *("&country=Atlantis", ("average-order-value", "below", 10), None),
            "Average order value: there is none in Mar 2023, which has no order.",
        ),
        ("", ("returns", "moved", 10), None, "Returns: nothing to compare vs Feb 2023."),
        ("&compare=none", ("orders", "moved", 1), None, "Orders: no change can be told, not compared."),
    ],
)
def test_whether_it_is_crossed(
    small: Shop, search: str, said: tuple[str, str, float], is_crossed: bool | None, words: str
) -> None:
    base = MARCH.replace("&compare=previous", "") if "compare" in search else MARCH
    scope = small.scope(Filters.from_query(f"{base}{search}"))
    found = look(small, scope, Threshold(*said))
    assert (found.is_crossed, found.words.replace("\u202f", " ")) == (is_crossed, words)
    shown = next(one for one in figures_of(small, scope) if one.label == FIGURES[said[0]].label)
    if said[1] == "moved":
        assert (shown.change is None) == (is_crossed is None)


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (("net-sales", "below", "10,000"), "net sales are below £10,000"),
        (("average-order-value", "above", " £ 12.50 "), "average order value is above £12.5"),
        (("repeat-customers", "below", "30 %"), "repeat customers are below 30 %"),
        (("repeat-customers", "moved", "2.5"), "repeat customers have moved by more than 2.5 points"),
        (("orders", "moved", 10), "orders have moved by more than 10 %"),
    ],
)
def test_what_it_is_called(said: tuple[str, str, Any], words: str) -> None:
    found = Threshold.read(dict(zip(("figure", "when", "value"), said, strict=True)))
    assert found.words("GBP").replace("\u202f", " ") == words
    assert Threshold.read(found.plain()) == found


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"figure": "luck", "when": "below", "value": "1"}, UNKNOWN),
        ({"figure": "orders", "when": "equal", "value": "1"}, UNKNOWN),
        *(
            ({"figure": "orders", "when": "below", "value": value}, NO_NUMBER)
            for value in ("", "many", "-1", "12,5", "1e9", "٣", float("nan"), True, None, "9" * 16)
        ),
    ],
)
def test_what_is_none(said: dict[str, Any], sentence: str) -> None:
    with pytest.raises(InputError, match=sentence):
        Threshold.read(said)
