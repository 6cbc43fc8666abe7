"""The currencies that stand beside amounts, or in a column of their own."""

import re

import pyarrow as pa
import pyarrow.compute as pc

_CURRENCY = re.compile(
    r"[A-Z]{0,3}[$¢-¥\u20a0-\u20cf]|[A-Z]{3}|KR\.?|S?FR\.?|ZŁ|KČ|RS\.?|TL|FT|LEI|РУБ|Р|ЛВ|ГРН"
)  # in capitals
_ALIKE = {
    "€": "EUR",
    "£": "GBP",
    "US$": "USD",
    "R$": "BRL",
    "ZŁ": "PLN",
    "KČ": "CZK",
    "FR": "CHF",
    "SFR": "CHF",
    "TL": "TRY",
    "₺": "TRY",
    "FT": "HUF",
}
_ALIKE |= {"LEI": "RON", "РУБ": "RUB", "Р": "RUB", "₽": "RUB", "ЛВ": "BGN", "ГРН": "UAH", "₴": "UAH"}
_NOTHING = {"NAN", "N/A"}  # what stands for none
_NO_CURRENCY = r"[\d\s.,'’()+\x{2212}\x{A0}\x{202F}\x{2009}-]"


def currencies_in(values: pa.StringArray) -> set[str]:
    """The currencies that stand in values, alone or beside numbers."""
    texts = pc.unique(pc.utf8_upper(pc.replace_substring_regex(values, _NO_CURRENCY, ""))).to_pylist()
    return {_ALIKE.get(text, text) for text in texts if _CURRENCY.fullmatch(text)} - _NOTHING
