"""The builder's tree: groups of rows as a browser sends them, checked; changed by its buttons; made of a definition.

A row may be unfinished; what it says is made into a condition by `rows_said`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from dashboard.pages.audiences.builder.subjects import BOUGHT, MODES
from dashboard.shop.said import UNREAD, read_text
from warehouse.errors import InputError
from wording.languages import to_say

FULL = to_say("These are as many conditions as an audience holds. Keep a part as an audience of its own.")
MOST_ROWS, DEEPEST, MOST_LETTERS, MOST_VALUES = 90, 6, 200_000, 2_000
FILLED = ("least", "most", "text", "product", "one", "when", "days")  # fields that begin empty
Path = tuple[int, ...]  # from the outermost group: which part of which part


@dataclass(frozen=True)
class Row:
    """One condition as it stands in its fields."""

    subject: str
    operator: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)
    values: tuple[str, ...] = ()

    @property
    def is_blank(self) -> bool:
        """Whether nobody has filled anything in yet: what it lacks is then no error."""
        return not self.values and not any(self.fields.get(name, "").strip() for name in FILLED)


@dataclass(frozen=True)
class Group:
    """Conditions and groups under a mode (`subjects.MODES`)."""

    mode: str = "all"
    parts: tuple[Node, ...] = ()


Node = Row | Group
NEW = Row(BOUGHT, "in", {"by": "words", "times": "1", "span": "ever"})


def read_tree(data: object) -> Group:
    """What a browser says the tree is. Raises InputError for what no page sends."""
    found = _read(data, 0)
    if not isinstance(found, Group):
        raise InputError(UNREAD)
    if len([*rows(found)]) > MOST_ROWS:
        raise InputError(FULL)
    return found


def _read(data: object, depth: int) -> Node:
    if not isinstance(data, dict) or depth > DEEPEST + 2:
        raise InputError(UNREAD)
    if "mode" in data:
        parts = data.get("parts")
        if data["mode"] not in dict(MODES) or not isinstance(parts, list) or len(parts) > MOST_ROWS:
            raise InputError(UNREAD)
        return Group(data["mode"], tuple(_read(one, depth + 1) for one in parts))
    fields, values = data.get("fields"), data.get("values")
    if not isinstance(fields, dict) or not isinstance(values, list) or len(values) > MOST_VALUES:
        raise InputError(UNREAD)
    said = {_text(name): _text(value) for name, value in fields.items()}
    subject, operator = said.pop("subject", ""), said.pop("operator", "")
    return Row(subject, operator, said, tuple(_text(one) for one in values))


def _text(value: object) -> str:
    return read_text(value, MOST_LETTERS)


def plain(node: Node) -> dict[str, Any]:
    """The same as the browser sends it."""
    if isinstance(node, Group):
        return {"mode": node.mode, "parts": [plain(one) for one in node.parts]}
    return {"fields": {"subject": node.subject, "operator": node.operator, **node.fields}, "values": [*node.values]}


def rows(node: Node, at: Path = ()) -> Iterator[tuple[Path, Row]]:
    """Every row with its place."""
    if isinstance(node, Row):
        yield at, node
        return
    for number, one in enumerate(node.parts):
        yield from rows(one, (*at, number))


def groups(node: Node, at: Path = ()) -> Iterator[tuple[Path, Group]]:
    """Every group with its place, the outermost first."""
    if isinstance(node, Group):
        yield at, node
        for number, one in enumerate(node.parts):
            yield from groups(one, (*at, number))


def find(node: Node, at: Path) -> Node:
    """What is at a place. Raises InputError where nothing is."""
    for number in at:
        if not isinstance(node, Group) or number >= len(node.parts):
            raise InputError(UNREAD)
        node = node.parts[number]
    return node


def changed(tree: Group, act: str, at: Path) -> tuple[Group, Path]:
    """The tree after a button, and where one goes on. Raises InputError for what cannot be done."""
    if act not in ACTS:
        raise InputError(UNREAD)
    find(tree, at)
    found, place = ACTS[act](tree, at)
    if len([*rows(found)]) > MOST_ROWS or max(len(one) for one, _ in groups(found)) > DEEPEST:
        raise InputError(FULL)
    return found, place


def _put(tree: Group, at: Path, parts: tuple[Node, ...]) -> Group:
    """The tree with these in the place of the one at a place, which is not the outermost."""
    if not at:
        raise InputError(UNREAD)
    head, *rest = at
    own = parts if not rest else (_put(_group(tree, (head,)), tuple(rest), parts),)
    return replace(tree, parts=(*tree.parts[:head], *own, *tree.parts[head + 1 :]))


def _group(tree: Group, at: Path) -> Group:
    found = find(tree, at)
    if not isinstance(found, Group):
        raise InputError(UNREAD)
    return found


def _with(tree: Group, at: Path, group: Group) -> Group:
    return _put(tree, at, (group,)) if at else group


def _append(tree: Group, at: Path, node: Node) -> tuple[Group, Path]:
    group = _group(tree, at)
    return _with(tree, at, replace(group, parts=(*group.parts, node))), (*at, len(group.parts))


def _add(tree: Group, at: Path) -> tuple[Group, Path]:
    return _append(tree, at, NEW)


def _add_group(tree: Group, at: Path) -> tuple[Group, Path]:
    found, place = _append(tree, at, Group("any" if _group(tree, at).mode == "all" else "all", (NEW,)))
    return found, (*place, 0)


def _remove(tree: Group, at: Path) -> tuple[Group, Path]:
    """The one after it, or before it, is where one goes on."""
    found = _put(tree, at, ())
    left = len(_group(found, at[:-1]).parts)
    return found, (*at[:-1], min(at[-1], left - 1)) if left else at[:-1]


def _wrap(tree: Group, at: Path) -> tuple[Group, Path]:
    """A group around it."""
    inner = Group("any" if _group(tree, at[:-1]).mode == "all" else "all", (find(tree, at),)) if at else None
    if inner is None:
        raise InputError(UNREAD)
    return _put(tree, at, (inner,)), at


def _dissolve(tree: Group, at: Path) -> tuple[Group, Path]:
    """What was in the group, in its place."""
    parts = _group(tree, at).parts
    return _put(tree, at, parts), at if parts else at[:-1]


def _up(tree: Group, at: Path) -> tuple[Group, Path]:
    """Before the one above; into the end of a group above; out of its own where it is the first."""
    *outer, number = at or (0,)
    node, outer_at = find(tree, at), tuple(outer)
    if not at or (number == 0 and not outer):
        return tree, at
    without = _put(tree, at, ())
    if number == 0:
        return _insert(without, outer_at, node)
    above = find(without, (*outer_at, number - 1))
    if isinstance(above, Group) and isinstance(node, Row):
        return _append(without, (*outer_at, number - 1), node)
    return _insert(without, (*outer_at, number - 1), node)


def _down(tree: Group, at: Path) -> tuple[Group, Path]:
    """After the one below; into the beginning of a group below; out of its own where it is the last."""
    *outer, number = at or (0,)
    node, outer_at = find(tree, at), tuple(outer)
    is_last = bool(at) and number == len(_group(tree, outer_at).parts) - 1
    if not at or (is_last and not outer):
        return tree, at
    without = _put(tree, at, ())
    if is_last:
        return _insert(without, (*outer_at[:-1], outer_at[-1] + 1), node)
    below = find(without, at)
    if isinstance(below, Group) and isinstance(node, Row):
        return _insert(without, (*at, 0), node)
    return _insert(without, (*outer_at, number + 1), node)


def _insert(tree: Group, at: Path, node: Node) -> tuple[Group, Path]:
    *outer, number = at
    group = _group(tree, tuple(outer))
    parts = (*group.parts[:number], node, *group.parts[number:])
    return _with(tree, tuple(outer), replace(group, parts=parts)), at


ACTS = {
    "add": _add,
    "group": _add_group,
    "remove": _remove,
    "wrap": _wrap,
    "dissolve": _dissolve,
    "up": _up,
    "down": _down,
    "reshape": lambda tree, at: (tree, at),
}
