"""Numbers as text -> the same numbers in one spelling, exactly; they stay text until PostgreSQL makes them numeric."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

MAX_INTEGER_DIGITS = 15
MAX_DECIMALS = 20

_PLAIN = r"^[+-]?(\d+\.?\d*|\.\d+)$"
_FITS = rf"^-?\d{{1,{MAX_INTEGER_DIGITS}}}(\.\d{{1,{MAX_DECIMALS}}})?$"


def plain_decimals(texts: pa.StringArray) -> tuple[pa.StringArray, np.ndarray, np.ndarray]:
    """n texts -> (n decimals spelled shortest, n booleans: is a number, n booleans: fits the columns).

    `+2.50`, `2.5` and `02.5` all become `2.5`; what is no number becomes `0`. NaN and infinity are no numbers.
    """
    texts = pc.utf8_trim_whitespace(texts)
    good = pc.match_substring_regex(texts, _PLAIN)
    plain = pc.if_else(good, texts, "0")
    plain = pc.replace_substring_regex(plain, r"^\+?(-?)0*", r"\1")
    plain = pc.if_else(pc.match_substring(plain, "."), pc.utf8_rtrim(pc.utf8_rtrim(plain, "0"), "."), plain)
    plain = pc.replace_substring_regex(plain, r"^(-?)(\.|$)", r"\10\2")  # 0 before a point, and for nothing left
    plain = pc.if_else(pc.equal(plain, "-0"), "0", plain)
    fits = pc.match_substring_regex(plain, _FITS)
    return plain, _flags(good), _flags(fits)


def _flags(array: pa.BooleanArray) -> np.ndarray:
    return array.to_numpy(zero_copy_only=False)
