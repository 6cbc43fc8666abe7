"""Countries, dates and decimals: one value at a time."""

from datetime import datetime

import pyarrow as pa
import pytest

from etl.countries import country_code, country_row
from etl.dates import DateOrder, parse_dates
from etl.decimals import plain_decimals


@pytest.mark.parametrize(
    ("label", "code"),
    [
        ("United Kingdom", "GB"),
        ("UK", "GB"),
        ("EIRE", "IE"),
        ("RSA", "ZA"),
        ("USA", "US"),
        ("U.S.A.", "US"),
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
        ("tomorrow", "mdy", None),
        ("", "mdy", None),
        ("٢٠١٠-١٢-٠١", "mdy", None),
    ],
)
def test_dates(text: str, order: DateOrder, moment: datetime | None) -> None:
    moments, good = parse_dates(pa.array([text]), order)
    assert (moments[0].item() if good[0] else None) == moment


@pytest.mark.parametrize(
    ("text", "result"),
    [
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
