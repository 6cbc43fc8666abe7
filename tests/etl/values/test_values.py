"""Countries, dates and decimals: one value at a time."""

from datetime import datetime
from decimal import Decimal

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.values.countries import country_code, country_row
from etl.values.dates.dates import DateOrder, parse_dates
from etl.values.dates.month_names import NAMES as MONTHS
from etl.values.dates.time_zones import check_zone
from etl.values.numbers.decimal_marks import Marks, decide
from etl.values.numbers.decimals import Mark, plain_decimals, without_units
from warehouse.errors import InputError


@pytest.mark.parametrize(
    ("label", "code"),
    [
        ("United Kingdom", "GB"),
        ("UK", "GB"),
        ("EIRE", "IE"),
        ("RSA", "ZA"),
        ("USA", "US"),
        ("U.S.A.", "US"),
        ("Polska", "PL"),
        ("Ελλάδα", "GR"),
        ("united states of america", "US"),
        ("deu", "DE"),
        ("fr", "FR"),
        ("Côte d'Ivoire", "CI"),
        ("COTE D IVOIRE", "CI"),
        ("Czech Republic", "CZ"),
        ("Turkey", "TR"),
        ("Russia", "RU"),
        ("South Korea", "KR"),
        ("Hong Kong", "HK"),
        ("  The   Netherlands ", "NL"),
        ("Channel Islands", "Channel Islands"),
        ("European Community", "European Community"),
        ("Unspecified", "Unspecified"),
        ("UNSPECIFIED ", "Unspecified"),
        ("", "Unspecified"),
        (" ", "Unspecified"),
        (" Atlantis  City", "Atlantis City"),
        ("Korea", "Korea"),
        ("Deutschland", "DE"),
        ("Allemagne", "DE"),
        ("Österreich", "AT"),
        ("Pays-Bas", "NL"),
        ("Niederlande", "NL"),
        ("España", "ES"),
        ("Países Bajos", "NL"),
        ("Regno Unito", "GB"),
        ("Stati Uniti", "US"),
        ("Reino Unido", "GB"),
        ("Frankrijk", "FR"),
        ("Verenigde Staten", "US"),
        ("Schweiz", "CH"),
        ("Großbritannien", "GB"),
        ("Niger", "NE"),
        ("Dominica", "DM"),
    ],
)
def test_country_labels(label: str, code: str) -> None:
    assert country_code(label) == code


@pytest.mark.parametrize(
    ("country", "row"),
    [
        ("GB", ("GB", "United Kingdom", "GBR")),
        ("KR", ("KR", "South Korea", "KOR")),
        ("VN", ("VN", "Vietnam", "VNM")),
        ("IE", ("IE", "Ireland", "IRL")),
        ("Channel Islands", ("Channel Islands", "Channel Islands", None)),
    ],
)
def test_country_names(country: str, row: tuple[str, str, str | None]) -> None:
    assert country_row(country) == row


