"""Buyers who are known by their names: first and last name together, never a first name alone."""

from pathlib import Path

import pytest

from tests.etl.coming_to import coming_to, shop
from warehouse.errors import NoTableError

PEOPLE = ("Anna,Smith", "Anna,Jones", "Bob,Smith", "Anna,Smith", ",")


def write(folder: Path, names: str) -> Path:
    """Five orders, the last of nobody."""
    rows = (f"{at},2024-01-0{at},{person},1,10.00" for at, person in enumerate(PEOPLE, 1))
    return shop(folder, "\n".join([f"order_id,order_date,{names},quantity,price", *rows]))


@pytest.mark.parametrize(
    "names",
    ["First Name,Last Name", "Billing First Name,Billing Last Name", "Vorname,Nachname", "注文者名前,注文者名字"],
)
def test_both_names_are_who_bought(tmp_path: Path, names: str) -> None:
    found = coming_to(write(tmp_path, names))
    assert (found.customers, found.guests, found.net) == ({"Anna Smith", "Anna Jones", "Bob Smith"}, 10, 50)
    first, last = names.split(",")
    assert (
        f"Customers are told apart by {first} and {last} together: two people of one name count as one." in found.notes
    )
    assert "description" not in found.columns


@pytest.mark.parametrize("name", ["First Name", "Vorname", "Prénom"])
def test_a_first_name_is_nobody(tmp_path: Path, name: str) -> None:
    with pytest.raises(NoTableError, match="No column for the customer"):
        coming_to(
            shop(
                tmp_path,
                f"order_id,order_date,{name},price\n1,2024-01-01,Anna,1.50\n2,2024-01-02,Anna,2.50\n3,2024-01-03,Bob,2.50",
            )
        )
