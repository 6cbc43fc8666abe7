"""What the documents name is there: links, headings, files, commands with their options, settings."""

import re
from argparse import Action, ArgumentParser, _SubParsersAction
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest

from regulars.__main__ import COMMANDS
from tests.conftest import ROOT
from tests.docs.markdown import anchors, code, commands, links, pages, sections, slug, text_of

NOT_OURS = ("data/", ".env", ".regulars", ".venv/bin")  # places of whoever runs it
HISTORY = "docs/history/measurements.md"  # tells of commands as they were
BASES = (
    ".",
    "etl",
    "models",
    "accounts",
    "audiences",
    "dashboard",
    "warehouse",
    "worker",
)  # what a path is told from
KINDS = (".py", ".md", ".toml", ".sql", ".yml", ".ipynb", ".txt")
# Where docs/commands.md tells of a command: its parser -> the section.
TOLD = {
    "etl load": "load",
    "etl customers": "customers",
    "etl status": "status",
    "etl rejected": "rejected",
    "etl undo": "undo",
    "etl sample": "sample and clear",
    "etl clear": "sample and clear",
    "models fit": "fit",
    "models list": "list",
    "models report": "report",
    "dashboard.report": "report",
    "dashboard": "serve",
    "warehouse url": "database",
    "warehouse upgrade": "database",
    "warehouse backup": "database",
    "warehouse restore": "database",
    "warehouse stop": "database",
    "warehouse run": "database",
    "worker": "worker",
    **{f"worker schedule {word}": "worker" for word in ("add", "list", "run", "pause", "own", "remove")},
    **{f"worker connection {word}": "worker" for word in ("add", "list", "try", "push", "retire")},
    "accounts add": "accounts",
    "accounts reset": "accounts",
    "accounts list": "accounts",
    "accounts revoke": "accounts",
    "accounts subject": "accounts",
    "accounts forget": "accounts",
    "accounts reseal": "accounts",
    "audiences list": "audiences",
    "audiences show": "audiences",
    "audiences members": "audiences",
    "audiences keep": "audiences",
    "audiences remove": "audiences",
    "audiences bring": "audiences",
    "audiences suppress": "audiences",
    "audiences order": "audiences",
    "audiences suggest": "audiences",
    "audiences destinations": "audiences",
    "audiences preflight": "audiences",
    **{f"audiences {word}": "audiences" for word in ("campaigns", "campaign", "send", "again", "result", "cost")},
    "regulars.demo": "make",
}
PACKAGES = (
    *("etl", "models", "accounts", "audiences", "warehouse", "worker", "dashboard", "dashboard.report"),
    "regulars.demo",
)


def parser_of(package: str) -> ArgumentParser:
    """The parser of a package's command line."""
    module = import_module(package if package.endswith(".demo") else f"{package}.__main__")
    found: ArgumentParser = module.parser()
    return found


def parsers() -> Iterator[tuple[str, ArgumentParser]]:
    """Every command that can be said, as `etl load`, and what it takes."""
    for package in PACKAGES:
        yield from within(package, parser_of(package))


def within(name: str, parser: ArgumentParser) -> Iterator[tuple[str, ArgumentParser]]:
    """A command and those below it; one that needs another word is none by itself."""
    below = [action for action in parser._actions if isinstance(action, _SubParsersAction)]
    if not any(action.required for action in below):
        yield name, parser
    for action in below:
        for word, one in action.choices.items():
            yield from within(f"{name} {word}", one)


def options(parser: ArgumentParser) -> list[Action]:
    """What can be said beside the command, without --help."""
    return [one for one in parser._actions if one.option_strings and "--help" not in one.option_strings]


@pytest.mark.parametrize("page", pages())
def test_every_link_leads_somewhere(page: str) -> None:
    lost = []
    for target in links(page):
        name, _, anchor = target.partition("#")
        path = (ROOT / page).parent / name if name else ROOT / page
        if not path.exists() or (anchor and anchor not in anchors(str(path.resolve().relative_to(ROOT)))):
            lost.append(target)
    assert lost == []


@pytest.mark.parametrize("page", [page for page in pages() if page != "CHANGELOG.md"])
def test_every_file_that_is_named_is_there(page: str) -> None:
    assert [name for name in map(named_file, code(page)) if name and not is_there(name)] == []


