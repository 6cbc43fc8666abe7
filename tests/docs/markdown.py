"""What the documents say: their links, headings, names of files, and the commands in their blocks of code."""

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from tests.conftest import ROOT

PAGES = ("README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md", "tests/README.md", "benchmarks/README.md")
LINK = re.compile(r"\[[^\]]+\]\(([^)\s]+)\)")
CODE = re.compile(r"`([^`]+)`")
HEADING = re.compile(r"^#+ +(.+)$", re.MULTILINE)
BLOCK = re.compile(r"(?:^|\n)\n((?:(?: {4,}|\t)\S.*\n?|[ \t]*\n(?= {4,}\S))+)")
PROGRAMS = ("python", "regulars", "make", "docker", "git", "cp", "gunicorn", "pip", "jupyter", "psql")
BESIDE = re.compile(r"\s{2,}.*")  # what a command does, in a block that lists commands


@dataclass(frozen=True)
class Command:
    """A command as a page shows it."""

    page: str
    text: str

    @property
    def words(self) -> list[str]:
        """As a shell takes it apart, settings in front of it included."""
        return shlex.split(self.text)


def pages() -> list[str]:
    """All documents, as paths below the root."""
    return [*PAGES, *sorted(str(path.relative_to(ROOT)) for path in (ROOT / "docs").rglob("*.md"))]


@cache
def text_of(page: str) -> str:
    """A document."""
    return (ROOT / page).read_text(encoding="utf-8")


def links(page: str) -> list[str]:
    """Where its links and pictures lead within the repository."""
    return [target for target in LINK.findall(text_of(page)) if "://" not in target]


def anchors(page: str) -> set[str]:
    """The names of its headings in addresses."""
    return {slug(heading) for heading in HEADING.findall(text_of(page))}


def slug(heading: str) -> str:
    """A heading as an address names it: small letters, digits and dashes."""
    plain = re.sub(r"[`*]|\[([^\]]*)\]\([^)]*\)", r"\1", heading).strip().lower()
    return re.sub(r"[^\w\- ]", "", plain).replace(" ", "-")


def sections(page: str) -> dict[str, str]:
    """The text below each of its headings of the second order."""
    parts = re.split(r"^## +(.+)$", text_of(page), flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def code(page: str) -> list[str]:
    """What stands between backticks in its running text."""
    return [" ".join(found.split()) for found in CODE.findall(BLOCK.sub("\n\n", text_of(page)))]


def commands(page: str) -> Iterator[Command]:
    """The commands in its blocks of code."""
    for block in BLOCK.findall(text_of(page)):
        for line in block.splitlines():
            text = BESIDE.sub("", line.strip())
            if is_command(text):
                yield Command(page, text)


def is_command(text: str) -> bool:
    """Whether a line begins with a program, behind settings if any."""
    words = [word for word in text.split() if not re.match(r"^[A-Z_]+=", word)]
    return bool(words) and words[0].removeprefix(".venv/bin/") in PROGRAMS
