"""What somebody says of a file's columns: `--map NAME=COLUMN` and `--columns`."""

from collections.abc import Mapping, Sequence

from etl.names.canonical_names import TOLD
from etl.names.labels import fold, listing
from warehouse.errors import InputError, NoTableError
from wording.languages import say


def parse_mapping(options: Sequence[str], names: Sequence[str] = TOLD) -> dict[str, str]:
    """`NAME=COLUMN` options as a dict; InputError for an unknown name, a missing part or a name given twice."""
    mapping: dict[str, str] = {}
    for option in options:
        name, equals, column = (part.strip() for part in option.partition("="))
        if not (name and equals and column):
            raise InputError(
                say("--map {option} is not of the form NAME=COLUMN, as in --map customer_id=Client.", option=option)
            )
        if name not in names:
            raise InputError(f"--map {option}: there is no {name}. The names are {', '.join(names)}.")
        if name in mapping:
            raise InputError(
                say(
                    "--map gives {file} twice: {value} and {column}. Keep one.",
                    file=name,
                    value=mapping[name],
                    column=column,
                )
            )
        mapping[name] = column
    return mapping


def parse_columns(text: str) -> tuple[str, ...]:
    """`a,b,-` as names of a file's columns, '' for one to skip; InputError for a name given twice or none."""
    names = tuple("" if name.strip() == "-" else name.strip() for name in text.split(","))
    named = [name for name in names if name]
    if twice := next((name for name in named if named.count(name) > 1), None):
        raise InputError(
            say("--columns names {twice} twice. Give each column a name of its own, or - to skip it.", twice=twice)
        )
    if not named:
        raise InputError("--columns names no column. Write one name a column, as in --columns customer,date,-,total.")
    return names


def map_columns(header: Sequence[str], mapping: Mapping[str, str]) -> dict[str, int]:
    """Name -> position, as told; InputError when a column is not there, is there twice, or is used twice."""
    found = {name: _mapped(header, name, column) for name, column in mapping.items()}
    names = {position: name for name, position in found.items()}
    for name, position in found.items():
        if names[position] != name:
            raise InputError(
                say(
                    "--map uses {value} for both {file} and {value2}. Keep one.",
                    value=header[position],
                    file=name,
                    value2=names[position],
                )
            )
    return found


def _mapped(header: Sequence[str], name: str, column: str) -> int:
    exact = [position for position, label in enumerate(header) if label == column]
    alike = exact or [position for position, label in enumerate(header) if label and fold(label) == fold(column)]
    if not alike:
        raise NoTableError(
            say(
                "--map {file}={column}: the file has no such column. {listing}",
                file=name,
                column=column,
                listing=listing(header),
            )
        )
    if len(alike) > 1:
        raise InputError(
            say(
                "--map {file}={column}: the file has {len} columns of that name. Rename one of them.",
                file=name,
                column=column,
                len=len(alike),
            )
        )
    return alike[0]
