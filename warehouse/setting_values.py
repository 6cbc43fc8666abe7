"""Settings that are amounts: sizes of files, numbers of days."""

import re

from warehouse.errors import SettingsError

_UNITS = {"": 1, "KB": 1 << 10, "MB": 1 << 20, "GB": 1 << 30, "TB": 1 << 40}
_SIZE = re.compile(r"(\d+(?:\.\d+)?)\s*([KMGT]?)(?:i?B)?", re.IGNORECASE)
MOST_DAYS = 36_500


def size_of(name: str, value: str) -> int:
    """Bytes, of `500MB`, `4 GB`, or a plain number; SettingsError for anything else and for nothing."""
    found = _SIZE.fullmatch(value)
    size = int(float(found[1]) * _UNITS[f"{found[2].upper()}B" if found[2] else ""]) if found else 0
    if size < 1:
        raise SettingsError(f"{name} is {value!r}; it may be a size such as 500MB or 4GB.")
    return size


def days_of(name: str, value: str) -> int:
    """A whole number of days from 1; SettingsError for anything else."""
    if not (value.isascii() and value.isdecimal() and 1 <= int(value) <= MOST_DAYS):
        raise SettingsError(f"{name} is {value!r}; it may be a number of days from 1 to {MOST_DAYS:,}.")
    return int(value)


def spelled(size: int) -> str:
    """A number of bytes for people: `4 GB`, `1.5 MB`."""
    unit = next((unit for unit in ("TB", "GB", "MB", "KB") if size >= _UNITS[unit]), "")
    return f"{size / _UNITS[unit]:.3g} {unit}" if unit else f"{size} bytes"
