"""Settings that are amounts: sizes of files, numbers of days. Settings whose value stands in a file."""

import re
from collections.abc import Collection, Mapping
from pathlib import Path

from warehouse.errors import SettingsError

_UNITS = {"": 1, "KB": 1 << 10, "MB": 1 << 20, "GB": 1 << 30, "TB": 1 << 40}
_SIZE = re.compile(r"(\d+(?:\.\d+)?)\s*([KMGT]?)(?:i?B)?", re.IGNORECASE)
LEAST_MEMORY = 300 << 20  # of a job: what its process takes before it has read anything, and some to work with
MOST_DAYS, MOST_HOURS = 36_500, 168


def size_of(name: str, value: str) -> int:
    """Bytes, of `500MB`, `4 GB`, or a plain number; SettingsError for anything else and for nothing."""
    found = _SIZE.fullmatch(value)
    size = int(float(found[1]) * _UNITS[f"{found[2].upper()}B" if found[2] else ""]) if found else 0
    if size < 1:
        raise SettingsError(f"{name} is {value!r}; it may be a size such as 500MB or 4GB.")
    return size


def memory_of(name: str, value: str) -> int:
    """Bytes that a process may take; SettingsError for so few that it would end, or wait for ever, before it begins."""
    size = size_of(name, value)
    if size < LEAST_MEMORY:
        raise SettingsError(f"{name} is {value!r}, and a job takes at least {spelled(LEAST_MEMORY)} to begin with.")
    return size


def days_of(name: str, value: str) -> int:
    """A whole number of days from 1; SettingsError for anything else."""
    if not (value.isascii() and value.isdecimal() and 1 <= int(value) <= MOST_DAYS):
        raise SettingsError(f"{name} is {value!r}; it may be a number of days from 1 to {MOST_DAYS:,}.")
    return int(value)


def hours_of(name: str, value: str) -> int:
    """A whole number of hours from 1 to a week's; SettingsError for anything else."""
    if not (value.isascii() and value.isdecimal() and 1 <= int(value) <= MOST_HOURS):
        raise SettingsError(f"{name} is {value!r}; it may be a number of hours from 1 to {MOST_HOURS}.")
    return int(value)


def spelled(size: int) -> str:
    """A number of bytes for people: `4 GB`, `1.5 MB`."""
    unit = next((unit for unit in ("TB", "GB", "MB", "KB") if size >= _UNITS[unit]), "")
    return f"{size / _UNITS[unit]:.3g} {unit}" if unit else f"{size} bytes"


def with_files(given: Mapping[str, str], known: Collection[str]) -> dict[str, str]:
    """The settings with those that are named by a file: `SECRET_KEY_FILE` names the file that holds `SECRET_KEY`.

    Raises SettingsError where both are given, or the file cannot be read or holds nothing. Never repeats its content.
    """
    found = dict(given)
    for name, path in given.items():
        setting = name.removesuffix("_FILE")
        if setting == name or setting not in known:
            continue
        if setting in given:
            raise SettingsError(f"{setting} and {name} are both set; keep one of them.")
        try:
            value = Path(path).read_text(encoding="utf-8").strip()
        except (OSError, ValueError) as error:
            reason = (getattr(error, "strerror", None) or "it is no text").lower()
            raise SettingsError(f"{name} names {path!r}, which cannot be read: {reason}.") from None
        if not value or "\x00" in value:
            raise SettingsError(f"{name} names {path!r}, and that file holds no value.")
        del found[name]
        found[setting] = value
    return found
