"""Times of day behind a date."""

import pyarrow as pa
import pyarrow.compute as pc

_CLOCK = r"(?:[T,]|\s)\s*\d{1,2}[:.h]\d\d.*$"


def without_clock(moments: pa.DictionaryArray) -> pa.DictionaryArray:
    """n texts of a date, with a time of day maybe -> n texts without it."""
    texts = pc.replace_substring_regex(pc.utf8_trim_whitespace(moments.dictionary), _CLOCK, "")
    return pa.DictionaryArray.from_arrays(moments.indices, texts)
