"""Numbers and dates in the digits of other scripts (`٢٠٢٤-٠٥-٠٦`, `１２，５００`) -> the same in 0 to 9."""

import unicodedata

import pyarrow as pa
import pyarrow.compute as pc

from etl.files.rows.batches import Batch

# Arabic, Persian, Devanagari, Bengali, Tamil, Thai, full width.
_DIGIT = (
    r"[\x{0660}-\x{0669}\x{06F0}-\x{06F9}\x{0966}-\x{096F}\x{09E6}-\x{09EF}\x{0BE6}-\x{0BEF}\x{0E50}-\x{0E59}"
    r"\x{FF10}-\x{FF19}]"
)
_SIGNS = str.maketrans({"٫": ".", "٬": ",", "٪": "%", "،": ","})


def with_usual_digits(batch: Batch) -> Batch:
    """The batch, with the usual digits in cells that are mostly numbers; words stay as they are."""
    columns = [_usual(column) for column in batch.columns]
    changed = any(new is not old for new, old in zip(columns, batch.columns, strict=True))
    return Batch(columns, batch.lines, batch.ragged) if changed else batch


def _usual(column: pa.DictionaryArray) -> pa.DictionaryArray:
    texts = column.dictionary
    if pc.all(pc.string_is_ascii(texts), min_count=0).as_py():
        return column
    found = pc.match_substring_regex(texts, _DIGIT)
    if not pc.any(found, min_count=0).as_py():
        return column
    made = [_spelled(text) if has else text for text, has in zip(texts.to_pylist(), found.to_pylist(), strict=True)]
    return (
        pa.DictionaryArray.from_arrays(column.indices, pa.array(made, pa.string()))
        .dictionary_decode()
        .dictionary_encode()
    )


def _spelled(text: str) -> str:
    letters = sum(each.isalpha() for each in text)
    if 2 * letters > len(text.replace(" ", "")):
        return text
    return "".join(
        str(unicodedata.decimal(each))
        if each.isdecimal()
        else unicodedata.normalize("NFKC", each)
        if each > "\uff00"
        else each
        for each in text.translate(_SIGNS)
    )
