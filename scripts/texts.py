"""What the code says to people: the texts that catalogues hold, each with its room."""

from __future__ import annotations

import ast
import json
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parent.parent
SPEAKING: Final = (
    "wording",
    "accounts",
    "audiences",
    "dashboard",
    "etl",
    "models",
    "warehouse",
    "worker",
)  # packages; terminals are English
DEPTH: Final = 3  # of the folders that have a catalogue of their own
ONE: Final = ("say", "to_say")  # functions of a text
SAYING: Final = (*ONE, "say_n", "say_form", "to_say_n", "plural")
SAID: Final = re.compile(r"\b(say|to_say|say_n|to_say_n|say_form|plural)\(")
SCRIPT: Final = re.compile(r'\bsay\("((?:[^"\\]|\\.)*)"')
DEFINITIONS: Final = "dashboard.words.definitions"
CHARTS: Final = ("name", "label", "value")  # of charts.toml, what people read


@dataclass(frozen=True)
class Text:
    """What is said: in English, of one and of many where it counts, in which sense, by which file."""

    text: str
    many: str
    sense: str
    path: str

    @property
    def room(self) -> str:
        """The catalogue that it stands in: `dashboard.pages.overview`, `audiences.conditions`, `assets`."""
        if self.path.endswith("definitions.json"):
            return DEFINITIONS
        *folders, name = self.path.split("/")
        if folders[-1:] == ["pages"] and name != "__init__.py":
            folders.append(name.removesuffix(".py"))
        return ".".join(folder for folder in folders[:DEPTH] if folder != "templates")


class FaultError(ValueError):
    """A text is said in a way that no catalogue can have."""


def texts() -> list[Text]:
    """All of them, in the order of their files."""
    found: list[Text] = []
    for package in SPEAKING:
        for path in sorted((ROOT / package).rglob("*.*")):
            name = path.relative_to(ROOT).as_posix()
            if path.suffix == ".py":
                found += of_python(path.read_text(encoding="utf-8"), name)
            elif path.suffix == ".html":
                found += of_template(path.read_text(encoding="utf-8"), name)
    found += [Text(text, "", "", "dashboard/words/charts.toml") for text in _of_charts()]
    found += [Text(text, "", "", "dashboard/words/definitions.json") for text in _of_definitions()]
    for path in sorted((ROOT / "assets").glob("*.js")):
        said = SCRIPT.findall(path.read_text(encoding="utf-8"))
        found += [Text(json.loads(f'"{text}"'), "", "", f"assets/{path.name}") for text in said]
    return list(dict.fromkeys(found))


def of_python(source: str, path: str) -> Iterator[Text]:
    """What a module says. Raises FaultError for a text that is put together before it is said."""
    for node in ast.walk(ast.parse(source, path)) if SAID.search(source) else ():
        if isinstance(node, ast.Call):
            yield from _of_call(node, path)


def _of_call(node: ast.Call, path: str) -> Iterator[Text]:
    name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    if name not in SAYING:
        return
    given = {one.arg: one.value for one in node.keywords}.get("sense")
    sense = str(given.value) if isinstance(given, ast.Constant) else ""
    is_strict = isinstance(node.func, ast.Name)  # else it is another's, such as that of a job
    if name in ONE and node.args:
        yield from (Text(text, "", sense, path) for text in _constants(node.args[0], path, is_strict))
    elif (name in ("say_n", "say_form") and len(node.args) == 3) or name == "to_say_n":
        for one, many in zip(*(_constants(one, path, is_strict) for one in node.args[-2:]), strict=True):
            yield Text(one, many, sense, path)
    elif name == "plural" and all(isinstance(one, ast.Constant) for one in node.args[1:]):
        ones = _constants(node.args[1], path)
        manies = _constants(node.args[2], path) if len(node.args) > 2 else [f"{one}s" for one in ones]
        yield from (Text(one, many, sense, path) for one, many in zip(ones, manies, strict=True))


def _constants(node: ast.expr, path: str, is_strict: bool = False) -> list[str]:
    """The texts that an argument may be; none where it is a name, whose texts `to_say` marks."""
    if isinstance(node, ast.IfExp):
        return [*_constants(node.body, path, is_strict), *_constants(node.orelse, path, is_strict)]
    if isinstance(node, ast.JoinedStr | ast.BinOp):
        if is_strict:
            raise FaultError(f"{path}:{node.lineno} puts a text together before it is said: give its values to `say`")
        return []
    return [node.value] if isinstance(node, ast.Constant) and isinstance(node.value, str) else []


def of_template(source: str, path: str) -> Iterator[Text]:
    """What a template says: `{{ say("Sign out") }}`."""
    from jinja2 import Environment, nodes

    for node in Environment(autoescape=True).parse(source).find_all(nodes.Call):
        name = getattr(node.node, "name", "")
        given = [one.value for one in node.args if isinstance(one, nodes.Const)]
        if name == "say" and given:
            yield Text(str(given[0]), "", "", path)
        elif name == "say_n" and len(given) == 2:
            yield Text(str(given[0]), str(given[1]), "", path)


def _of_charts() -> Iterator[str]:
    told = tomllib.loads((ROOT / "dashboard/words/charts.toml").read_text(encoding="utf-8"))
    yield from dict.fromkeys(one[key] for one in told.values() for key in CHARTS if one.get(key))


def _of_definitions() -> Iterator[str]:
    told = json.loads((ROOT / "dashboard/words/definitions.json").read_text(encoding="utf-8"))
    yield from dict.fromkeys(text for one in told for text in one.values() if text)