@pytest.mark.parametrize(
    ("text", "order", "moment"),
    [
        ("12/1/2010 8:26", "mdy", datetime(2010, 12, 1, 8, 26)),
        ("12/1/2010 8:26", "dmy", datetime(2010, 1, 12, 8, 26)),
        ("01.12.2010", "dmy", datetime(2010, 12, 1)),
        ("01/12/2010 à 17h33", "dmy", datetime(2010, 12, 1, 17, 33)),
        ("1 de diciembre de 2010 08:26 hs.", "dmy", datetime(2010, 12, 1, 8, 26)),
        ("1-12-2010 8:26 uur", "dmy", datetime(2010, 12, 1, 8, 26)),
        ("1-13-10", "mdy", datetime(2010, 1, 13)),
        ("2010-12-01", "dmy", datetime(2010, 12, 1)),
        ("2010/12/1 08:26", "mdy", datetime(2010, 12, 1, 8, 26)),
        ("2010-12-01T08:26:59.999", "mdy", datetime(2010, 12, 1, 8, 26, 59)),
        (" 2012-02-29 ", "mdy", datetime(2012, 2, 29)),
        ("1/2/2011 12:05 AM", "mdy", datetime(2011, 1, 2, 0, 5)),
        ("1/2/2011 12:05 p.m.", "mdy", datetime(2011, 1, 2, 12, 5)),
        ("1/2/2011 1:05pm", "mdy", datetime(2011, 1, 2, 13, 5)),
        ("13/1/2010", "mdy", None),
        ("1/13/2010", "dmy", None),
        ("2010-02-29", "mdy", None),
        ("2010-00-10", "mdy", None),
        ("2010-10-00", "mdy", None),
        ("2010-12-01 24:00", "mdy", None),
        ("2010-12-01 13:05 PM", "mdy", None),
        ("2010-12-01 10:60", "mdy", None),
        ("2010-12-01 10:10:60", "mdy", None),
        ("0201-12-01", "mdy", None),
        ("2010-12", "mdy", None),
        ("20101201", "mdy", datetime(2010, 12, 1)),
        ("20101201 082600", "mdy", datetime(2010, 12, 1, 8, 26)),
        ("20101201T082600Z", "mdy", datetime(2010, 12, 1, 8, 26)),
        ("201012010826", "mdy", datetime(2010, 12, 1, 8, 26)),
        ("20101301", "mdy", None),
        ("1-Dec-10", "mdy", datetime(2010, 12, 1)),
        ("1-Dec-2010 08:26", "mdy", datetime(2010, 12, 1, 8, 26)),
        ("Dec-01-24", "mdy", datetime(2024, 12, 1)),
        ("Dec 1, 2010", "dmy", datetime(2010, 12, 1)),
        ("December 1st, 2010 8:26 AM", "dmy", datetime(2010, 12, 1, 8, 26)),
        ("Wed, 1 Dec 2010 08:26:00 +0100", "mdy", datetime(2010, 12, 1, 8, 26)),
        ("2010-Dec-01", "mdy", datetime(2010, 12, 1)),
        ("1. Dezember 2010, 08:26 Uhr", "mdy", datetime(2010, 12, 1, 8, 26)),
        ("Mittwoch, 1. März 2023", "mdy", datetime(2023, 3, 1)),
        ("1er décembre 2010 à 8h26", "mdy", datetime(2010, 12, 1, 8, 26)),
        ("2 août 2011", "mdy", datetime(2011, 8, 2)),
        ("1 de diciembre de 2010 08:26", "mdy", datetime(2010, 12, 1, 8, 26)),
        ("3 set 2011", "mdy", datetime(2011, 9, 3)),
        ("15 maggio 2011 alle 08:26", "mdy", datetime(2011, 5, 15, 8, 26)),
        ("15 de março de 2011", "mdy", datetime(2011, 3, 15)),
        ("3 mrt 2010", "mdy", datetime(2010, 3, 3)),
        ("1 марта 2023 г. 10:00", "mdy", datetime(2023, 3, 1, 10)),
        ("12 mayıs 2023", "mdy", datetime(2023, 5, 12)),
        ("2023. március 1.", "mdy", datetime(2023, 3, 1)),
        ("3. června 2023", "mdy", datetime(2023, 6, 3)),
        ("3. července 2023", "mdy", datetime(2023, 7, 3)),
        ("5. listopada 2023", "mdy", None),  # October in Croatian, November in Polish
        ("30 feb 2010", "mdy", None),
        ("1 jui 2011", "mdy", None),  # juin or juillet
        ("5 foo 2011", "mdy", None),
        ("01.12.2010 08.26", "dmy", datetime(2010, 12, 1, 8, 26)),
        ("2010-12-01T08:26:00Z", "mdy", datetime(2010, 12, 1, 8, 26)),
        ("2010-12-01 08:26:00 -0500", "mdy", datetime(2010, 12, 1, 8, 26)),
        ("2010-12-01 08:26 CET", "mdy", datetime(2010, 12, 1, 8, 26)),
        ("2010-12-01 08:26 FOO", "mdy", None),
        ("1899-12-31", "mdy", None),
        ("2200-01-01", "mdy", None),
        ("1900-02-29", "mdy", None),
        ("1291191960", "mdy", None),  # a number among dates is none
        ("tomorrow", "mdy", None),
        ("", "mdy", None),
        ("٢٠١٠-١٢-٠١", "mdy", None),
    ],
)
def test_dates(text: str, order: DateOrder, moment: datetime | None) -> None:
    moments, good = parse_dates(pa.array([text]), order)
    assert (moments[0].item() if good[0] else None) == moment


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("1291191960", datetime(2010, 12, 1, 8, 26)),
        ("1291191960.0", datetime(2010, 12, 1, 8, 26)),
        ("1291191960123", datetime(2010, 12, 1, 8, 26)),
        ("40513", datetime(2010, 12, 1)),
        ("40513.3513888889", datetime(2010, 12, 1, 8, 26)),
        ("40513,3513888889", datetime(2010, 12, 1, 8, 26)),
        ("123456", None),
        ("99999999999", None),
        ("9999", None),
    ],
)
def test_counted_dates(text: str, moment: datetime | None) -> None:
    moments, good = parse_dates(pa.array([text]), "mdy", numeric=True)
    assert (moments[0].item() if good[0] else None) == moment


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2010-12-01T08:26:00Z", datetime(2010, 12, 1, 9, 26)),
        ("2010-07-01T23:26:00Z", datetime(2010, 7, 2, 1, 26)),
        ("2010-12-01 08:26:00 -0500", datetime(2010, 12, 1, 14, 26)),
        ("2010-12-01 08:26:00+05:30", datetime(2010, 12, 1, 3, 56)),
        ("2010-12-01 08:26 PST", datetime(2010, 12, 1, 17, 26)),
        ("2010-12-01 08:26", datetime(2010, 12, 1, 8, 26)),
        ("1291191960", datetime(2010, 12, 1, 9, 26)),
        ("40513.3513888889", datetime(2010, 12, 1, 8, 26)),
    ],
)
def test_offsets_are_converted_to_a_zone(text: str, moment: datetime) -> None:
    moments, good = parse_dates(pa.array([text]), "mdy", numeric=True, zone="Europe/Berlin")
    assert (moments[0].item(), good[0]) == (moment, True)


