"""Offsets that moments come with, and the shop's own time zone."""

import re
import zoneinfo

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from warehouse.errors import InputError
from wording.languages import say

# Hours east of Greenwich; only those that mean one thing in practice.
ABBREVIATIONS = {
    **{"": 0.0, "Z": 0, "UTC": 0, "GMT": 0, "WET": 0, "WEST": 1, "CET": 1, "CEST": 2, "MEZ": 1, "MESZ": 2, "EET": 2},
    **{"EEST": 3, "EST": -5, "EDT": -4, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7},
}
_OFFSET = re.compile(r"(?:UTC|GMT)?([+-])(\d{1,2}):?(\d{2})?", re.IGNORECASE)


def check_zone(name: str) -> str:
    """An IANA name of a time zone, as it came; InputError when there is no such zone."""
    try:
        zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        said = name or "An empty name"
        raise InputError(
            say("{said} is no time zone. Give an IANA name, as in --timezone Europe/Berlin.", said=said)
        ) from None
    return name


def offsets(zones: pa.StringArray) -> tuple[np.ndarray, np.ndarray]:
    """n texts such as `Z`, `+0100` or `CET` -> (n offsets in seconds east, n booleans: is an offset)."""
    encoded = pc.utf8_trim_whitespace(zones).dictionary_encode()
    seconds = [_offset(zone) for zone in encoded.dictionary.to_pylist()]
    indices = encoded.indices.to_numpy()
    known = np.array([value is not None for value in seconds], bool)
    return np.array([value or 0 for value in seconds], np.int64)[indices], known[indices]


def _offset(zone: str) -> int | None:
    if (hours := ABBREVIATIONS.get(zone.upper())) is not None:
        return int(hours * 3600)
    if not (match := _OFFSET.fullmatch(zone)):
        return None
    seconds = int(match[2]) * 3600 + int(match[3] or 0) * 60
    return (-seconds if match[1] == "-" else seconds) if seconds <= 15 * 3600 else None


def local(utc: np.ndarray, zone: str) -> np.ndarray:
    """n moments (int64 seconds since 1970 in UTC) -> n int64: what clocks showed in that zone, counted likewise."""
    shown = pc.local_timestamp(pa.array(utc).cast(pa.timestamp("s", tz="UTC")).cast(pa.timestamp("s", tz=zone)))
    return shown.cast(pa.int64()).to_numpy()
