"""Reading a report as a browser does: its words, its tables, and what it would load."""

import re
from html.parser import HTMLParser

LOADING = {"src", "href", "xlink:href", "srcset", "poster", "data", "action", "background"}


class Report(HTMLParser):
    """`text` of each section by its id (the cover's is ''), `tables` as rows of cells, `loads`, `ids` and `tags`."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.text: dict[str, str] = {"": ""}
        self.tables: list[list[list[str]]] = []
        self.loads: list[str] = []
        self.ids: list[str] = []
        self.tags: set[str] = set()
        self._section, self._skipped, self._in_cell = "", 0, False
        self.feed(html)
        self.loads += re.findall(r"url\(([^)]*)\)", html)
        self.text = {name: re.sub(r"\s+", " ", words) for name, words in self.text.items()}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        given = dict(attrs)
        self.loads += [given[name] or "" for name in LOADING if name in given]
        self.ids += [given["id"] or ""] if "id" in given else []
        match tag:
            case "section":
                self._section = given["id"] or ""
                self.text[self._section] = ""
            case "style" | "title":
                self._skipped += 1
            case "table":
                self.tables.append([])
            case "tr":
                self.tables[-1].append([])
            case "td" | "th":
                self.tables[-1][-1].append("")
                self._in_cell = True

    def handle_endtag(self, tag: str) -> None:
        if tag in ("style", "title"):
            self._skipped -= 1
        if tag in ("td", "th"):
            self._in_cell = False
        if tag in ("dt", "dd", "p", "li", "td", "th", "text", "h2", "h3", "h4", "span"):
            self.text[self._section] += " "

    def handle_data(self, data: str) -> None:
        if self._skipped:
            return
        self.text[self._section] += data
        if self._in_cell:
            self.tables[-1][-1][-1] += data.strip()

    def table(self, *first: str) -> list[list[str]]:
        """The rows below the head of the table whose head begins so."""
        found = next(rows for rows in self.tables if rows[0][: len(first)] == list(first))
        return found[1:]