def test_a_zone_has_an_iana_name() -> None:
    assert check_zone("Europe/Berlin") == "Europe/Berlin"
    with pytest.raises(
        InputError, match=r"^Mars/Olympus is no time zone\. Give an IANA name, as in --timezone Europe/Berlin\.$"
    ):
        check_zone("Mars/Olympus")


_WORDS = {"en": "at", "de": "um", "fr": "à", "es": "a las", "it": "alle", "pt": "às", "nl": "om"}


@given(st.datetimes(datetime(1900, 1, 1), datetime(2199, 12, 31)), st.sampled_from(sorted(MONTHS)), st.integers(0, 9))
def test_dates_come_back_as_they_were_written(at: datetime, language: str, style: int) -> None:
    at = at.replace(microsecond=0)
    month = MONTHS[language].split()[at.month - 1]
    spelled = {
        0: f"{at:%d.%m.%Y %H:%M:%S}",
        1: f"{at:%Y/%m/%d %H:%M:%S}",
        2: f"{at.day} {month} {at.year} {at:%H:%M:%S}",
        3: f"{at.day}. {month.title()} {at.year}, {at:%H:%M:%S}",
        4: f"{month.upper()} {at.day}, {at.year} {at:%I:%M:%S %p}",
        5: f"{at.day} de {month} de {at.year} {_WORDS[language]} {at:%H:%M:%S}",
        6: f"{at:%Y%m%d%H%M%S}",
        7: f"{at:%Y%m%dT%H%M%S}",
        8: f"{at.day}-{month}-{at.year} {at:%H:%M:%S}",
        9: f"{at.isoformat()}.123456",
    }[style]
    moments, good = parse_dates(pa.array([spelled]), "dmy")
    assert (good[0], moments[0].item()) == (True, at)


_NUMBER_STYLES: list[tuple[Mark, str]] = [
    *((".", sign) for sign in ("{}", "£{}", "{} EUR", "US$ {}", "{}€", "USD {}")),
    *((",", sign) for sign in ("{}", "R$ {}", "{} €", "kr {}", "{}\u00a0EUR")),
]


@given(
    st.decimals(Decimal("-99999999"), Decimal("99999999"), places=2),
    st.sampled_from(_NUMBER_STYLES),
    st.sampled_from(["", "other", " ", "\u00a0", "\u202f", "'", "’"]),
    st.sampled_from(["-{}", "({})", "{}-", "−{}"]),
)
def test_numbers_come_back_as_they_were_written(
    number: Decimal, style: tuple[Mark, str], group: str, minus: str
) -> None:
    mark, sign = style
    group = {".": ",", ",": "."}[mark] if group == "other" else group
    text = sign.format(f"{abs(number):,.2f}".translate({ord(","): group, ord("."): mark}))
    text = minus.format(text) if number < 0 else text
    plain, good, fits = plain_decimals(pa.array([text]), mark)
    assert (good[0], fits[0], Decimal(plain[0].as_py())) == (True, True, number)


@pytest.mark.parametrize(
    ("values", "marks"),
    [
        (["1,234", "2.50"], {"Price": "."}),
        (["1.234", "2,50"], {"Price": ","}),
        (["1.234,50"], {"Price": ","}),
        (["£1,234.50"], {"Price": "."}),
        (["1.234.567"], {"Price": ","}),
        (["0,125"], {"Price": ","}),
        (["1 234,567"], {"Price": ","}),
        (["1'234.5"], {"Price": "."}),
        (["12.05.2011", "5"], {"Price": "."}),
        (["1", "2", "n/a"], {"Price": "."}),
    ],
)
def test_the_decimal_mark_is_told_by_the_column(values: list[str], marks: dict[str, str]) -> None:
    column = Marks()
    for value in values:
        column.add(pa.array([value]))
    assert decide({"Price": column}, None) == marks


