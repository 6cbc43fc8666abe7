"""Dates as Chinese, Japanese and Korean write them (2024年1月3日, 2024년 1월 3일, 2024. 1. 3.) -> 2024-1-3."""

import pyarrow as pa
import pyarrow.compute as pc

_WEEKDAY = r"[(（][^)）]{1,4}[)）]|[月火水木金土日]曜日|[월화수목금토일]요일|(?:星期|周|週)[一二三四五六日天]"
_DATE = (
    r"^\s*(\d{4})\s?(?:年|년|\.)\s?(\d{1,2})\s?(?:月|월|\.)\s?(\d{1,2})\s?(?:日|号|號|일|\.)?"
    rf"\s*(?:{_WEEKDAY})?\s*"
)
_HALVES = ((r"上午|午前|오전", "am"), (r"下午|午後|오후", "pm"))
_CLOCK = r"(\d{1,2})\s?(?:時|时|點|点|시|:)\s?(\d{1,2})\s?(?:分|분|:)?\s?(?:(\d{1,2})\s?(?:秒|초)?)?\s*$"
_HOUR = r"(\d{1,2})\s?(?:時|时|點|点|시)\s*$"


def is_east_asian(texts: pa.StringArray) -> pa.BooleanArray:
    """Where a text begins with such a date."""
    return pc.match_substring_regex(texts, r"^\s*\d{4}\s?(?:[年년]\s?\d{1,2}\s?[月월]|\.\s\d{1,2}\.\s)\s?\d")


def in_digits(texts: pa.StringArray) -> pa.StringArray:
    """n such texts in digits: the date, then the time of day, if any, with am or pm behind it."""
    spelled = pc.replace_substring_regex(texts, _DATE, r"\1-\2-\3 ")
    spelled = pc.replace_substring_regex(spelled, _HOUR, r"\1:00")
    spelled = pc.replace_substring_regex(spelled, _CLOCK, r"\1:\2:\3")
    spelled = pc.replace_substring_regex(spelled, r":$", ":00")
    for _ in "minutes", "seconds":
        spelled = pc.replace_substring_regex(spelled, r":(\d)(:|$)", r":0\1\2")
    for words, half in _HALVES:
        spelled = pc.replace_substring_regex(spelled, rf"(?:{words})\s?(.*)$", rf"\1 {half}")
    return pc.utf8_trim_whitespace(spelled)
