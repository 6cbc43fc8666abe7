"""Every page cut by an audience shows what the same filter shows, and says so where it cannot."""

import re

import pytest
from flask.testing import FlaskClient

from dashboard.shop import Shop
from tests.dashboard.conftest import MakeApp
from tests.dashboard.pages.test_holes import every_answer
from tests.dashboard.queries.test_cuts import audience

FILTER = r"(audience=\d+|country=DE,FR|country=DE%2CFR)"
NOTE = r" · “\w+”|, with(out)? guests| · Germany, France"
# What knows a filter by country from others: pages of one country are of it alone, whatever the filter.
OF_COUNTRIES = ("country-", "countries-", "filter-")
OF_THE_FILTER = ("chips", "view-offer")  # what names the filter itself


@pytest.fixture(scope="module")
def kept_client(kept: Shop, make_app: MakeApp) -> FlaskClient:
    return make_app(kept.engine).server.test_client()


def normal(words: str) -> str:
    """Without what addresses and notes say of the filter itself."""
    words = re.sub(r"(audiences(?:.u002f|/)new\?conditions=)[^\"]*", r"\1", words)  # an audience says the filter too
    words = re.sub(rf"\?{FILTER}&", "?", words)
    words = re.sub(r"exports(.u002f|/)(\w+)\.(csv|html|pdf)&", r"exports\1\2.\3?", re.sub(rf"[?&]{FILTER}", "", words))
    return re.sub(NOTE, "", words)


def differing(client: FlaskClient, shop: Shop, name: str, same: str) -> tuple[set[str], int]:
    """The callbacks that answer otherwise to an audience than to a filter, and how many were asked."""
    cut = dict(every_answer(client, shop, f"?audience={audience(shop, name)}"))
    filtered = dict(every_answer(client, shop, same))
    return {one for one in cut if normal(cut[one]) != normal(filtered[one])}, len(cut)


@pytest.mark.parametrize(
    ("name", "same", "others"),
    [("everybody", "", OF_THE_FILTER), ("countries", "?country=DE,FR", (*OF_COUNTRIES, *OF_THE_FILTER))],
)
def test_every_card_shows_what_the_same_filter_shows(
    kept: Shop, kept_client: FlaskClient, name: str, same: str, others: tuple[str, ...]
) -> None:
    found, asked = differing(kept_client, kept, name, same)
    assert {one for one in found if not one.startswith(others)} == set()
    assert asked > 100
