"""What the names of columns say of dates, prices and pieces: what is another thing is never taken without a word."""

from decimal import Decimal
from pathlib import Path

import pytest

from tests.etl.coming_to import coming_to, shop
from warehouse.errors import InputError

# header, a row with {n} for its number and {d} for its day, net of twelve rows or the beginning of a question
FILES = {
    "due after issued": (
        "Invoice,Due Date,Issue Date,Client,Item,Qty,Rate",
        "{n},2023-02-{d},2023-01-{d},K,S,2,10",
        240,
    ),
    "delivered after ordered": (
        "Auftragsnummer;Lieferdatum;Auftrag vom;Kundennummer;Artikelnummer;Menge;Preis",
        "{n};{d}.02.2023;{d}.01.2023;K;S;2;10,00",
        240,
    ),
    "delivered beside a date of no known name": (
        "order_id,Delivery Date,came_in,customer_id,sku,quantity,unit_price",
        "{n},2023-02-{d},2023-01-{d},K,S,2,10",
        "came_in and Delivery Date could each be the invoiced_at.",
    ),
    "shipped alone": ("order_id,Ship Date,customer_id,sku,quantity,unit_price", "{n},2023-01-{d},K,S,2,10", 240),
    "no cents, by a dash": ("Ordrenr;Dato;Kundenr;Varenr;Antall;Pris", "{n};2023-01-{d};K;S;2;1.250,-", 30000),
    "no cents, in Switzerland": ("order;date;customer;sku;quantity;price", "{n};2023-01-{d};K;S;2;CHF 1'250.-", 30000),
    "pieces that are not there": (
        "order_id,date,customer_id,sku,unit_price,Backorder Qty",
        "{n},2023-01-{d},K,S,10,{n}",
        120,
    ),
    "what goods cost the shop": (
        "order_id,date,customer_id,sku,quantity,Unit Cost",
        "{n},2023-01-{d},K,S,2,10",
        "No column for an amount",
    ),
    "the same in German": (
        "Bestellnr;Datum;Kundennr;Artikel;Menge;Einkaufspreis",
        "{n};2023-01-{d};K;S;2;10,50",
        "No column for an amount",
    ),
    "what the maker recommends": (
        "order_id,date,customer_id,sku,quantity,MSRP",
        "{n},2023-01-{d},K,S,2,10.50",
        "No column for an amount",
    ),
    "ordered and shipped": (
        "order_id,date,customer_id,sku,unit_price,Qty Ordered,Qty Shipped",
        "{n},2023-01-{d},K,S,10,12,{n}",
        "Qty Ordered and Qty Shipped could each be the quantity.",
    ),
    "Czech": ("Číslo objednávky;Datum;Zákazník;Produkt;Množství;Cena za kus", "{n};{d}. 1. 2023;K;S;2;10,00 Kč", 240),
    "Hungarian": ("Rendelésszám;Dátum;Vevő;Termék;Mennyiség;Egységár", "{n};2023.01.{d}.;K;S;2 db;1 923 Ft", 46152),
    "Korean": ("주문번호,주문일자,구매자명,상품명,판매가,수량,합계금액", "{n},2023.01.{d},K,S,10,2,20", 240),
    "Indonesian": ("No Pesanan,Tanggal,ID Pelanggan,SKU,Jumlah,Harga", "{n},2023-01-{d},K,S,2,Rp10.500", 252000),
    "Thai": ("เลขที่คำสั่งซื้อ,วันที่,รหัสลูกค้า,สินค้า,จำนวน,ราคาต่อหน่วย", "{n},2023-01-{d},K,S,2,10.00", 240),
    "times before the pieces": ("order_id,date,customer_id,sku,quantity,unit_price", "{n},2023-01-{d},K,S,x2,10", 240),
}


@pytest.mark.parametrize("name", FILES)
def test_what_they_come_to(tmp_path: Path, name: str) -> None:
    header, line, wanted = FILES[name]
    rows = [line.format(n=number, d=number + 12) for number in range(1, 13)]
    path = shop(tmp_path, "\n".join([header, *rows]))
    if isinstance(wanted, str):
        with pytest.raises(InputError) as error:
            coming_to(path)
        assert str(error.value).startswith(wanted)
        assert "100%" not in str(error.value)
        return
    found = coming_to(path)
    assert (found.net, min(found.moments)) == (Decimal(wanted), "2023-01-13 00:00:00")
