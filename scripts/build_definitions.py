"""Build dashboard/words/definitions.json: what docs/numbers.md defines, so that the dashboard says the same words.

    .venv/bin/python scripts/build_definitions.py

Run it when docs/numbers.md changes; tests/dashboard/words/test_definitions.py tells.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "docs" / "numbers.md"
TARGET = ROOT / "dashboard" / "words" / "definitions.json"
# What the first column of a table is called where its rows define something, and the columns that say how.
HEADS = ("measure", "what", "share")
BASIS = {"basis": "{}", "better": "better: {}", "said only where": "said only where {}"}
BOLD = re.compile(r"^(?:- )?\*\*(?P<name>[^*]+?)\.?\*\*[.:]?\s*(?:\([^)]*\):\s*)?(?P<text>.*)$", re.DOTALL)
LINK, MARKS = re.compile(r"\[([^\]]+)\]\([^)]+\)"), re.compile(r"\*\*|`|(?<!\\)\*")


def definitions(text: str) -> list[dict[str, str]]:
    """Each term with its section, what it is, and its basis where the page gives one."""
    found: list[dict[str, str]] = []
    for section in re.split(r"^## ", text, flags=re.MULTILINE)[1:]:
        title, _, body = section.partition("\n")
        for block in re.split(r"\n\s*\n|\n(?=- \*\*)", body.strip()):
            terms = _of_table(block) if block.startswith("|") else _of_words(block)
            found += [{"section": title.strip(), **one} for one in terms]
    return found


def _of_table(block: str) -> list[dict[str, str]]:
    head, _, *rows = [_cells(line) for line in block.splitlines()]
    if head[0] not in HEADS:
        return []
    return [_term(head, row) for row in rows]


def _term(head: list[str], row: list[str]) -> dict[str, str]:
    term = {"name": _capital(row[0]), "text": _capital(row[1])}
    for kind, cell in zip(head[2:], row[2:], strict=False):
        if cell:
            term["basis"] = BASIS[kind].format(cell)
    return term


def _of_words(block: str) -> list[dict[str, str]]:
    """A paragraph that begins with what it defines, in bold."""
    found = BOLD.match(block)
    if found is None:
        return []
    text = re.sub(r"[^.]*:$", "", _plain(found["text"])).strip()  # what a table goes on with
    return [{"name": _plain(found["name"]), "text": _capital(text)}] if text else []


def _cells(line: str) -> list[str]:
    return [_plain(cell.replace(r"\|", "|")) for cell in re.split(r"(?<!\\)\|", line.strip().strip("|"))]


def _plain(text: str) -> str:
    return " ".join(MARKS.sub("", LINK.sub(r"\1", text)).split())


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def written(found: list[dict[str, Any]]) -> str:
    """The file."""
    return json.dumps(found, ensure_ascii=False, indent=1) + "\n"


def main() -> None:
    """Write it."""
    TARGET.write_text(written(definitions(SOURCE.read_text(encoding="utf-8"))), encoding="utf-8")


if __name__ == "__main__":
    main()
