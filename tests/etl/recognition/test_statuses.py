"""Orders of which no sale came, by their status, in all languages; and statuses that leave it open."""

from decimal import Decimal
from pathlib import Path

import pytest

from etl.recognition.planning import Options
from tests.etl.coming_to import coming_to, shop

COLUMNS = "order_id,date,customer_id,sku,quantity,unit_price"
WORDS = {  # a status of sales, one of what was called off, the header of a column of statuses
    "Polish": ("Wysłane", "Anulowane", "Status zamówienia"),
    "Russian": ("Доставлен", "Отменён", "Статус"),
    "Russian, who did it": ("Выполнен", "Отменен клиентом", "Статус заказа"),
    "Ukrainian": ("Виконано", "Скасовано", "Стан замовлення"),
    "Bulgarian": ("Завършена", "Отказана", "Статус на поръчката"),
    "Turkish": ("Tamamlandı", "İptal Edildi", "Durum"),
    "Turkish, short": ("Tamamlandı", "İptal", "Sipariş Durumu"),
    "Turkish, back": ("Teslim Edildi", "İade Edildi", "Durum"),
    "Japanese": ("発送済み", "キャンセル", "ステータス"),
    "Chinese": ("已完成", "已取消", "订单状态"),
    "Chinese, closed": ("交易成功", "交易关闭", "订单状态"),
    "Korean": ("배송완료", "취소완료", "주문상태"),
    "Czech": ("Vyřízeno", "Stornováno", "Stav"),
    "Hungarian": ("Teljesítve", "Törölve", "Állapot"),
    "Romanian": ("Livrată", "Anulată", "Stare"),
    "Croatian": ("Isporučeno", "Otkazano", "Status narudžbe"),
    "Greek": ("Ολοκληρώθηκε", "Ακυρώθηκε", "Κατάσταση"),
    "Swedish": ("Levererad", "Avbruten", "Orderstatus"),
    "Danish": ("Leveret", "Annulleret", "Ordrestatus"),
    "Norwegian": ("Levert", "Kansellert", "Status"),
    "Finnish": ("Toimitettu", "Peruutettu", "Tila"),
    "Estonian": ("Tarnitud", "Tühistatud", "Olek"),
    "Latvian": ("Piegādāts", "Atcelts", "Statuss"),
    "Lithuanian": ("Pristatyta", "Atšauktas", "Būsena"),
    "German, back": ("Bezahlt", "Retoure", "Status"),
    "German, sent back": ("Versendet", "Zurückgeschickt", "Bestellstatus"),
    "Spanish, back": ("Entregado", "Devolución", "Estado"),
    "Italian, back": ("Consegnato", "Reso effettuato", "Stato"),
    "Amazon, back": ("Shipped", "Shipped - Returned to Seller", "Status"),
    "Amazon, refused": ("Shipped - Delivered to Buyer", "Shipped - Rejected by Buyer", "Status"),
}


def _file(folder: Path, label: str, usual: str, odd: str, price: str = "10") -> Path:
    said = [(odd if at % 4 == 3 else usual) for at in range(12)]
    rows = [
        f"{at},2023-01-{at + 10},K{at % 4},S{at},2,{price if what == odd else 10},{what}"
        for at, what in enumerate(said)
    ]
    return shop(folder, "\n".join([f"{COLUMNS},{label}", *rows]))


@pytest.mark.parametrize("name", WORDS)
def test_what_was_called_off_is_no_sale(tmp_path: Path, name: str) -> None:
    usual, odd, label = WORDS[name]
    found = coming_to(_file(tmp_path, label, usual, odd))
    off = ({"sale": 9, "adjustment": 3}, "kept as adjustments, in no total")
    back = ({"sale": 12, "return": 3}, "sales, and returns in full at the time of the order")
    lines, became = back if name.endswith(("back", "refused")) else off
    assert (found.net, found.lines) == (Decimal(180), lines)
    assert [note for note in found.notes if label in note] == [f"Lines whose {label} says {odd} (3) are {became}."]


OPEN = ("Pending", "On hold", "Chargeback", "Pending payment", "Offen", "Openstaand", "En attente", "待付款", "Mahnung")


