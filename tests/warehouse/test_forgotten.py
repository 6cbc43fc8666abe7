"""Who was erased, in names and texts: all that is theirs goes, and nothing else."""

import pytest

from warehouse.forgotten import Forgotten
from warehouse.forgotten.people import hashed

KEY = b"key"
FORGOTTEN = Forgotten([KEY], [hashed(KEY, name) for name in ("12092", "17", "AB-5", "camille@shop.example")])


@pytest.mark.parametrize(
    ("name", "left"),
    [
        ("order of 12092.csv", "order of (erased).csv"),
        ("orders_C12092-77.csv", "orders_C(erased)-77.csv"),
        ("of AB-5.csv", "of (erased).csv"),
        ("Camille@Shop.example.csv.gz", "(erased).csv.gz"),
        ("of_camille@shop.example-2.csv", "of_(erased)-2.csv"),
        ("https://h.example/12092/camille%40shop.example.csv", "https://h.example/(erased)/(erased).csv"),
        ("2024-05-17.csv", "2024-05-17.csv"),
        ("sales 17.csv", "sales 17.csv"),
        ("week-17/shop_17.xlsx", "week-17/shop_17.xlsx"),
        ("customer 17.csv", "customer (erased).csv"),
        ("Kunde_17, customer-no. 17", "Kunde_(erased), customer-no. (erased)"),
        ("120921 and xcamille@shop.example.csv", "120921 and xcamille@shop.example.csv"),
        ("camille@shop.example.org.csv", "(erased).org.csv"),  # nobody can tell it from an ending
    ],
)
def test_names_keep_the_rest(name: str, left: str) -> None:
    assert FORGOTTEN.in_name(name) == left


def test_files_of_a_source_are_told_apart_without_whom_they_name() -> None:
    kept = [FORGOTTEN.in_file(f"out/{name}") for name in ("12092-a.csv", "12092-b.csv", "12092-a.csv", "may.csv")]
    assert [one.startswith("out/(erased)-") and "12092" not in one for one in kept] == [True, True, True, False]
    assert (kept[0] == kept[2], kept[0] == kept[1], kept[3]) == (True, False, "out/may.csv")


@pytest.mark.parametrize(
    ("value", "left"),
    [
        ("17 rows of may.csv are known.", "17 rows of may.csv are known."),
        ("Camille camille@shop.example", ""),
        ("x,12092.0,MUG", ""),
        ("Load 3 (order of 12092.csv) is known.", "Load 3 (order of (erased).csv) is known."),
        (["12092", "Camille"], ["", ""]),
        (["a.csv", "12092.csv"], ["a.csv", "(erased).csv"]),
    ],
)
def test_texts_that_name_somebody_go(value: object, left: object) -> None:
    assert FORGOTTEN.without(value) == left


@pytest.mark.parametrize(
    ("number", "customer", "is_kept"),
    [("C12092-77", "12092", False), ("12092/1", "12092", False), ("C120921", "12092", True), ("77", "12092", True)],
)
def test_order_numbers_lose_the_customer_s(number: str, customer: str, is_kept: bool) -> None:
    made = FORGOTTEN.order_number(number, customer)
    assert (made == number) is is_kept
    assert is_kept or customer not in made
