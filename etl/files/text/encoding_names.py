"""What encodings are called: by people (`--encoding`), in reports, and in Python."""

import codecs

from warehouse.errors import InputError
from wording.languages import say

# Python's name -> the usual one, in the order in which a person is shown them.
LABELS = {
    "utf-8": "UTF-8",
    "utf-16-le": "UTF-16LE",
    "utf-16-be": "UTF-16BE",
    "cp1252": "windows-1252",
    "cp1250": "windows-1250",
    "cp1251": "windows-1251",
    "cp1253": "windows-1253",
    "cp1254": "windows-1254",
    "cp1255": "windows-1255",
    "cp1256": "windows-1256",
    "cp1257": "windows-1257",
    "latin-1": "ISO-8859-1",
    **{f"iso8859_{part}": f"ISO-8859-{part}" for part in (2, 5, 6, 7, 8, 9, 13, 15)},
    "koi8_r": "KOI8-R",
    "koi8_u": "KOI8-U",
    "mac_roman": "Mac Roman",
    "mac_latin2": "Mac Latin2",
    "mac_turkish": "Mac Turkish",
    "mac_iceland": "Mac Icelandic",
    "mac_cyrillic": "Mac Cyrillic",
    **{f"cp{page}": f"DOS {page}" for page in (437, 775, 850, 852, 857, 866)},
    "cp874": "windows-874",
    "cp932": "Shift-JIS",
    "euc_jp": "EUC-JP",
    "gb18030": "GB18030",
    "cp950": "Big5",
    "big5hkscs": "Big5-HKSCS",
    "cp949": "EUC-KR",
}
_USUAL = (
    "utf-8, utf-16, windows-1250 to windows-1257, iso-8859-1 to iso-8859-15, koi8-r, mac-roman, cp437, cp850, "
    "shift-jis, euc-jp, gb18030, big5, euc-kr"
)
_ALIASES = {  # that Python does not know, or that programs mean more by than the standard
    **{"ansi": "cp1252", "unicode": "utf-16", "mac": "mac_roman", "apple-roman": "mac_roman", "mac-ce": "mac_latin2"},
    **{"x-mac-roman": "mac_roman", "x-mac-ce": "mac_latin2", "x-mac-cyrillic": "mac_cyrillic"},
    **{"shift-jis": "cp932", "shiftjis": "cp932", "sjis": "cp932", "x-sjis": "cp932", "windows-31j": "cp932"},
    **{"gb2312": "gb18030", "gbk": "gb18030", "big5": "cp950", "euc-kr": "cp949", "utf-8-sig": "utf-8"},
    **{"windows-874": "cp874", "utf8-bom": "utf-8", "utf-8-bom": "utf-8"},
}
_SAME = {"iso8859-1": "latin-1"}


def label_of(encoding: str) -> str:
    """How people call an encoding that Python calls so."""
    return LABELS.get(encoding, encoding)


def encoding_named(name: str) -> str:
    """Python's name of an encoding as people write it, `Windows-1254` or `latin 5`; InputError for an unknown one."""
    plain = "-".join(name.strip().lower().replace("_", "-").split())
    for page in ("windows", "dos", "code-page", "codepage", "ibm", "oem"):
        if plain.removeprefix(f"{page}-").isdecimal():
            plain = "cp" + plain.removeprefix(f"{page}-")
    try:
        found = codecs.lookup(_ALIASES.get(plain, plain))
    except (LookupError, ValueError):
        raise InputError(
            say("--encoding {file} is not known. Usual ones are {usual}.", file=name, usual=_USUAL)
        ) from None
    if not found._is_text_encoding or found.name in _NO_TEXT:
        raise InputError(say("--encoding {file} is not one of text. Usual ones are {usual}.", file=name, usual=_USUAL))
    known = found.name.replace("iso8859-", "iso8859_").replace("mac-", "mac_").replace("koi8-", "koi8_")
    return _SAME.get(found.name, known)


_NO_TEXT = ("idna", "punycode", "undefined", "unicode_escape", "raw_unicode_escape", "unicode-escape", "mbcs", "oem")
