"""`python -m audiences`: kept, shown, changed, removed, brought."""

import json
from argparse import Namespace
from collections.abc import Callable
from io import BytesIO, TextIOWrapper
from pathlib import Path

import pytest
from sqlalchemy import Engine

from audiences.__main__ import parser
from tests.audiences.lists.test_brought import SHOP
from tests.audiences.shop import fill
from warehouse.errors import InputError, NoDataError
from warehouse.schema import orders, segmentations, static_lists

Say = Callable[..., str]
RUN = {"segmentation_id": 1, "name": "RFM groups", "algorithm": "rfm", "published": True}


@pytest.fixture
def say(database_url: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Say:
    """`say("list")` runs the command in this process and gives what it printed."""
    monkeypatch.setenv("DATABASE_URL", database_url)

    def run(*words: str, stdin: str = "") -> str:
        monkeypatch.setattr("sys.stdin", TextIOWrapper(BytesIO(stdin.encode()), "utf-8"))
        arguments: Namespace = parser().parse_args(words)
        arguments.main(arguments)
        return capsys.readouterr().out

    return run


@pytest.fixture
def shop(engine: Engine) -> Engine:
    """The shop, with a published segmentation."""
    with engine.begin() as connection:
        fill(connection, SHOP)
        given = {"created_at": "2026-07-01", "as_of": "2026-07-01", "parameters": {}, "metrics": {}, "is_stale": False}
        connection.execute(segmentations.insert().values(RUN | given))
    return engine


def test_an_audience_from_file_to_members(shop: Engine, say: Say, tmp_path: Path) -> None:
    file = tmp_path / "rich.json"
    file.write_text('{"field": "net", "at_least": 0}', encoding="utf-8")
    assert say("list") == "There are no audiences yet; keep the first: python -m audiences keep NAME FILE\n"
    assert say("keep", "Rich", str(file)) == "Audience 1, “Rich”, version 1: 3 customers.\n"
    assert say("members", "1") == "17\n19\n20\n"
    text = '{"all": [{"field": "net", "at_least": 50}, {"segment": ["champions"]}]}'
    assert say("keep", "rich", "-", stdin=text) == "Audience 1, “Rich”, version 2: 1 customers.\n"
    assert json.loads(say("show", "1")) == {
        "audience": 1,
        "name": "Rich",
        "version": 2,
        "words": "sales net of returns at least 50, and in Champions",
        "definition": {"all": [{"field": "net", "at_least": 50}, {"segment": ["champions"], "of": "rfm"}]},
        "customers": 1,
        "orders": 4,
        "net": "99",
        "everyone": 4,
        "consent": {"yes": 0, "no": 0, "unknown": 1},
        "with_email": 0,
        "with_phone": 0,
    }
    assert "sales net of returns at least 50, and in Champions" in say("list")
    assert say("remove", "1") == "“Rich” is removed.\n"
    with pytest.raises(InputError, match="There is no audience 1"):
        say("members", "1")


def test_a_list_is_brought(shop: Engine, say: Say) -> None:
    assert say("bring", "Fair", "-", stdin="17\nnobody@x.example\n\n20\n") == "List 1, “Fair”: 2 customers.\n"
    assert (
        say("keep", "At the fair", "-", stdin='{"list": 1}') == "Audience 1, “At the fair”, version 1: 2 customers.\n"
    )


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("", "There is nothing in -: write"),
        ("nobody\nx,", "None of 2 entries is a number"),
        ("PK\x03\x04", "save it as CSV"),
    ],
)
def test_a_list_of_nobody_is_not_kept(shop: Engine, say: Say, content: str, sentence: str) -> None:
    with pytest.raises(InputError, match=sentence):
        say("bring", "Fair", "-", stdin=content)


def test_who_comes_first_and_who_gets_nothing(shop: Engine, say: Say) -> None:
    say("bring", "Complained", "-", stdin="17\n")
    assert say("suppress", "1") == "Nobody of list 1 is in any list that goes out.\n"
    assert say("suppress", "1", "--off") == "Everybody of list 1 may be in lists that go out again.\n"
    for name in ("One", "Two"):
        say("keep", name, "-", stdin='{"all": []}')
    assert say("order") == "No audience comes before another.\n"
    assert say("order", "2", "1") == "1. “Two” (2)\n2. “One” (1)\n"
    assert say("order", "--none") == "No audience comes before another.\n"


