"""Country labels as shops write them -> ISO 3166 alpha-2.

Decisions: a label that names no country of ISO 3166 stays as it came and stays visible. That holds for `Channel
Islands` (two ISO countries, Jersey and Guernsey), `European Community` and `Unspecified` too; a blank is `Unspecified`.
"""

import gettext
from collections.abc import Iterator
from functools import cache

import pycountry

from etl.names.labels import fold

UNSPECIFIED = "Unspecified"
LANGUAGES = ("de", "fr", "es", "it", "pt", "pt_BR", "nl")
MAX_LABEL = 200  # characters; more is no country, and too wide for a key

# Labels ISO 3166 does not list, by alpha-2; compared like headers: without case, accents, spaces and punctuation.
ALIASES: dict[str, tuple[str, ...]] = {
    "AE": ("UAE", "Emirates"),
    "BA": ("Bosnia",),
    "BN": ("Brunei",),
    "CD": ("DR Congo", "Democratic Republic of the Congo"),
    "CI": ("Ivory Coast",),
    "CV": ("Cape Verde",),
    "CZ": ("Czech Republic", "Česko"),
    "FK": ("Falkland Islands",),
    "GB": (
        *("UK", "Great Britain", "Britain", "England", "Scotland", "Wales", "Northern Ireland", "Großbritannien"),
        *(
            "Grande-Bretagne",
            "Angleterre",
            "Gran Bretaña",
            "Inglaterra",
            "Gran Bretagna",
            "Inghilterra",
            "Grã-Bretanha",
        ),
        *("Groot-Brittannië", "Engeland"),
    ),
    "HK": ("Hong Kong SAR",),
    "IE": ("EIRE", "Republic of Ireland"),
    "IR": ("Iran",),
    "KP": ("North Korea",),
    "KR": ("South Korea", "Republic of Korea"),
    "LA": ("Laos",),
    "MD": ("Moldova",),
    "MK": ("Macedonia",),
    "MM": ("Burma",),
    "MO": ("Macau",),
    "NL": ("Holland", "The Netherlands", "Hollande", "Holanda", "Olanda"),
    "PS": ("Palestine",),
    "RU": ("Russia",),
    "SY": ("Syria",),
    "SZ": ("Swaziland",),
    "TR": ("Turkey",),
    "TW": ("Taiwan",),
    "TZ": ("Tanzania",),
    "US": ("United States of America", "U.S.A.", "U.S.", "EE.UU.", "EUA", "Vereinigte Staaten von Amerika"),
    "VA": ("Vatican", "Vatican City"),
    "VE": ("Venezuela",),
    "VN": ("Vietnam",),
    "ZA": ("RSA", "Republic of South Africa"),
}
# What countries call themselves in languages that are not among the LANGUAGES.
ENDONYMS = {
    **{"AL": "Shqipëria", "BG": "България", "CN": "中国", "CY": "Κύπρος", "CZ": "Česká republika"},
    **{"DK": "Danmark", "EE": "Eesti", "FI": "Suomi", "GR": "Ελλάδα", "HR": "Hrvatska", "HU": "Magyarország"},
    **{"IS": "Ísland", "JP": "日本", "LT": "Lietuva", "LV": "Latvija", "NO": "Norge", "PL": "Polska"},
    **{"RO": "România", "RS": "Srbija", "SE": "Sverige", "SI": "Slovenija", "SK": "Slovensko", "TR": "Türkiye"},
    **{"UA": "Україна"},
}
# Names for people where ISO's own are for diplomats.
_SHORT_NAMES = {
    "BN": "Brunei",
    "CD": "DR Congo",
    "FK": "Falkland Islands",
    "FM": "Micronesia",
    "IR": "Iran",
    "KP": "North Korea",
    "KR": "South Korea",
    "LA": "Laos",
    "MD": "Moldova",
    "PS": "Palestine",
    "RU": "Russia",
    "SY": "Syria",
    "TR": "Turkey",
    "TW": "Taiwan",
    "TZ": "Tanzania",
    "VA": "Vatican City",
    "VE": "Venezuela",
    "VN": "Vietnam",
}


@cache
def _codes() -> dict[str, str]:
    """Every folded spelling we know -> alpha-2."""
    codes = {}
    for country in pycountry.countries:
        for attribute in ("name", "official_name", "common_name", "alpha_3", "alpha_2"):
            if spelling := getattr(country, attribute, None):
                codes[fold(spelling)] = country.alpha_2
    meanings: dict[str, set[str]] = {}
    for spelling, code in _translated():
        meanings.setdefault(fold(spelling), set()).add(code)
    codes = {spelling: found.pop() for spelling, found in meanings.items() if len(found) == 1} | codes
    codes = {fold(endonym): code for code, endonym in ENDONYMS.items()} | codes
    return codes | {fold(alias): code for code, aliases in ALIASES.items() for alias in aliases}


def _translated() -> Iterator[tuple[str, str]]:
    """Each country's names in other languages, with its alpha-2."""
    for language in LANGUAGES:
        names = gettext.translation("iso3166-1", pycountry.LOCALES_DIR, [language], fallback=True)
        for country in pycountry.countries:
            for attribute in ("name", "common_name"):
                if spelling := getattr(country, attribute, None):
                    translated = names.gettext(spelling)
                    yield translated, country.alpha_2
                    yield translated.partition(",")[0], country.alpha_2


def country_code(label: str) -> str:
    """The alpha-2 code of a label; the label itself (spaces tidied) where it names no country."""
    tidy = " ".join(label.split())
    if fold(tidy) in ("", fold(UNSPECIFIED)):
        return UNSPECIFIED
    return _codes().get(fold(tidy), tidy)


def country_row(country: str) -> tuple[str, str, str | None]:
    """(country, name, alpha_3) of a value of a country column; a label that is no country has no alpha_3."""
    known = pycountry.countries.get(alpha_2=country)
    if known is None:
        return country, country, None
    name = str(_SHORT_NAMES.get(country) or getattr(known, "common_name", known.name))
    return country, name, known.alpha_3
