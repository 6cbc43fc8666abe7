"""The exceptions people see, as a tree: every message is a sentence that says what happened and what to do."""


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
    """A file, an option or a value given by a person cannot be used."""


class NoTableError(InputError):
    """A file is no table, or none whose columns can be recognised: one of many may be left out for it."""


class NoDataError(RegularsError):
    """The store holds nothing to work on yet."""
