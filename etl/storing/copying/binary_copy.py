"""Clean decimals -> PostgreSQL's binary COPY format, none of them rounded; others: `warehouse.bulk.binary_rows`.

Source: PostgreSQL documentation, COPY, "Binary Format"; `numeric_send` for the values.
"""

from collections.abc import Callable

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from etl.values.numbers.decimals import MAX_DECIMALS
from warehouse.bulk.binary_rows import data_of, of_bytes

_WHOLE_GROUPS = 4  # of four digits: numeric counts in base 10,000
_GROUPS = _WHOLE_GROUPS + MAX_DECIMALS // 4
_NEGATIVE = 0x4000
_HEAD = 12  # bytes of a numeric before its digits: the field's length, then four 16-bit numbers


def pack_decimals(values: pa.StringArray) -> pa.BinaryArray:
    """n decimals as `decimals.plain_decimals` spells them -> n fields of type numeric, none of them rounded."""
    parts = pc.extract_regex(values, r"^-?(?P<whole>\d+)(?:\.(?P<decimals>\d+))?$")
    whole, decimals = pc.struct_field(parts, "whole"), pc.fill_null(pc.struct_field(parts, "decimals"), "")
    digits = pc.binary_join_element_wise(
        pc.utf8_lpad(whole, _WHOLE_GROUPS * 4, "0"), pc.utf8_rpad(decimals, MAX_DECIMALS, "0"), ""
    )
    groups = data_of(digits).reshape(-1, _GROUPS, 4).astype(np.int16) - ord("0")
    groups = groups @ np.array([1000, 100, 10, 1], np.int16)
    filled = groups != 0
    first = np.where(filled.any(axis=1), filled.argmax(axis=1), _WHOLE_GROUPS - 1)
    count = np.where(filled.any(axis=1), _GROUPS - filled[:, ::-1].argmax(axis=1) - first, 0)
    negative = pc.starts_with(values, "-").to_numpy(zero_copy_only=False)
    scale = pc.utf8_length(decimals).to_numpy(zero_copy_only=False)
    numbers = np.stack([count, _WHOLE_GROUPS - 1 - first, np.where(negative, _NEGATIVE, 0), scale], axis=1)
    places = np.minimum(first[:, None] + np.arange(_GROUPS), _GROUPS - 1)
    shifted = np.take_along_axis(groups, places, axis=1)
    lengths = (_HEAD - 4 + 2 * count).astype(">i4")[:, None].view(np.uint8)
    cells = np.hstack([lengths, numbers.astype(">u2").view(np.uint8), shifted.astype(">u2").view(np.uint8)])
    sizes = _HEAD + 2 * count
    return of_bytes(cells[np.arange(cells.shape[1]) < sizes[:, None]], sizes)


Pack = Callable[[pa.StringArray], pa.BinaryArray]
