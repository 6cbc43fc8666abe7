"""Which encoding a text is in, decided over all of it; and the same text as UTF-8."""

import codecs
from collections.abc import Iterable, Iterator, Sequence

from etl.files.inputs.inputs import Input
from etl.files.text.detection import USUAL, Words
from etl.files.text.encoding_names import label_of
from etl.files.text.table_shape import DELIMITERS
from etl.names.labels import listed
from warehouse.errors import InputError, NoTableError
from wording.languages import say, to_say, whole

MIXED = "utf-8 with windows-1252"  # files put together from others: what is no UTF-8 is taken for Windows-1252
PLAIN = ("utf-8", MIXED, "cp1252", "latin-1")  # a header of ASCII or of these is read before the encoding is known
_ENOUGH = 64 << 20  # bytes that tell a text's code page, once its head is known not to be UTF-8
_UNDEFINED_IN_CP1252 = b"\x81\x8d\x8f\x90\x9d"
_MARKS = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}
GUESSED = to_say(
    "{file} is no UTF-8, and few letters tell what it is: it is read as {encoding}, by {words}. If these are wrong, "
    "say another with --encoding NAME."
)
_HANDLER = "regulars-windows-1252"


def _as_windows_1252(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    wrong = error.object[error.start : error.end]
    return "".join(bytes([byte]).decode("cp1252", "replace") for byte in wrong), error.end


codecs.register_error(_HANDLER, _as_windows_1252)


def utf16_of(head: bytes) -> str:
    """`utf-16-le` or `utf-16-be` where the beginning of a text shows it, with a mark or without; else empty.

    Without a mark: nearly all of the first characters have a NUL on one side, and none on the other; or many have,
    hardly any on the other, and what is so read is rows of text.
    """
    if head[:2] in _MARKS:
        return _MARKS[head[:2]]
    sample = head[:2048]
    first, second = sample[0::2], sample[1::2]
    if not second:
        return ""
    left, right = first.count(0), second.count(0)
    for encoding, beside, within in (("utf-16-le", left, right), ("utf-16-be", right, left)):
        if beside == 0 and within > 0.8 * len(second):
            return encoding
        if 10 * beside < within > 0.1 * len(second) and _is_text(sample, encoding):
            return encoding
    return ""


def _is_text(data: bytes, encoding: str) -> bool:
    try:
        text = data[: len(data) // 2 * 2].decode(encoding)
    except UnicodeDecodeError as error:
        text = data[: error.start].decode(encoding) if error.start >= len(data) - 4 else "\0"
    divided = any(end in text for end in "\r\n") and any(mark in text for mark in DELIMITERS)
    return divided and all(letter.isprintable() or letter in "\t\r\n\ufeff" for letter in text)


def decoded(blocks: Iterator[bytes], encoding: str, title: object) -> Iterator[str]:
    """The characters of a text; InputError for UTF-16 of an odd number of bytes.

    What the encoding cannot mean becomes the replacement character: it stays visible, in its row.
    """
    errors = _HANDLER if encoding == MIXED else "replace"
    decoder = codecs.getincrementaldecoder("utf-8" if encoding == MIXED else encoding)(errors)
    odd = False
    for block in blocks:
        odd ^= bool(len(block) % 2)
        yield decoder.decode(block)
    if odd and encoding.startswith("utf-16"):
        raise InputError(
            say("{file} is UTF-16 text that stops in the middle of a character. Copy or export it again.", file=title)
        )
    yield decoder.decode(b"", True)


def utf8_blocks(blocks: Iterator[bytes], encoding: str, title: object) -> Iterator[bytes]:
    """A text in `encoding` as UTF-8; raises InputError as `decoded` does."""
    for text in decoded(blocks, encoding, title):
        yield text.encode("utf-8", "replace")


class Evidence:
    """What the bytes of a text say about its encoding; pure ASCII, the common case, costs next to nothing."""

    def __init__(self) -> None:
        self._decoder, self._midway = codecs.getincrementaldecoder("utf-8")(), False
        self._longer = 0  # bytes of UTF-8 beyond one a character: at least the number of characters beyond ASCII
        self._wrong = 0  # bytes that are no UTF-8
        self._undefined = False  # any that Windows-1252 leaves undefined
        self._words = Words()

    @property
    def is_utf8(self) -> bool:
        """All bytes so far."""
        return not self._wrong

    def add(self, block: bytes, final: bool = False) -> None:
        """Take in the next bytes."""
        if block.isascii() and not self._midway and not final:
            return
        self._words.add(block)
        self._undefined = self._undefined or len(block.translate(None, _UNDEFINED_IN_CP1252)) < len(block)
        if self._wrong:
            self._count(block)
            return
        state = self._decoder.getstate()
        try:
            text = self._decoder.decode(block, final)
        except UnicodeDecodeError:
            self._count(state[0] + block)
            return
        self._midway = bool(self._decoder.getstate()[0])
        self._longer += len(block) - len(text)

    def _count(self, block: bytes) -> None:
        right = block.decode("utf-8", "ignore")
        encoded = len(right.encode())
        self._wrong += max(1, len(block) - encoded)
        self._longer += encoded - len(right)

    def encoding(self) -> str:
        """UTF-8 when all of it is; else mixed when most of what is not ASCII is; else what its letters tell."""
        self.add(b"", final=True)
        if not self._wrong:
            return "utf-8"
        if self._longer > self._wrong and not self._words.are_chinese():
            return MIXED
        found = self._words.encoding()
        return self.western() if found == USUAL else found

    def guessed_from(self, encoding: str) -> list[str]:
        """Of a text that is no UTF-8, some words in this encoding, where it has few that tell; empty for others."""
        return self._words.few(encoding) if self._wrong and encoding != MIXED else []

    def western(self) -> str:
        """Windows-1252, or Latin-1 for what that leaves undefined."""
        return "latin-1" if self._undefined else USUAL


def foreign(blocks: Iterable[bytes], head: int) -> tuple[str, list[str]]:
    """The code page of a text of which the first `head` bytes are no UTF-8 and that is none of PLAIN; else empty.

    Second, words that it is guessed from, where they are few.
    """
    evidence, seen = Evidence(), 0
    for block in blocks:
        evidence.add(block)
        seen += len(block)
        if seen >= _ENOUGH or (seen >= head and evidence.is_utf8):
            break
    found = "utf-8" if evidence.is_utf8 else evidence.encoding()
    return ("", []) if found in PLAIN else (found, evidence.guessed_from(found))


def said_of_guess(item: Input, encoding: str, words: Sequence[str]) -> tuple[str, ...]:
    """A sentence on an encoding that few words tell; none without any."""
    if not words or encoding in ("utf-8", MIXED):
        return ()
    return (say(GUESSED, file=item, encoding=label_of(encoding), words=listed(words)),)


def refuse_nul(item: Input, chunk: bytes, offset: int) -> None:
    """Raise NoTableError for a NUL byte, which no text has; the chunk begins at `offset`."""
    if (at := chunk.find(b"\0")) >= 0:
        raise NoTableError(
            say(
                "{file} is not a text file: it holds a NUL byte at position {value}. Export it again as CSV (UTF-8).",
                file=item,
                value=whole(offset + at),
            )
        )
