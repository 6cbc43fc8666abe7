"""What pages show that does not go through `say`: python scripts/unsaid.py [PATH …], on the store of the settings.

Every page is opened in the trial language, which puts what is said between brackets, as a browser would: its layout,
then the callbacks that its parts ask for, and those that the answers do. What stands outside of brackets and is no
value of the store is printed by page. docs/languages.md tells what for.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

sys.path.insert(0, str(Path(__file__).parent.parent))

from sqlalchemy import Engine, text

from dashboard.app import create_app
from dashboard.pages import PAGES
from dashboard.web.access.visitors import LANGUAGE
from warehouse.engine import open_warehouse
from warehouse.settings import Settings
from wording.languages import PSEUDO

Name = tuple[str, str]
ROUNDS: Final = 4  # of callbacks that ask for callbacks
SHOWN: Final = ("children", "title", "placeholder", "label", "alt", "aria-label", "caption", "note", "tooltip")
OF_FIGURES: Final = ("text", "name", "hovertemplate", "ticktext", "texttemplate", "title", "hovertext", "customdata")
NAMES: Final = ("Regulars",)  # the same in each language
BESIDE: Final = ("Code", "Store", "Location", "Kbd")  # components whose words are no language's
SAID = re.compile(r"⟦[^⟦⟧]*⟧")
MARKS = re.compile(r"<[^>]*>|%\{[^}]*\}|&\w+;|https?://\S+|\S+@\S+")
KEY = re.compile(r"[a-z0-9_./:#-]+|[A-Z]{2,3}|SHA256:…|-----BEGIN .*")  # an id, an address, a colour
WORD = re.compile(r"[A-Za-zÀ-ž]{2,}")
# What single things are called, one of each of which the page is opened, too.
ONE_OF_EACH: Final = {
    "segments": "select segment_id from segments limit 1",
    "countries": "select country from countries limit 1",
    "products": "select stock_code from transactions where kind = 'sale' limit 1",
    "customers": "select customer_id from orders limit 1",
    "audiences": "select audience_id from audiences limit 1",
    "campaigns": "select campaign_id from campaigns limit 1",
    "boards": "select board_id from boards limit 1",
    "views": "select view_id from saved_views limit 1",
}
VALUES: Final = """
    select description from transactions union select stock_code from transactions
    union select city from customers union select first_name from customers union select last_name from customers
    union select customer_id from customers union select file_name from loads union select name from audiences
    union select name from campaigns union select name from boards union select name from saved_views
    union select name from schedules union select words from date_notes"""


class Browser:
    """The parts of a page and what they hold, as far as callbacks ask for it."""

    def __init__(self, client: Any, path: str) -> None:
        self.client, self.path, self.held = client, path, dict[Name, Any]()
        self.asked = dict[str, int]()
        self.texts, self.parts = set[str](), set[str]()
        self.client.set_cookie(LANGUAGE, PSEUDO)
        self.take(client.get("/_dash-layout").get_json())
        search = {"search": ""}
        self.held |= {("url", "pathname"): path, ("url", "search"): "", ("url", "href"): path, ("url", "hash"): ""}
        self.held |= {("filters", "data"): search, ("theme", "data"): "light", ("narrow", "data"): False}

    def open(self) -> set[str]:
        """Ask until nothing new is asked for; the texts that were shown."""
        known = self.client.get("/_dash-dependencies").get_json()
        for number in range(ROUNDS):
            for one in known:
                self.ask(one, is_first=number == 0)
        return self.texts

    def ask(self, one: dict[str, Any], *, is_first: bool) -> None:
        """One callback, where all that it hangs on is there, and it was not asked with the same."""
        given = [*one["inputs"], *one["state"]]
        names = [(each["id"], each["property"]) for each in given]
        is_here = all(each["id"] in self.parts for each in one["inputs"])
        if one.get("clientside_function") or (one.get("prevent_initial_call") and is_first) or not is_here:
            return
        said = repr([self.held.get(name) for name in names])
        puts = [
            dict(zip(("id", "property"), n.rsplit(".", 1), strict=True)) for n in one["output"].strip(".").split("...")
        ]
        if self.asked.get(one["output"]) == hash(said) or not {each["id"] for each in puts} <= self.parts:
            return
        first_time = one["output"] not in self.asked
        self.asked[one["output"]] = hash(said)
        if one.get("prevent_initial_call") and first_time and not is_first:
            return
        values = [{**each, "value": self.held.get(name)} for each, name in zip(given, names, strict=True)]
        count = len(one["inputs"])
        answer = self.client.post(
            "/_dash-update-component",
            json={
                "output": one["output"],
                "outputs": puts if one["output"].startswith("..") else puts[0],
                "inputs": values[:count],
                "state": values[count:],
                "changedPropIds": [f"{each['id']}.{each['property']}" for each in one["inputs"]],
            },
        )
        for part, held in ((answer.get_json(silent=True) or {}).get("response") or {}).items():
            for prop, value in held.items():
                self.held[part, prop] = value
                self.take(value)
                if prop in SHOWN or prop == "figure":
                    self.texts.update(of(value, prop == "figure"))

    def take(self, part: Any) -> None:
        """The parts of what came, and the texts on them."""
        if isinstance(part, list):
            for one in part:
                self.take(one)
        if not isinstance(part, dict) or "props" not in part:
            return
        props = part["props"]
        if isinstance(props.get("id"), str):
            self.parts.add(props["id"])
            self.held |= {(props["id"], name): value for name, value in props.items() if name != "children"}
        if part.get("type") in BESIDE:
            return
        for name, value in props.items():
            if name in (*SHOWN, "options", "columns", "rows", "foot") or name.startswith("aria-l"):
                self.texts.update(of(value, False))
            elif name == "figure":
                self.texts.update(of(value, True))
            self.take(value)


def of(value: Any, is_figure: bool) -> Iterator[str]:
    """The texts of a value that people see."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list) and any(isinstance(one, str) and "⟦" in one for one in value):
        yield " ".join(one for one in value if isinstance(one, str))  # a sentence with parts in it
    elif isinstance(value, list):
        for one in value:
            yield from of(one, is_figure)
    elif isinstance(value, dict) and is_figure:
        for name, one in value.items():
            if isinstance(one, dict | list) or name in OF_FIGURES:
                yield from (
                    of(one, True)
                    if not isinstance(one, list)
                    or name in OF_FIGURES
                    or name in ("data", "annotations", "shapes", "sliders", "steps", "buttons")
                    else ()
                )
    elif isinstance(value, dict) and "props" not in value:
        for name in ("label", "name", "title", "words", "text", "hint", "shown"):
            yield from of(value.get(name), False)