def test_an_open_column_reads_as_the_others_do() -> None:
    quantity, price = Marks(), Marks()
    quantity.add(pa.array(["1.000", "2.000"]))
    price.add(pa.array(["3,50"]))
    assert decide({"Menge": quantity, "Preis": price}, None) == {"Menge": ",", "Preis": ","}
    assert decide({"Menge": quantity}, None, remembered=".") == {"Menge": "."}
    assert decide({"Menge": quantity, "Preis": price}, ".") == {"Menge": ".", "Preis": "."}


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("1,234.50", ("1234.5", True, True)),
        ("1,234", ("1234", True, True)),
        ("12,34", ("0", False, True)),
        ("1,23,456.78", ("123456.78", True, True)),
        ("$ -3.20", ("-3.2", True, True)),
        ("($3.20)", ("-3.2", True, True)),
        ("5 €-", ("-5", True, True)),
        ("1.5E+3", ("1500", True, True)),
        ("1e5", ("100000", True, True)),
        ("1e99", ("1" + "0" * 99, True, False)),
        ("1e999", ("0", False, True)),
        ("NAN", ("0", False, True)),
        ("--5", ("0", False, True)),
        ("€", ("0", False, True)),
        ("2.50", ("2.5", True, True)),
        ("+2.5", ("2.5", True, True)),
        (" 007 ", ("7", True, True)),
        ("-00.50", ("-0.5", True, True)),
        (".5", ("0.5", True, True)),
        ("5.", ("5", True, True)),
        ("100", ("100", True, True)),
        ("0.000", ("0", True, True)),
        ("-0.0", ("0", True, True)),
        ("11062.06", ("11062.06", True, True)),
        ("999999999999999", ("999999999999999", True, True)),
        ("1000000000000000", ("1000000000000000", True, False)),
        ("0." + "1" * 21, ("0." + "1" * 21, True, False)),
        ("NaN", ("0", False, True)),
        ("inf", ("0", False, True)),
        ("-Infinity", ("0", False, True)),
        ("0x10", ("0", False, True)),
        ("-", ("0", False, True)),
        (".", ("0", False, True)),
        ("", ("0", False, True)),
        ("٣", ("0", False, True)),
    ],
)
def test_decimals(text: str, result: tuple[str, bool, bool]) -> None:
    plain, good, fits = plain_decimals(pa.array([text]))
    assert (plain[0].as_py(), bool(good[0]), bool(fits[0])) == result


@pytest.mark.parametrize(
    ("last", "good"),
    [
        ("2024-02-29 23:59:59", True),
        ("2024-02-29T23:59:59", True),
        ("2023-02-29 00:00:00", False),
        ("2024-05-06 24:00:00", False),
        ("2024-05-06 10:60:00", False),
        ("2024-05-06 10:30:60", False),
        ("1899-12-31 23:59:59", False),
        ("2200-01-01 00:00:00", False),
    ],
)
def test_dates_of_one_spelling_read_as_among_others(last: str, good: bool) -> None:
    alike = ["1900-01-01 00:00:00", "2199-12-31 23:59:59", last]
    moments, are_good = parse_dates(pa.array(alike), "mdy")
    among, are_good_among = parse_dates(pa.array([*alike, "5/6/2024 9:05"]), "mdy")
    assert moments.dtype == among.dtype
    assert moments.tolist() == among.tolist()[:3]
    assert are_good.tolist() == are_good_among.tolist()[:3] == [True, True, good]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("2x", "2"),
        ("6 Stk", "6"),
        ("-3 pcs.", "-3"),
        ("1,5 kg", "1,5"),
        ("30 Nos", "30"),
        ("2,902.05/Nos", "2,902.05"),
        ("4", "4"),
        ("500 g", "500 g"),
        ("x", "x"),
    ],
)
def test_units_behind_quantities(text: str, number: str) -> None:
    assert without_units(pa.array([text])).to_pylist() == [number]


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2024年1月3日", datetime(2024, 1, 3)),
        ("2024年01月03日 10:30", datetime(2024, 1, 3, 10, 30)),
        ("2024年1月3日(水) 10時5分", datetime(2024, 1, 3, 10, 5)),
        ("2024年1月3日 星期三 9:05", datetime(2024, 1, 3, 9, 5)),
        ("2024年1月3日下午3点30分15秒", datetime(2024, 1, 3, 15, 30, 15)),
        ("2024年1月3日 午後3時", datetime(2024, 1, 3, 15)),
        ("2024년 1월 3일", datetime(2024, 1, 3)),
        ("2024년 12월 31일 오전 12시 5분", datetime(2024, 12, 31, 0, 5)),
        ("2024. 1. 3. 오후 3:30", datetime(2024, 1, 3, 15, 30)),
        ("2024年13月3日", None),
    ],
)
def test_dates_of_east_asia(text: str, moment: datetime | None) -> None:
    moments, good = parse_dates(pa.array([text, "2024-05-06"]), "dmy")
    assert good.tolist() == [moment is not None, True]
    assert moment is None or moments[0].astype(object) == moment
