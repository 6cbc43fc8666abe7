"""What may be a product by what a column holds, where no name says so; and references that are orders'."""

from pathlib import Path

import pytest

from tests.etl.looks import plan_load

HEADER = "check_id,business_date,guest_no,net_amount"
COLUMNS = {
    "loyalty_points": (("10", "20", "30"), ""),
    "score": (("100", "200", "300"), ""),
    "minutes_seated": (("30", "60", "90"), ""),
    "age": (("23", "34", "45"), ""),
    "Table No": (("11", "12", "24"), ""),
    "foo": (("1101", "2202", "3303"), ""),  # numbers of anything
    "City": (("Berlin", "Hamburg", "Dresden"), ""),
    "payment_method": (("Card", "Cash", "Voucher"), ""),
    "Filiale": (("A1", "B2", "C3"), ""),
    "member_level": (("Gold", "Silver", "Bronze"), ""),
    "reference": (("GKVWQZXRT", "DLPMQWENB", "AYUIOPLKM"), ""),  # an order's own, which parts of it share
    "bar": (("AX-1", "BX-2", "CX-3"), "stock_code"),
    "dish": (("Pizza Margherita", "Pasta Bolognese", "Salad"), "description"),
    "PLU": (("4011", "4012", "5020"), "stock_code"),
    "c": (("1101", "2202", "3303"), ""),  # a name that says nothing: pieces, maybe
}


@pytest.mark.parametrize(("label", "values", "product"), [(label, *each) for label, each in COLUMNS.items()])
def test_a_column_is_a_product_unless_its_name_says_otherwise(
    tmp_path: Path, label: str, values: tuple[str, ...], product: str
) -> None:
    path = tmp_path / "shop.csv"
    rows = [f"{i},2024-01-{1 + i:02d},M{i % 8},{10 + i * 1.37:.2f},{values[i % 3]}" for i in range(28)]
    path.write_text("\n".join([f"{HEADER},{label}", *rows]) + "\n")
    plan = plan_load(path)
    assert {name for name, each in plan.columns.items() if each == label} == ({product} if product else set())