def left(text_: str, values: list[str]) -> str:
    """What of a text stands outside of brackets and is no value of the store."""
    found = text_
    while SAID.search(found):
        found = SAID.sub(" ", found)
    found = MARKS.sub(" ", found)
    for value in (*values, *NAMES):
        found = found.replace(value, " ") if value in found else found
    is_key = text_.startswith("{") or KEY.fullmatch(found.strip())
    return "" if is_key or not WORD.search(found) else found.strip()


def paths(engine: Engine, wanted: list[str]) -> Iterator[str]:
    """Each page, and one of each thing."""
    for module in PAGES:
        yield f"/{module.PAGE.path}"
    with engine.connect() as connection:
        for page, statement in ONE_OF_EACH.items():
            if (found := connection.scalar(text(statement))) is not None:
                yield f"/{page}/{found}"


def main() -> None:
    """A line a text."""
    settings, wanted = Settings.from_environment(), sys.argv[1:]
    with open_warehouse(settings) as engine:
        client = create_app(settings, engine).server.test_client()
        with engine.connect() as connection:
            found = {one for one in connection.scalars(text(VALUES)) if one and len(one) > 1}
        values = sorted(found, key=len, reverse=True)
        seen = set[str]()
        for path in wanted or paths(engine, wanted):
            texts = Browser(client, path).open()
            for one in sorted({each for each in texts if left(each, values)} - seen):
                print(f"{path}: {left(one, values)!r} in {one!r}"[:400])
            seen |= texts


if __name__ == "__main__":
    main()
