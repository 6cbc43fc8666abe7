"""Which encoding a text is in that is no UTF-8: by its letters, and by chardet's models of languages.

chardet knows scripts and languages but not that Windows-1252 is what nearly all Western files are in, and takes `ñ`
and `è` for signs of its neighbours. So each code page of Latin letters is also judged by how many words it makes
sense of (`alphabets`); where several make as much of them, Windows-1252 counts first and then what chardet says.
"""

import re
from collections.abc import Iterable, Sequence

import numpy as np

from etl.files.text.alphabets import (
    APART,
    BEFORE,
    BEHIND,
    BETWEEN,
    CHINESE,
    COMMON,
    DASHES,
    ICELANDIC,
    JAPANESE,
    LETTERS_OF_LATIN_9,
    PATTERNS,
    RAISED,
    SHORT_WORD,
)
from etl.files.text.known_words import by_known_words

USUAL, LATIN_9 = "cp1252", "iso8859_15"
_LIKE_LATIN_9 = (USUAL, "big5hkscs", "cp950", "gb18030")  # where œ and the letter behind it may be a character
_UNDECIDED = 0.02  # of the words: a smaller difference does not speak against Windows-1252
_BETTER = 0.1  # of the words: by so much another code page must be better than what chardet says
_FEW, _SHOWN = 10, 3  # different words from which an encoding is no guess; that a sentence shows
_FEWEST_WORDS = 5  # that speak for an old page against what chardet says
_LATIN = 0.7  # of the words make sense as Latin letters: then they are no other script
_HARDLY = 0.5  # no more of the words make sense as Latin letters, whatever chardet says
_CHINESE = 0.4  # of different characters are among the most usual ones: in UTF-8 or Latin letters one in twenty is
_MOST_WORDS, _MOST_LINES, _SAMPLE, _LONGEST = 2_000, 5_000, 1 << 16, 500  # the lines of a block; bytes; of a line
_WORD = re.compile(rb"[A-Za-z0-9\x80-\xff]*[\x80-\xff][A-Za-z0-9\x80-\xff]*")
_LETTERS = re.compile(r"[^\W\d_ºª²³¹¼½¾]+")
_A_PART = re.compile(rb"[\xbc-\xbe](?![uU]|[iI][lL])")  # ½kg; but ½uf and ½il, which are œuf and œil
# chardet's names -> Python's, for what is the same or a part of it.
_SAME = {
    **{"iso8859-1": "cp1252", "iso8859-15": "cp1252", "iso8859-9": "cp1254", "iso8859-13": "cp1257"},
    **{"shift_jis_2004": "cp932", "euc_jis_2004": "euc_jp", "euc_kr": "cp949", "big5": "cp950", "tis-620": "cp874"},
    **{"mac-roman": "mac_roman", "mac-latin2": "mac_latin2", "mac-turkish": "mac_turkish"},
    **{"mac-cyrillic": "mac_cyrillic", "koi8-r": "koi8_r", "koi8-u": "koi8_u"},
    **{f"iso8859-{part}": f"iso8859_{part}" for part in (2, 5, 6, 7, 8)},
}
_ASKED = (  # of chardet
    *("cp1250", "cp1251", "cp1252", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "cp874"),
    *("iso8859-2", "iso8859-5", "iso8859-6", "iso8859-7", "iso8859-8", "koi8-r", "koi8-u"),
    *("cp437", "cp850", "cp852", "cp857", "cp775", "cp866", "mac-roman", "mac-latin2", "mac-turkish", "mac-cyrillic"),
    *("cp932", "shift_jis_2004", "euc_jis_2004", "gb18030", "big5hkscs", "cp949", "euc_kr"),
)
_PAGES = tuple(dict.fromkeys((*COMMON, *(_SAME.get(name, name.replace("-", "_")) for name in _ASKED))))


def told_by(words: Iterable[bytes], sample: bytes) -> str:
    """The encoding, by Python's name, of words that are not ASCII and of the lines they stand in, `sample`."""
    known = list(words)
    said = _chardet(sample)
    shares = {page: _share(known, page, patterns) for page, patterns in PATTERNS.items()}
    if said == USUAL and _share(known, USUAL, ICELANDIC) >= _LATIN:
        return USUAL
    best = max(shares.values(), default=0.0)
    if said in shares and best < _HARDLY:
        other = _chardet(sample, tuple(page for page in _ASKED if _python_name(page) not in shares))
        said = other if _decodes(sample, other) else said
    if said not in shares and best < _LATIN:
        return _eastern(said, sample)
    near = [page for page, share in shares.items() if share >= best - _UNDECIDED]
    common = [page for page in COMMON if page in near]
    if common:
        return said if said in common and USUAL not in common else common[0]
    if shares.get(said, 0.0) >= best - _BETTER:
        return said
    usual = max(shares[USUAL], _share(known, USUAL, ICELANDIC))
    odd = best >= _LATIN and usual <= _HARDLY  # few words, but none of them is one in Windows-1252
    return near[0] if len(known) >= _FEWEST_WORDS or odd else USUAL


def _chardet(sample: bytes, among: Sequence[str] = _ASKED) -> str:
    import chardet  # its models take a moment, and most files need none

    found = chardet.detect(sample, include_encodings=among, compat_names=False, no_match_encoding=among[0])["encoding"]
    return _python_name(found) if found else USUAL


def _python_name(name: str) -> str:
    return _SAME.get(name.lower(), name.lower().replace("-", "_"))


