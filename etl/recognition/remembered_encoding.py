"""Files whose encoding somebody said before: their like is read in the same way, unless it is UTF-8 now."""

from collections.abc import Sequence
from dataclasses import replace

from etl.files.inputs.inputs import Input
from etl.files.inputs.unpacking import unpacked_blocks
from etl.files.sources import Source, look
from etl.files.text.encoding_names import label_of
from etl.files.text.encodings import Evidence
from etl.recognition.remembered import Memory

_TEXTS = ("csv", "fixed")


def recalled(source: Source, columns: Sequence[str] | None, told: str | None, memory: Memory) -> Source:
    """The source, looked at again in the encoding of an earlier load with the same header; as it is where `told` says
    one now, where none was said before, and where the file is UTF-8."""
    if told or source.kind not in _TEXTS:
        return source
    said = memory.encodings()
    if not said or _is_utf8(source.item):
        return source
    for encoding in said:
        again = look(source.item, columns, encoding=encoding)
        before = memory.of(again.columns)
        if before.get("encoding") == encoding:
            note = f"As for load {before['load_id']} ({before['file_name']}): --encoding {label_of(encoding)}."
            return replace(again, notes=(*again.notes, note))
    return source


def _is_utf8(item: Input) -> bool:
    evidence = Evidence()
    return all(_still(evidence, block) for block in unpacked_blocks(item))


def _still(evidence: Evidence, block: bytes) -> bool:
    evidence.add(block)
    return evidence.is_utf8
