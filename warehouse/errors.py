"""The exceptions people see, as a tree: every message is a sentence that says what happened and what to do."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Choice:
    """One answer to a question: the option's value, and what it means, with an example."""

    value: str
    label: str


@dataclass(frozen=True)
class Question:
    """What a file leaves open, for those who click an answer instead of typing an option.

    `option` is date_order, decimal, amounts, months, rows, columns, max_rejected, called_off, known_orders, somebody,
    kinds (KIND=MEANING as --kind takes it), or map: then a choice's value is NAME=COLUMN as --map takes it, several
    with a line each.
    """

    option: str
    words: str
    choices: tuple[Choice, ...] = ()

    def as_json(self) -> dict[str, object]:
        """Plain values."""
        choices = [{"value": each.value, "label": each.label} for each in self.choices]
        return {"option": self.option, "words": self.words, "choices": choices}


class RegularsError(Exception):
    """Root of all errors whose message is meant for people; a command prints it and exits with 1."""


class SettingsError(RegularsError):
    """A setting in the environment is unknown, missing or unusable."""


class WarehouseError(RegularsError):
    """The database is missing, unreachable, too old, full, or refuses the connection."""


class EmbeddedError(WarehouseError):
    """The embedded PostgreSQL cannot be set up, started or stopped."""


class LockedError(WarehouseError):
    """Another command holds the tables that a reader asks for."""


class SchemaError(WarehouseError):
    """The database's tables are older or newer than this program, or not Regulars' own."""


class InputError(RegularsError):
    """A file, an option or a value given by a person cannot be used; with what would have to be said to use it."""

    def __init__(self, sentence: str = "", questions: tuple[Question, ...] = ()) -> None:
        super().__init__(sentence)
        self.questions = questions


class EnoughError(InputError):
    """Somebody keeps as much of something as there may be, or too much in a short time: the database says so."""


class NoTableError(InputError):
    """A file is no table, or none whose columns can be recognised: one of many may be left out for it."""


class NoDataError(RegularsError):
    """The store holds nothing to work on yet."""