def _eastern(said: str, sample: bytes) -> str:
    """Names and places in Japanese without any kana look Chinese to chardet: usual characters tell them apart."""
    if said != "gb18030":
        return said
    try:
        japanese = sample.decode("euc_jp")
    except UnicodeDecodeError:
        return said
    usual = _usual(japanese, JAPANESE), _usual(sample.decode("gb18030", "replace"), CHINESE)
    return "euc_jp" if usual[0] > usual[1] else said


def _usual(text: str, characters: frozenset[str]) -> float:
    """The share of a text's characters, each counted once, that are among these."""
    found = {letter for letter in text if not letter.isascii()}
    return len(found & characters) / max(len(found), 1)


def _decodes(sample: bytes, page: str) -> bool:
    try:
        sample.decode(page)
    except UnicodeDecodeError:
        return False
    return True


def _is_latin_9(words: Iterable[bytes]) -> bool:
    """Whether bytes that are signs in Windows-1252 stand within words, as letters do, and are letters of none but
    ISO-8859-15: ½uf is œuf there."""
    known = list(words)
    telling = [word for word in known if LETTERS_OF_LATIN_9 & set(word)]
    if not telling or any(0x80 <= byte < 0xA0 for word in known for byte in word):
        return False
    patterns = PATTERNS[USUAL]
    return all(
        _makes_sense(word, LATIN_9, patterns) and not _makes_sense(word, USUAL, patterns) and not _A_PART.match(word)
        for word in telling
    )


Patterns = Sequence[re.Pattern[str]]


def _share(words: list[bytes], page: str, patterns: Patterns) -> float:
    """Of the words, those that a code page makes sense of in a language of these."""
    return sum(_makes_sense(word, page, patterns) for word in words) / max(len(words), 1)


def _makes_sense(word: bytes, page: str, patterns: Patterns) -> bool:
    try:
        text = word.decode(page)
    except UnicodeDecodeError:
        return False
    return _signs_stand_well(text) and all(
        _is_word(run, patterns) for run in _LETTERS.findall(text) if not run.isascii()
    )


def _is_word(run: str, patterns: Patterns) -> bool:
    """Whether letters are a word of one of the languages, its capitals where capitals stand."""
    cased = run.islower() or run.isupper() or (run[0].isupper() and run[1:].islower())
    lower = run.replace("İ", "i").lower()
    return cased and any(pattern.fullmatch(lower) for pattern in patterns)


def _signs_stand_well(text: str) -> bool:
    """Whether what is no letter and no digit is a sign that stands where such signs stand."""
    for at, sign in enumerate(text):
        if sign.isascii() or (sign.isalpha() and sign not in RAISED):
            continue
        before, behind = text[max(at - 1, 0) : at].isalpha(), text[at + 1 : at + 2].isalpha()
        if sign not in APART:
            return False
        if before and behind and sign not in BETWEEN and not (sign in DASHES and _joins_words(text, at)):
            return False
        if behind and not before and sign not in BEFORE:
            return False
        if before and not behind and sign not in BEHIND:
            word = _LETTERS.findall(text[:at])
            if sign not in RAISED or not word or len(word[-1]) > SHORT_WORD:
                return False
    return True


def _joins_words(text: str, at: int) -> bool:
    """Whether there are enough letters on both sides."""
    sides = text[max(at - SHORT_WORD, 0) : at], text[at + 1 : at + 1 + SHORT_WORD]
    return all(len(side) == SHORT_WORD and side.isalpha() for side in sides)


class Words:
    """Gathers from the blocks of a text its words that are not ASCII, each once, and lines they stand in."""

    def __init__(self) -> None:
        self._words: dict[bytes, None] = {}
        self._lines = bytearray()

    def add(self, block: bytes) -> None:
        """Take in the next bytes, which begin anywhere."""
        if len(self._words) >= _MOST_WORDS:
            return
        end = looked_at = 0
        for at in np.flatnonzero(np.frombuffer(block, np.uint8) & 0x80).tolist():
            if at < end:
                continue
            start = max(block.rfind(b"\n", 0, at) + 1, at - _LONGEST)
            end = block.find(b"\n", at) + 1
            end = min(end or len(block), at + _LONGEST)
            self._take(block[start:end])
            looked_at += 1
            if looked_at >= _MOST_LINES or len(self._words) >= _MOST_WORDS:
                return

    def _take(self, line: bytes) -> None:
        known = len(self._words)
        self._words.update(dict.fromkeys(_WORD.findall(line)))
        if len(self._words) > known and len(self._lines) < _SAMPLE:
            self._lines += line if line.endswith(b"\n") else line + b"\n"

    def few(self, encoding: str) -> list[str]:
        """The words, as an encoding reads them, where these are so few that another may be meant; the first of them.
        Signs alone, as the £ of a price, are no words."""
        if len(self._words) > _FEW:
            return []
        read = [word.decode(encoding, "replace") for word in self._words]
        told = any(letter.isalpha() and not letter.isascii() for word in read for letter in word)
        return read[:_SHOWN] if told else []

    def are_chinese(self) -> bool:
        """Whether usual characters come out in GB 18030, as of no other text: by chance their bytes look like UTF-8."""
        return _usual(bytes(self._lines).decode("gb18030", "replace"), CHINESE) >= _CHINESE

    def encoding(self) -> str:
        """What `told_by` says of them, unless an encoding makes more known words of the lines."""
        lines = bytes(self._lines)
        found = by_known_words(lines, told_by(self._words, lines), _PAGES)
        return LATIN_9 if found in _LIKE_LATIN_9 and _is_latin_9(self._words) else found
