"""Amounts that a tool's interface gives in cents though their names do not say so: then they do."""

from collections.abc import Mapping
from typing import Any

from etl.names.vocabulary import synonyms

Values = dict[str, list[Any]]


def named_by_tool(values: Values) -> Values:
    """Columns of objects, those that are in cents by the tool that wrote the objects called so."""
    for tool in synonyms("exports")["interface"]:
        if _wrote(values, tool):
            found = {name for name in values if name in tool["cents"] or name.endswith(tuple(tool["cents_behind"]))}
            currencies = _texts(values.get(tool["currency"], ()))
            whole = all(not (type(value) is float and value % 1) for name in found for value in values[name])
            if found and whole and not currencies & set(tool["whole_currencies"]):
                return {f"{name} (cents)" if name in found else name: held for name, held in values.items()}
    return values


def _wrote(values: Mapping[str, list[Any]], tool: Mapping[str, Any]) -> bool:
    """Whether the keys of objects, and what they hold, are those of a tool."""
    known = all(_holds(values, key, texts) for key, texts in tool["marked"].items())
    return known and all(_begins(values, key, letters) for key, letters in tool.get("begins", {}).items())


def _holds(values: Mapping[str, list[Any]], key: str, known: list[str]) -> bool:
    """Whether a column is there, and of texts none but these, if there are any."""
    return key in values and (not known or (bool(texts := _texts(values[key])) and texts <= set(known)))


def _begins(values: Mapping[str, list[Any]], key: str, letters: list[str]) -> bool:
    """Whether all texts of a column begin with some of these letters."""
    texts = _texts(values.get(key, ()))
    return bool(texts) and all(text.startswith(tuple(letters)) for text in texts)


def _texts(held: Any) -> set[str]:
    return {value.lower() for value in held if isinstance(value, str)}