@pytest.mark.parametrize("odd", [*OPEN, "Qwxyz", "Shipped - Damaged"])
def test_what_leaves_it_open_is_named_and_can_be_told(tmp_path: Path, odd: str) -> None:
    path = _file(tmp_path, "Status", "Shipped", odd)
    found = coming_to(path)
    typed = f'"{odd}"' if " " in odd else odd
    assert found.net == Decimal(240)
    assert [note for note in found.notes if "Status" in note] == [
        f"Lines whose Status says {odd} (3) count as sales. If no sale came of them, load with --called-off {typed}."
    ]
    told = coming_to(path, Options(called_off=(odd.lower(),)))
    assert (told.net, told.lines) == (Decimal(180), {"sale": 9, "adjustment": 3})


def test_of_two_unknown_statuses_one_is_named(tmp_path: Path) -> None:
    rows = [f"{at},2023-01-1{at},K{at},S,1,10,{'gut' if at % 2 else 'schlecht'}" for at in range(4)]
    found = coming_to(shop(tmp_path, "\n".join([f"{COLUMNS},Status", *rows])))
    assert sum("(2) count as sales. If no sale came of them" in note for note in found.notes) == 1


@pytest.mark.parametrize("other", ["Processing", "Partially shipped", "Teillieferung"])
def test_usual_statuses_need_no_word(tmp_path: Path, other: str) -> None:
    found = coming_to(_file(tmp_path, "Status", "Completed", other))
    assert (found.net, [note for note in found.notes if "Status" in note]) == (Decimal(240), [])


PARTS = ("partially_refunded", "Teilweise erstattet", "Teilretoure", "Partial return", "Partiellement remboursé")


@pytest.mark.parametrize("odd", PARTS)
def test_what_came_back_in_part_is_named_where_nothing_says_how_much(tmp_path: Path, odd: str) -> None:
    found = coming_to(_file(tmp_path, "Status", "Completed", odd))
    assert (found.net, [note for note in found.notes if "Status" in note]) == (
        Decimal(240),
        [
            f"Lines whose Status says {odd} (3) count as sales in full, for nothing tells how much came back. "
            "Where a column does, load with --map refund=COLUMN."
        ],
    )


def test_a_part_with_an_amount_needs_no_word(tmp_path: Path) -> None:
    rows = [f"{at},2023-01-1{at},K{at},S,1,10,{'Teilretoure,4' if at == 3 else 'Bezahlt,0'}" for at in range(6)]
    found = coming_to(shop(tmp_path, "\n".join([f"{COLUMNS},Status,Refunded amount", *rows])))
    assert (found.net, [note for note in found.notes if "in full" in note]) == (Decimal(56), [])


def test_a_status_that_is_called_otherwise_is_named(tmp_path: Path) -> None:
    path = _file(tmp_path, "what_became_of_it", "gut", "Storniert")
    assert [note for note in coming_to(path).notes if "what_became" in note] == [
        "what_became_of_it says Storniert in 3 of the first 12 rows, and they count as sales. If no sale came of them, "
        "load with --map status=what_became_of_it."
    ]
    assert coming_to(path, Options({"status": "what_became_of_it"})).net == Decimal(180)


def test_what_was_called_off_needs_no_amount(tmp_path: Path) -> None:
    found = coming_to(_file(tmp_path, "Status", "Shipped", "Cancelled", price=""))
    assert (found.net, found.lines, found.rejected) == (Decimal(180), {"sale": 9, "adjustment": 3}, [])


@pytest.mark.parametrize(
    ("amounts", "money"),
    [
        (("0.00", "25.00", "4.00"), {"sale": Decimal(60), "return": Decimal(-24)}),  # with shipping, which is no sale
        (("", "", "4.00"), {"sale": Decimal(60), "return": Decimal(-24)}),
    ],
)
def test_orders_refunded_in_full_are_sales_and_returns(
    tmp_path: Path, amounts: tuple[str, ...], money: dict[str, Decimal]
) -> None:
    """As those are of which a part went back."""
    statuses = ("paid", "refunded", "partially_refunded")
    rows = [
        f"#{at},a{at}@e.com,2024-01-0{at + 1},{status},20.00,5.00,25.00,{back},1,Tea,20.00"
        for at, (status, back) in enumerate(zip(statuses, amounts, strict=True))
    ]
    header = (
        "Name,Email,Created at,Financial Status,Subtotal,Shipping,Total,Refunded Amount,Lineitem quantity,"
        "Lineitem name,Lineitem price"
    )
    assert coming_to(shop(tmp_path, "\n".join([header, *rows]))).money == money
