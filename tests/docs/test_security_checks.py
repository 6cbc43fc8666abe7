"""docs/security-checks.md names tests that there are."""

import ast
import re

import pytest

from tests.conftest import ROOT
from tests.docs.markdown import text_of

PAGE = "docs/security-checks.md"
NAMED = re.compile(r"`(tests/[\w/]+\.py)::(test_\w+)`")
CHAPTERS = ("V2", "V3", "V4", "V5", "V7", "V8", "V9", "V12", "V13", "V14")


def test_every_test_that_is_named_is_there() -> None:
    named = set(NAMED.findall(text_of(PAGE)))
    assert len(named) > 80
    known = {file: _tests(file) for file in {file for file, _ in named}}
    assert sorted(f"{file}::{name}" for file, name in named if name not in known[file]) == []


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_each_line_has_a_test_or_says_that_it_does_not_hold(chapter: str) -> None:
    part = re.search(rf"^## {chapter} .*?(?=^## |\Z)", text_of(PAGE), re.MULTILINE | re.DOTALL)
    assert part is not None
    lines = [line for line in part[0].splitlines() if re.match(r"\| \d", line)]
    assert len(lines) >= 3
    assert [line for line in lines if not NAMED.search(line)] == []


def _tests(file: str) -> set[str]:
    path = ROOT / file
    tree = ast.parse(path.read_text(encoding="utf-8")) if path.is_file() else ast.Module([], [])
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