def test_one_that_names_what_is_lost_is_listed_all_the_same(shop: Engine, say: Say) -> None:
    say("bring", "Fair", "-", stdin="17\n")
    say("keep", "At the fair", "-", stdin='{"list": 1}')
    say("keep", "Rich", "-", stdin='{"field": "net", "at_least": 0}')
    with shop.begin() as connection:
        connection.execute(static_lists.delete())
    lines = say("list").splitlines()
    told = "in the list “1” (cannot be asked: There is no list 1: it was removed, or never was.)"
    assert [line.split()[:5] for line in lines if told in line] == [["1", "At", "the", "fair", "1"]]
    assert any("Rich" in line and " 3 " in line for line in lines)


def test_an_audience_cannot_be_made_of_itself(shop: Engine, say: Say) -> None:
    say("keep", "One", "-", stdin='{"all": []}')
    with pytest.raises(InputError, match="leads back to itself"):
        say("keep", "One", "-", stdin='{"not": {"audience": 1}}')
    assert json.loads(say("show", "1"))["version"] == 1


@pytest.mark.parametrize(
    ("stdin", "sentence"),
    [
        ("{", "- is no JSON: "),
        ("[" * 100_000, "- is no JSON: "),
        ('{"consent": ["yes"], "consent": ["no"]}', "“consent” stands twice in one condition"),
        ('{"not": {"bought": {"code": "A9"}}}', "The shop never sold a product A9"),
        ('{"field": "net", "at_least": ' + "9" * 5000 + "}", "- is no JSON: "),
        ('{"segment": ["vip"]}', "has no segment “vip”: there are "),
    ],
)
def test_what_cannot_be_kept_is_said(shop: Engine, say: Say, stdin: str, sentence: str) -> None:
    with pytest.raises(InputError, match=sentence):
        say("keep", "One", "-", stdin=stdin)
    assert say("list").startswith("There are no audiences yet")


def test_a_file_that_is_not_there_is_said(shop: Engine, say: Say) -> None:
    with pytest.raises(InputError, match=r"nowhere\.json cannot be read: No such file or directory\."):
        say("keep", "One", "nowhere.json")


def test_a_fit_of_an_older_version_does_not_know_who_bought_what(shop: Engine, say: Say) -> None:
    with shop.begin() as connection:
        order = {"customer_id": "17", "invoice_no": "1", "invoiced_at": "2026-06-01", "country": "GB", "gross": 1}
        connection.execute(orders.insert().values(order | {"returns": 0, "units": 1, "lines": 1}))
    with pytest.raises(InputError, match="Who bought which product has not been worked out yet: run python -m models"):
        say("keep", "Buyers", "-", stdin='{"bought": {"code": "A1"}}')


def test_before_the_first_fit_there_is_nobody_to_choose(engine: Engine, say: Say) -> None:
    with pytest.raises(NoDataError, match="There are no segments yet"):
        say("list")


def test_what_would_leave_is_told_before_it_does(shop: Engine, say: Say) -> None:
    say("keep", "All", "-", stdin='{"field": "net", "at_least": -99}')
    assert "Google Customer Match" in say("destinations")
    found = json.loads(say("preflight", "1", "mailchimp"))
    assert (found["goes"], found["left_out"], found["consent"]) == (
        *(1, {"no consent": 2, "unknown consent": 1}, "opt-in"),  # one of unknown consent has the address of a no
    )
    assert json.loads(say("preflight", "1", "machines", "--consent", "all"))["goes"] == 4
    say("keep", "First", "-", stdin='{"consent": ["yes"]}')
    say("order", "2", "1")  # who said yes is in an audience that comes first
    found = json.loads(say("preflight", "1", "mailchimp"))
    assert (found["goes"], found["left_out"]["in another audience"]) == (0, 1)
