"""Contacts as platforms take them: checked, normalised, hashed. What cannot be used is ''."""

import re
from hashlib import sha256

_LABEL = r"[^\W_](?:[^\W_]|-){0,61}(?<!-)"
_EMAIL = re.compile(rf"[^@\s<>\"(),:;\\\[\]]{{1,64}}@(?:{_LABEL}\.)+[^\W\d_]{{2,63}}")
_TRUNK = re.compile(r"\(0\)")  # `+44 (0)20`: dialled inside the country alone
_PHONE = re.compile(r"(?:\+|00)[0-9 ()./\u00a0-]{6,30}")
_E164 = re.compile(r"\+[1-9][0-9]{6,14}")
_PUNCTUATION = re.compile(r"[^\w\s]|_")
_CODE = re.compile(r"[A-Z]{2}")


def email(text: str | None) -> str:
    """The address without blanks around it, where it can be one."""
    found = (text or "").strip()
    local = found.partition("@")[0]
    is_dotted = local.startswith(".") or local.endswith(".") or ".." in local
    return found if _EMAIL.fullmatch(found) and not is_dotted and len(found) <= 254 else ""


def phone(text: str | None) -> str:
    """`+442071838750` (E.164) of a number with its country's code, whatever stands between the figures."""
    found = _TRUNK.sub("", (text or "").strip())
    if not _PHONE.fullmatch(found):
        return ""
    digits = "+" + re.sub("[^0-9]", "", found.removeprefix("+") if found.startswith("+") else found[2:])
    return digits if _E164.fullmatch(digits) else ""


def country(text: str | None) -> str:
    """The code of a country; '' for a label that is none."""
    return text if text and _CODE.fullmatch(text) else ""


def plain(text: str | None) -> str:
    """In small letters, without punctuation, with single blanks."""
    return " ".join(_PUNCTUATION.sub("", (text or "").lower()).split())


def solid(text: str | None) -> str:
    """Without any blanks."""
    return "".join((text or "").split())


def hashed(text: str) -> str:
    """SHA-256 in small hexadecimal letters; nothing of nothing."""
    return sha256(text.encode()).hexdigest() if text else ""


def cut(text: str | None, most: int) -> str:
    """The text in at most so many bytes of UTF-8, no letter cut in two."""
    return (text or "").encode()[:most].decode(errors="ignore")


def one_line(text: str | None) -> str:
    """Without breaks and blanks around."""
    return " ".join((text or "").split())
