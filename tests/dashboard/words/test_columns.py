"""Every name that a column can be told to be has words."""

from dashboard.words.columns import PEOPLE, SALES, called
from etl.names import canonical_names
from etl.people import columns


def test_all_names_are_offered_and_no_others() -> None:
    assert set(SALES) == set(canonical_names.TOLD)
    assert set(PEOPLE) == set(columns.PEOPLE)


def test_words_tell_names_apart() -> None:
    assert len(set(SALES.values())) == len(SALES)
    assert len(set(PEOPLE.values())) == len(PEOPLE)
    assert (called("invoice_no"), called("email", "customers"), called("shoe size")) == (
        "Order number",
        "Email address",
        "shoe size",
    )
