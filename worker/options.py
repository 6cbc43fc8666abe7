"""What was answered about a file, as JSON -> the options that etl takes; words that nobody knows are refused."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from etl.files.text.encoding_names import encoding_named
from etl.names.canonical_names import TOLD
from etl.names.told_columns import parse_columns, parse_mapping
from etl.people.columns import PEOPLE
from etl.recognition.planning import Options
from etl.storing.tolerance import Tolerance
from etl.values.dates.month_languages import LANGUAGES
from etl.values.dates.time_zones import check_zone
from etl.values.records.kinds import parse_kinds
from warehouse.errors import InputError

Subject = Literal["transactions", "customers"]
SUBJECTS: tuple[Subject, ...] = ("transactions", "customers")
ANY = "*"  # what is answered of every file
_CHOICES: dict[str, tuple[str, ...]] = {
    "as": SUBJECTS,
    "date_order": ("mdy", "dmy"),
    "decimal": (".", ","),
    "amounts": ("cents", "units"),
    "months": tuple(LANGUAGES),
    "rows": ("new", "same"),
    "known_orders": ("skip", "replace", "add"),
}
_LISTS = {"called_off": "statuses", "kinds": "kinds of records, with what they are", "somebody": "customers' numbers"}
_NAMES = (*_CHOICES, *_LISTS, "map", "timezone", "columns", "encoding", "sheet", "max_rejected")
_MOST_STATUSES = 100  # that may be called off


@dataclass(frozen=True)
class Said:
    """What was said of one file."""

    answers: Mapping[str, Any]

    @property
    def subject(self) -> Subject | None:
        """What the file is said to be about."""
        found: Subject | None = self.answers.get("as")
        return found

    @property
    def tolerance(self) -> Tolerance:
        """How much of it may be unusable."""
        share = self.answers.get("max_rejected")
        return Tolerance() if share is None else Tolerance.parse(str(share))

    def options(self, subject: Subject) -> Options:
        """For a file about this; InputError for a name or a value that there is not."""
        said, names = self.answers, TOLD if subject == "transactions" else PEOPLE
        columns, zone, encoding = said.get("columns"), said.get("timezone"), said.get("encoding")
        mapping = parse_mapping([f"{name}={column}" for name, column in said.get("map", {}).items()], names)
        if subject == "customers":
            zone = None
        return Options(
            mapping,
            said.get("date_order") if subject == "transactions" else None,
            said.get("decimal"),
            None if zone is None else check_zone(zone),
            None if columns is None else parse_columns(columns),
            encoding=None if encoding is None else encoding_named(encoding),
            rows=said.get("rows") if subject == "customers" else None,
            sheet=said.get("sheet"),
            called_off=tuple(said.get("called_off", ())) if subject == "transactions" else (),
            # Where nobody may be there to ask, what is stored stays, and the report says so.
            known_orders=said.get("known_orders", "skip") if subject == "transactions" else None,
            kinds=parse_kinds(said.get("kinds", ())) if subject == "transactions" else {},
            amounts=said.get("amounts") if subject == "transactions" else None,
            months=said.get("months") if subject == "transactions" else None,
            somebody=tuple(said.get("somebody", ())) if subject == "transactions" else (),
        )


def said_of(arguments: Mapping[str, Any], name: str) -> Said:
    """What a job's arguments say of the file of this name: of every file, then of this one."""
    options = arguments.get("options", {})
    if not isinstance(options, dict):
        raise InputError("The options of a job are given by the file's name.")
    found: dict[str, Any] = {}
    for key in (ANY, name):
        own = options.get(key, {})
        if not isinstance(own, dict) or not isinstance(own.get("map", {}), dict):
            raise InputError(f"What is said of {key} cannot be read.")
        found |= {**own, "map": found.get("map", {}) | own.get("map", {})}
    for option, value in found.items():
        if option not in _NAMES:
            raise InputError(f"{option} is no option of a file. There are {', '.join(sorted(_NAMES))}.")
        if value is not None and option in _CHOICES and value not in _CHOICES[option]:
            raise InputError(f"{option} is {value}; it may be {' or '.join(_CHOICES[option])}.")
    for option, what in _LISTS.items():
        if not _are_statuses(found.get(option) or []):
            raise InputError(f"{option} is a list of {what}, {_MOST_STATUSES} at most.")
    return Said({option: value for option, value in found.items() if value is not None})


def _are_statuses(given: object) -> bool:
    return isinstance(given, list) and len(given) <= _MOST_STATUSES and all(isinstance(text, str) for text in given)