def named_file(text: str) -> str:
    """The path or the name of a file that stands between backticks; '' for everything else."""
    if text.startswith((*NOT_OURS, *KINDS)) or not re.fullmatch(r"[\w.*-]+(/[\w.*-]+)*/?", text):
        return ""
    head = text.partition("/")[0]
    return text if text.endswith(KINDS) or ("/" in text and (ROOT / head).is_dir()) else ""


def is_there(name: str) -> bool:
    """Whether the repository has it: at its path, from the root or from a package's own; a name alone anywhere."""
    if "/" in name:
        return any(any((ROOT / base).glob(name.rstrip("/"))) for base in BASES)
    top = [path for path in ROOT.iterdir() if path.is_dir() and not path.name.startswith(".")]
    return (ROOT / name).exists() or any(next(folder.rglob(name), None) for folder in top)


def test_every_command_has_its_section() -> None:
    assert {name for name, _ in parsers()} == set(TOLD)


@pytest.mark.parametrize(("name", "parser"), [pytest.param(*one, id=one[0]) for one in parsers()])
def test_every_option_is_told(name: str, parser: ArgumentParser) -> None:
    said = sections("docs/commands.md")[TOLD[name]]
    words = set(re.findall(r"[\w.:,|-]+", said))
    missing = [one.option_strings[0] for one in options(parser) if one.option_strings[0] not in words]
    for one in options(parser):
        told = [str(choice) for choice in one.choices or () if f"`{choice}`" not in said and str(choice) not in words]
        missing += [f"{one.option_strings[0]} {choice}" for choice in told]
        missing += [role for role in roles(one) if f"`{role}`" not in said]
    assert missing == []


def roles(option: Action) -> list[str]:
    """The names that --map knows."""
    names = (option.help or "").partition("which column is the ")[2]
    return names.split(", ") if names else []


def test_no_option_is_told_that_there_is_not() -> None:
    known = {word for _, parser in parsers() for one in parser._actions for word in one.option_strings}
    said = {word for text in code("docs/commands.md") for word in re.findall(r"(?<!\S)--[a-z-]+", text)}
    assert said - known == set()


@pytest.mark.parametrize("page", [page for page in pages() if page not in ("CHANGELOG.md", HISTORY)])
def test_every_command_in_the_text_can_be_said(page: str) -> None:
    shown = [*code(page), *(command.text for command in commands(page))]
    assert [text for text in shown if not can_be_said(text)] == []


def can_be_said(text: str) -> bool:
    """Whether a command of ours has the words and the options that a text gives it; true of all that is none."""
    words = text.replace("…", "").removeprefix(".venv/bin/").split()
    if words[:1] == ["regulars"] and words[1:] and words[1].islower():
        return words[1] in COMMANDS
    if words[:2] != ["python", "-m"] or not words[2:] or words[2] not in PACKAGES:
        return True
    found = dict(parsers())
    name = next((one for length in (5, 4, 3) if (one := " ".join(words[2:length])) in found), None)
    if name is None:
        return len(words) == 3
    if name == "models report":
        name = "dashboard.report"
    known = {word for one in found[name]._actions for word in one.option_strings}
    return {word.partition("=")[0] for word in words if word.startswith("--") and word != "--"} <= known


def test_every_setting_is_told_and_no_other() -> None:
    files = ("settings", "web_settings", "outward/settings", "provider_settings")
    source = "".join((ROOT / "warehouse" / f"{name}.py").read_text("utf-8") for name in files)
    read = set(re.findall(r'given(?:\.get\(|\[)"([A-Z_]+)"', source))
    told = set(re.findall(r"^\| `([A-Z_]+)` \|", text_of("docs/settings.md"), re.MULTILINE))
    assert len(read) >= 7
    assert told == read


def test_a_heading_is_named_as_in_addresses() -> None:
    assert [slug(text) for text in ("Lines, orders, customers", "To 0.2.0", "`a` and [b](c)")] == [
        "lines-orders-customers", "to-020", "a-and-b",
    ]  # fmt: skip


def test_what_is_no_place_is_no_file(tmp_path: Path) -> None:
    assert [named_file(text) for text in ("etl/nowhere.py", "and/or", "1/2", "a b.py", "x.sql")] == [
        "etl/nowhere.py", "", "", "", "x.sql",
    ]  # fmt: skip
    assert not is_there("etl/nowhere.py")
