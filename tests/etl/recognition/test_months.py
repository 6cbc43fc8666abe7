"""Months in words that are others elsewhere: settled by the other months, by the header, or asked about."""

from pathlib import Path

import pytest

from etl.recognition.planning import Options
from tests.etl.coming_to import coming_to, shop
from warehouse.errors import InputError

ENGLISH, CROATIAN, POLISH = "order,customer,date,price", "narudžba,kupac,datum,cijena", "klient,zamówienie,data,cena"


def _file(folder: Path, header: str, *dates: str) -> Path:
    return shop(folder, "\n".join([header, *(f"{at},{at},{day},5.00" for at, day in enumerate(dates, 1))]))


@pytest.mark.parametrize(
    ("header", "dates", "language", "months"),
    [
        (ENGLISH, ("1. listopada 2023.", "2. siječnja 2023."), "Croatian", {"2023-10", "2023-01"}),
        (ENGLISH, ("1 listopada 2023", "2 stycznia 2023"), "Polish", {"2023-11", "2023-01"}),
        (ENGLISH, ("1 lip 2023", "3 lis 2023", "2 cze 2023"), "Polish", {"2023-07", "2023-11", "2023-06"}),
        (CROATIAN, ("1. listopada 2023.",), "Croatian", {"2023-10"}),
        (POLISH, ("1 listopada 2023",), "Polish", {"2023-11"}),
    ],
)
def test_the_language_of_the_others_tells(
    tmp_path: Path, header: str, dates: tuple[str, ...], language: str, months: set[str]
) -> None:
    found = coming_to(_file(tmp_path, header, *dates))
    assert {moment[:7] for moment in found.moments} == months
    assert f"Months in words are read as {language} ones, which are others elsewhere." in found.notes


def test_else_it_is_asked(tmp_path: Path) -> None:
    path = _file(tmp_path, ENGLISH, "3 listopada 2023")
    with pytest.raises(InputError, match=r"^3 listopada 2023 names a month that .* Say so with --months pl") as error:
        coming_to(path)
    (question,) = error.value.questions
    answers = {choice.value: choice.label for choice in question.choices}
    assert answers == {"pl": "Polish: 3 November 2023", "hr": "Croatian: 3 October 2023"}
    assert {each[:7] for each in coming_to(path, Options(months="hr")).moments} == {"2023-10"}
