"""`python -m audiences campaign` to `result`: made, sent, told, made again."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import Engine

from audiences.__main__ import parser
from tests.audiences.campaigns.shop import fill_shop
from warehouse.errors import InputError

Say = Callable[..., str]


@pytest.fixture
def say(engine: Engine, database_url: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Say:
    """`say("campaigns")` runs the command in this process and gives what it printed."""
    monkeypatch.setenv("DATABASE_URL", database_url)
    fill_shop(engine)

    def run(*words: str) -> str:
        arguments = parser().parse_args(words)
        arguments.main(arguments)
        return capsys.readouterr().out

    return run


def test_a_campaign_from_its_name_to_its_result(say: Say, tmp_path: Path) -> None:
    assert say("campaigns").startswith("There are no campaigns yet")
    made = say("campaign", "Spring", "1", "--hold-out", "0.5", "--format", "klaviyo").splitlines()
    assert made[:2] == ["Campaign 1, “Spring”.", "48 of 50 customers go to Klaviyo."]
    assert made[-1].startswith("With 48 people and 50 % held out you can see a lift of ")
    with pytest.raises(InputError, match="“Spring” has no list yet: python -m audiences send 1 FOLDER"):
        say("result", "1")
    sent = say("send", "1", str(tmp_path)).splitlines()
    assert sent[0] == "List 1: 24 people; 24 are held out."
    (file,) = tmp_path.iterdir()
    assert sent[-1].endswith(f"  {file.name}")
    (folder := tmp_path / "again").mkdir()
    assert say("again", "1", str(folder)) == sent[-1] + "\n"
    assert (folder / file.name).read_bytes() == file.read_bytes()
    assert say("cost", "1", "99.50", "--sent-on", "2026-07-02") == "Kept.\n"
    found = json.loads(say("result", "1"))
    assert (found["sent"], found["held"], found["lists"]) == (24, 24, [1])
    assert found["buyers"] == {"verdict": "nothing loaded"}
    assert "Spring" in say("campaigns")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("campaign", "Spring", "1", "--hold-out", "much"), "--hold-out is a number, not much"),
        (("campaign", "Spring", "7"), "There is no audience 7"),
        (("send", "7", "."), "There is no campaign 7"),
        (("send", "7", "nowhere"), "nowhere is no folder"),
        (("again", "7", "."), "There is no list 7 on record"),
        (("cost", "7", "NaN"), "the cost is a number, not NaN"),
        (("cost", "7", "1"), "There is no campaign 7"),
    ],
)
def test_what_cannot_be(say: Say, words: tuple[str, ...], sentence: str) -> None:
    with pytest.raises(InputError, match=sentence):
        say(*words)
