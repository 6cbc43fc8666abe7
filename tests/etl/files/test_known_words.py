"""Short files, of few letters that tell an encoding: the words of their headers do."""

import pytest

from etl.files.text.encodings import Evidence

CENTRAL = ("cp1250", "iso8859_2", "cp852")
CYRILLIC = ("cp1251", "koi8_r", "iso8859_5", "cp866")
WESTERN = ("cp1252", "mac_roman", "cp850", "iso8859_15")
HEADERS = {
    "Nr;Data;Klient;Wartość": CENTRAL,
    "Nr zamówienia;Data;Klient;Wartość zamówienia;Status": CENTRAL,
    "Płatność;Data;Klient;Kwota;Nr": CENTRAL,
    "Objednávka;Datum;E-mail;Částka": CENTRAL,
    "Objednávka;Dátum;Zákazník;Množstvo;Cena": CENTRAL,
    "Rendelés;Kelt;Vevő;Ár;Mennyiség": CENTRAL,
    "Narudžba;Datum;Kupac;Količina;Cijena": CENTRAL,
    "Comandă;Dată;Client;Preţ;Cantitate": CENTRAL,
    "Sipariş No;Tarih;Müşteri;Tutar": ("cp1254", "iso8859_9", "cp857"),
    "Fiş No;Tarih;Müşteri;Toplam": ("cp1254", "iso8859_9", "cp857"),
    "Заказ;Дата;Клиент;Сумма": CYRILLIC,
    "Замовлення;Дата;Клієнт;Сума": ("cp1251",),
    "Παραγγελία;Ημερομηνία;Πελάτης;Ποσό": ("cp1253", "iso8859_7"),
    "Pirkėjas;Data;Kaina;Nr": ("cp1257",),
    "Kuupäev;Klient;Summa;Tellimuse nr": ("cp1257",),
    "日付,顧客,金額": ("cp932", "euc_jp"),
    "订单号,日期,客户,金额": ("gbk",),
    "訂單編號,日期,客戶,金額": ("big5",),
    "주문번호,주문일,고객,금액": ("cp949",),
    "Nº pedido;Fecha;Cliente;Importe total;Teléfono": WESTERN,
    "Beleg;Datum;Kunde;Stück;Preis": WESTERN,
    "Numéro;Date;Client;Réduction;Prix": WESTERN,
    "Pedido;Data;Cliente;Preço;Situação": WESTERN,
    "Ordre;Dato;Kunde;Beløb;Antal": WESTERN,
}


PEOPLE = {  # under plain headers
    "Kovács;Győr": CENTRAL,
    "Łódź": CENTRAL,
    "Żółtowski;Gęś": ("cp852",),  # no known words, and none in Windows-1252
    "Novák;Anna": CENTRAL,
    "Иван;Анна": CYRILLIC,
    "Müller": ("cp850", "cp437", "mac_roman"),
    "Sørensen;Ann": ("cp850",),
    "Þór;Ann": ("cp1252",),
    "œuf;cœur": ("iso8859_15",),
    "כהן;שרה": ("cp1255", "iso8859_8"),
    "محمد;علي": ("cp1256", "iso8859_6"),
}


@pytest.mark.parametrize(("names", "pages"), PEOPLE.items(), ids=list(PEOPLE))
def test_few_names_tell_an_encoding(names: str, pages: tuple[str, ...]) -> None:
    for page in pages:
        data = f"order;name\r\n1;{names}\r\n".encode(page)
        evidence = Evidence()
        evidence.add(data)
        encoding = evidence.encoding()
        assert data.decode(encoding) == data.decode(page)
        assert evidence.guessed_from(encoding) == [word for word in names.split(";") if not word.isascii()]


@pytest.mark.parametrize(("header", "pages"), HEADERS.items(), ids=list(HEADERS))
def test_the_words_of_a_header_tell_its_encoding(header: str, pages: tuple[str, ...]) -> None:
    for page in pages:
        data = f"{header}\r\n1;02.01.2024;K1;10,50\r\n2;03.01.2024;K2;11,50\r\n".encode(page)
        evidence = Evidence()
        evidence.add(data)
        assert data.decode(evidence.encoding()) == data.decode(page)
