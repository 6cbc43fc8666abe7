"""What is a product and what is not, through the SQL that says so."""

from collections.abc import Callable

import pytest
from sqlalchemy import Engine, select

from models.publishing.fit import Options, fit
from tests.models.shops import line
from warehouse.schema import products

NOT_PRODUCTS = [
    *(("POST", "POSTAGE"), ("DOT", "DOTCOM POSTAGE"), ("M", "Manual"), ("m", "Manual"), ("D", "Discount")),
    *(("S", "SAMPLES"), ("B", "Adjust bad debt"), ("C2", "CARRIAGE"), ("BANK CHARGES", "Bank Charges")),
    *(("AMAZONFEE", "AMAZON FEE"), ("CRUK", "CRUK Commission"), ("PADS", "PADS TO MATCH ALL CUSHIONS")),
    *(("gift_0001_40", "Dotcomgiftshop Gift Voucher £40.00"), ("", ""), ("90001", "Next Day Carriage")),
    *(("90002", "Delivery charge"), ("90003", "* Discount *"), ("TEST001", "This is a test product.")),
]
PRODUCTS = [
    *(("85123A", "WHITE HANGING HEART"), ("22065", "CARRIAGE CLOCK"), ("22066", "POSTAGE STAMP TIN")),
    *(("22067", "MANUAL COFFEE GRINDER"), ("22068", "DISCOUNT STORE SIGN"), ("DCGSSBOY", "BOYS PARTY BAG")),
    *(("22069", "SHIPPING CONTAINER TOY"), ("22070", ""), ("15056BL", "EDWARDIAN PARASOL BLACK")),
    *((f"3{number:04d}", "MUG") for number in range(150)),
]
LONG = "A very long name " * 13 + "in "  # of 224 characters
NAMED = {  # lines without codes, told by their names: what tells each, and whether it is a product
    **{
        "Tea": ("tea", True),
        "  TEA": ("tea", True),
        "Gift  box": ("gift box", True),
        "Versandkosten": ("versandkosten", False),
    },
    **{f"{LONG}red": (f"{LONG[:120]} ... {LONG[-72:]}red".lower(), True), "Gift card": ("gift card", False)},
    f"{LONG}blue": (f"{LONG[:120]} ... {LONG[-71:]}blue".lower(), True),
}


def test_products(engine: Engine, fill: Callable[..., None]) -> None:
    goods = [*NOT_PRODUCTS, *PRODUCTS, *(("", name) for name in NAMED)]
    back = line("1", "50", "2011-01-03 10:00", stock_code="", description="Refunded amount", quantity=-1)
    sold = [
        line("1" if number % 2 else None, f"5{number}", "2011-01-03 10:00", stock_code=code, description=name)
        for number, (code, name) in enumerate(goods)
    ]
    fill([*sold, back])
    fit(engine, Options(k=3))
    with engine.connect() as connection:
        found = dict(connection.execute(select(products.c.stock_code, products.c.is_product)).all())
    assert found == dict.fromkeys([code for code, _ in NOT_PRODUCTS], False) | dict.fromkeys(
        [code for code, _ in PRODUCTS], True
    ) | dict(NAMED.values()) | {"refunded amount": False}


def test_in_a_shop_of_words_short_codes_are_products(engine: Engine, fill: Callable[..., None]) -> None:
    codes = ("MUG", "CUP", "TEA", "POST")
    fill(line("1", code, "2011-01-03 10:00", stock_code=code, description=code.lower()) for code in codes)
    fit(engine, Options(k=3))
    with engine.connect() as connection:
        found = dict(connection.execute(select(products.c.stock_code, products.c.is_product)).all())
    assert found == {"MUG": True, "CUP": True, "TEA": True, "POST": False}


@pytest.mark.parametrize(
    ("descriptions", "expected"),
    [
        (["HEART", "HEART", "heart"], "HEART"),
        (["", "", "HEART"], "HEART"),
        (["B", "A"], "A"),
        (["", ""], ""),
    ],
)
def test_the_description_is_the_commonest(
    engine: Engine, fill: Callable[..., None], descriptions: list[str], expected: str
) -> None:
    fill(
        line("1", str(number), "2011-01-03 10:00", description=description)
        for number, description in enumerate(descriptions)
    )
    fit(engine, Options(k=3))
    with engine.connect() as connection:
        assert connection.scalars(select(products.c.description)).all() == [expected]
