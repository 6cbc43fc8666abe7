"""What was asked for by whom, and the questions of a page that nobody has opened yet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from dashboard.shop import Viewer
from dashboard.shop.asker import Asker
from wording.languages import ENGLISH

Body = dict[str, Any]
FILTERS, THEME, NARROW, ARGUMENT = ("filters", "data"), ("theme", "data"), ("narrow", "data"), ("argument", "data")


@dataclass(frozen=True)
class Screen:
    """Somebody as far as answers differ: what they see and may, what they read, and how charts are drawn for
    them."""

    viewer: Viewer
    rights: frozenset[str] | None
    is_limited: bool
    theme: str | None
    is_narrow: bool | None
    is_packed: bool
    language: str = ENGLISH

    @property
    def asker(self) -> Asker:
        """Nobody by name: what is made for a name is not kept."""
        return Asker(None, self.rights, self.is_limited)


def value(body: Body, name: tuple[str, str]) -> Any:
    """What a question says for an input; None where it says nothing."""
    for one in (*(body.get("inputs") or ()), *(body.get("state") or ())):
        if isinstance(one, dict) and (one.get("id"), one.get("property")) == name:
            return one.get("value")
    return None


def search_of(body: Body) -> str | None:
    """The query string that it is asked with; None of what is about one thing, or about no view."""
    found = value(body, FILTERS)
    if not isinstance(found, dict) or set(found) != {"search"} or value(body, ARGUMENT) is not None:
        return None
    search = found["search"]
    return search if isinstance(search, str) else None


def questions(callbacks: Mapping[str, Any], outputs: Iterable[str], search: str, screen: Screen) -> Iterator[Body]:
    """What a browser asks for these panels when it opens their page; not of those that hang on more than the view."""
    said = {FILTERS: {"search": search}, THEME: screen.theme, NARROW: screen.is_narrow, ARGUMENT: None}
    for output in outputs:
        one = callbacks[output]
        names = [(each["id"], each["property"]) for each in (*one["inputs"], *one["state"])]
        if all(name in said for name in names):
            puts = [dict(zip(("id", "property"), name.rsplit(".", 1), strict=True)) for name in _names(output)]
            yield {
                "output": output,
                "outputs": puts if output.startswith("..") else puts[0],
                "inputs": [{**each, "value": said[each["id"], each["property"]]} for each in one["inputs"]],
                "state": [{**each, "value": said[each["id"], each["property"]]} for each in one["state"]],
                "changedPropIds": ["filters.data"],
            }


def _names(output: str) -> list[str]:
    return output.strip(".").split("...")
