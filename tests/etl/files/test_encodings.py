"""Texts in the encodings of the world: told by their letters, said with --encoding, remembered, and named."""

import gzip
import json
from pathlib import Path

import pytest
from sqlalchemy import Engine

from etl.files.sources import look
from etl.files.text.encoding_names import encoding_named, label_of
from etl.people.load import load_customers
from etl.recognition.planning import Options
from etl.storing.load import load_file
from tests.conftest import RunModule
from tests.etl.shop_files import read_rows, rows_of
from warehouse.errors import InputError

# Encodings; headers of number, first name, last name, city; people.
PEOPLE = {
    "german": (("cp1252", "mac_roman", "cp850"), "Kundennummer;Vorname;Nachname;Ort",
               ("Jürgen;Müller;Köln", "Bärbel;Größer;München", "Käthe;Weiß;Düsseldorf", "Anna;Schäfer;Lübeck")),
    "french": (("cp1252", "mac_roman", "cp850", "iso8859_15"), "Numéro client;Prénom;Nom;Ville",
               ("Hélène;Lefèvre;Orléans", "François;Bézier;Besançon", "Zoé;Noël;Nîmes", "Jérôme;Gaël;Mâcon")),
    "spanish": (("cp1252", "mac_roman", "cp850"), "Número de cliente;Nombre;Apellidos;Ciudad",
                ("José;Núñez;Málaga", "Íñigo;Ibáñez;Cádiz", "Begoña;Peña;Logroño", "Ángel;Martín;León")),
    "french, with ligatures": (("cp1252", "mac_roman", "iso8859_15"), "Numéro client;Prénom;Nom;Ville",
                               ("Hélène;Sacré-Cœur;Orléans", "Zoé;Lebœuf;Nîmes", "Gaël;Œuvrard;Bœsenbiesen")),
    "icelandic": (("cp1252", "mac_iceland"), "Customer ID;First Name;Last Name;City",
                  ("Þórður;Ægisson;Reykjavík", "Guðrún;Jónsdóttir;Ísafjörður", "Ýr;Þór;Húsavík")),
    "swedish": (("cp1252", "mac_roman", "cp850"), "Kundnummer;Förnamn;Efternamn;Postort",
                ("Åsa;Öberg;Malmö", "Göran;Sjöström;Västerås", "Märta;Åkesson;Örebro", "Björn;Ek;Linköping")),
    "polish": (("cp1250", "iso8859_2", "cp852"), "Numer klienta;Imię;Nazwisko;Miasto",
               ("Łukasz;Wiśniewski;Łódź", "Małgorzata;Wójcik;Kraków", "Paweł;Dąbrowski;Poznań", "Żaneta;Źreb;Toruń")),
    "czech": (("cp1250", "iso8859_2", "cp852"), "Číslo zákazníka;Jméno;Příjmení;Město",
              ("Jiří;Dvořák;Plzeň", "Tomáš;Němec;Brno", "Božena;Šťastná;Děčín", "Ondřej;Růžička;Ústí nad Labem")),
    "hungarian": (("cp1250", "iso8859_2"), "Vevőkód;Keresztnév;Vezetéknév;Város",
                  ("Győző;Szűcs;Győr", "Erzsébet;Kőszegi;Fót", "Ödön;Tóth;Pécs", "Ágnes;Fűzfa;Makó")),
    "russian": (("cp1251", "koi8_r", "iso8859_5", "cp866"), "Номер клиента;Имя;Фамилия;Город",
                ("Иван;Петров;Москва", "Ольга;Смирнова;Казань", "Юлия;Щукина;Тверь", "Пётр;Жуков;Омск")),
    "greek": (("cp1253", "iso8859_7"), "Κωδικός πελάτη;Όνομα;Επώνυμο;Πόλη",
              ("Γιώργος;Παππάς;Αθήνα", "Ελένη;Νικολάου;Βόλος", "Άγγελος;Οικονόμου;Πάτρα", "Μαρία;Ψαλτάκη;Ηράκλειο")),
    "turkish": (("cp1254", "iso8859_9", "cp857"), "Müşteri No;Adı;Soyadı;Şehir",
                ("İlhan;Şahin;İzmir", "Işıl;Yıldız;Muğla", "Gülşen;Çağlar;Iğdır", "Barış;Öğüt;Eskişehir")),
    "lithuanian": (("cp1257",), "Kliento numeris;Vardas;Pavardė;Miestas",
                   ("Jūratė;Žukienė;Šiauliai", "Česlovas;Šimas;Klaipėda", "Rūta;Kalnė;Panevėžys", "Eglė;Jonė;Telšiai")),
    "japanese": (("cp932", "euc_jp"), "顧客番号;名;姓;都市",
                 ("太郎;山田;東京都", "花子;佐藤;大阪市", "健一;鈴木;横浜市", "美咲;高橋;札幌市")),
    "chinese": (("gbk", "gb18030"), "客户编号;名;姓;城市",
                ("伟;王;北京", "芳;李;上海", "秀英;张;广州", "磊;刘;深圳")),
    "traditional": (("big5",), "客戶編號;名;姓;城市",
                    ("偉;王;臺北", "芳;李;高雄", "秀英;張;臺中", "磊;劉;新竹")),
    "korean": (("euc_kr", "cp949"), "고객번호;이름;성;도시",
               ("철수;김;서울", "영희;이;부산", "민수;박;대구", "지영;최;인천")),
}  # fmt: skip
CASES = [(language, page) for language, (pages, *_) in PEOPLE.items() for page in pages]
UNICODE = ("utf-16", "utf-16-le", "utf-16-be", "utf-8-sig")
QUERY = "select customer_id, first_name, last_name, city from customers order by customer_id"


def people_of(language: str, rows: int) -> tuple[str, list[tuple[str, ...]]]:
    """A file of people as text, and what of it is to be stored."""
    _, header, people = PEOPLE[language]
    found = [(f"k{number:04d}", *people[number % len(people)].split(";")) for number in range(rows)]
    return "\n".join([header, *(";".join(row) for row in found)]) + "\n", found


@pytest.mark.parametrize(("language", "page"), CASES)
def test_people_arrive_from_every_encoding(engine: Engine, tmp_path: Path, language: str, page: str) -> None:
    text, people = people_of(language, 8)
    path = tmp_path / "people.csv"
    path.write_bytes(text.encode(page))
    load_customers(engine, path)
    assert rows_of(engine, QUERY) == people


@pytest.mark.parametrize("page", UNICODE)
@pytest.mark.parametrize("language", PEOPLE)
def test_people_are_read_from_every_spelling_of_unicode(tmp_path: Path, language: str, page: str) -> None:
    text, people = people_of(language, 8)
    path = tmp_path / "people.csv"
    path.write_bytes(text.encode(page))
    assert look(path).columns == tuple(text.partition("\n")[0].split(";"))
    assert read_rows(path) == ([(line, *row) for line, row in enumerate(people, 2)], [])


@pytest.mark.parametrize("page", UNICODE)
def test_people_arrive_from_every_spelling_of_unicode(engine: Engine, tmp_path: Path, page: str) -> None:
    test_people_arrive_from_every_encoding(engine, tmp_path, "japanese", page)


@pytest.mark.parametrize(
    ("language", "page", "label"),
    [
        ("polish", "cp1250", "windows-1250"),
        ("turkish", "cp1254", "windows-1254"),
        ("russian", "koi8_r", "KOI8-R"),
        ("japanese", "cp932", "Shift-JIS"),
        ("german", "cp1252", "windows-1252"),
        ("german", "utf-16", "UTF-16LE"),
        ("german", "utf-8", "UTF-8"),
    ],
)
def test_reports_name_the_encoding(run_module: RunModule, tmp_path: Path, language: str, page: str, label: str) -> None:
    path = tmp_path / "people.csv"
    path.write_bytes(people_of(language, 8)[0].encode(page))
    said = json.loads(run_module("etl", "customers", path, "--json").stdout)
    assert said["encoding"] == label
    sentence = f"Written in {label}. If letters came out wrong, say another with --encoding NAME.\n"
    shown = run_module("etl", "customers", path).stdout
    assert (sentence in shown) == (label != "UTF-8")


ORDERS = "invoice;date;quantity;price;customer;product\n"
SOLD = "select count(*), sum(quantity * unit_price) from transactions"


@pytest.mark.parametrize("at", [0, 30_000])
@pytest.mark.parametrize("packed", [False, True])
def test_the_first_accent_may_come_late(engine: Engine, tmp_path: Path, at: int, packed: bool) -> None:
    goods = ("Kubek żółty", "Świeczka różana", "Ręcznik", "Łyżka", "Pościel", "Obrączka")
    lines = [
        f"{i};2024-05-{1 + i % 28:02d};2;1.25;c{i % 50};{'mug' if i < at else goods[i % 6]}" for i in range(at + 12)
    ]
    data = (ORDERS + "\n".join(lines) + "\n").encode("cp1250")
    path = tmp_path / ("shop.csv.gz" if packed else "shop.csv")
    path.write_bytes(gzip.compress(data, 1) if packed else data)
    report = load_file(engine, path)
    assert (report.encoding, report.rows_loaded) == ("windows-1250", at + 12)
    assert rows_of(engine, SOLD) == [(at + 12, 2.5 * (at + 12))]
    named = "select distinct description from transactions where description <> 'mug' order by 1"
    assert rows_of(engine, named) == [(name,) for name in sorted(goods)]


TRANSACTIONS = {
    "cp1254": "Fatura No;Tarih;Ürün;Adet;Birim Fiyat;Müşteri No;Ülke",
    "cp1250": "Numer faktury;Data sprzedaży;Nazwa produktu;Ilość;Cena jednostkowa;Numer klienta;Kraj",
    "iso8859_2": "Číslo faktury;Datum objednávky;Název zboží;Množství;Jednotková cena;Číslo zákazníka;Země",
    "koi8_r": "Номер счёта;Дата;Название товара;Количество;Цена за единицу;Номер клиента;Страна",
    "cp1253": "Αριθμός τιμολογίου;Ημερομηνία;Όνομα προϊόντος;Ποσότητα;Τιμή μονάδας;Κωδικός πελάτη;Χώρα",
    "cp932": "注文番号;注文日;商品名;数量;単価;顧客番号;国",
    "gbk": "订单号;订单日期;商品名称;数量;单价;客户编号;国家",
    "big5": "訂單編號;日期;商品名稱;數量;單價;客戶編號;國家",
    "euc_kr": "주문번호;주문일;상품명;수량;단가;고객번호;국가",
}


@pytest.mark.parametrize("page", TRANSACTIONS)
def test_the_same_sales_come_from_every_language(engine: Engine, tmp_path: Path, page: str) -> None:
    goods = TRANSACTIONS[page].split(";")
    rows = [
        f"{100 + i};2024-03-{1 + i % 28:02d};{goods[i % 7]};{1 + i % 3};{4 + i % 5}.50;m{i % 6};DE" for i in range(20)
    ]
    path = tmp_path / "shop.csv"
    path.write_bytes("\n".join([TRANSACTIONS[page], *rows]).encode(page))
    report = load_file(engine, path)
    assert (report.rows_loaded, report.customers, report.invoices) == (20, 6, 20)
    assert rows_of(engine, "select sum(quantity * unit_price) from transactions")[0][0] == sum(
        (1 + i % 3) * (4.5 + i % 5) for i in range(20)
    )
    assert {name for (name,) in rows_of(engine, "select distinct description from transactions")} == set(goods)


def test_chinese_whose_bytes_look_like_utf8_in_part_is_chinese(tmp_path: Path) -> None:
    head = "订单号,下单时间,客户编号,商品编码,商品名称,数量,单价,退款金额\n"
    (path := tmp_path / "shop.csv").write_bytes(
        (head + "1,2023-05-01,0001,SP0,青花瓷茶杯 0,1,100.50,0\n").encode("gbk")
    )
    source = look(path)
    assert (source.encoding, source.columns[0]) == ("gb18030", "订单号")


def test_an_encoding_that_is_said_is_remembered(engine: Engine, tmp_path: Path) -> None:
    first, second, third = (tmp_path / name for name in ("a.csv", "b.csv", "c.csv"))
    head = "Kundennr;Ort;Größe\n"
    first.write_bytes((head + "1;Győr;groß\n").encode("cp1250"))  # one ő, which is õ further west
    assert load_customers(engine, first).encoding == "windows-1252"
    told = load_customers(engine, first, options=Options(encoding="cp1250"))
    assert (told.encoding, told.rows_loaded) == ("windows-1250", 1)
    assert rows_of(engine, "select city from customers") == [("Győr",)]
    second.write_bytes((head + "2;Makó;klein\n3;Kőszeg;groß\n").encode("cp1250"))
    later = load_customers(engine, second)
    assert later.notes == [f"As for load {told.load_id} (a.csv): --encoding windows-1250."]
    third.write_bytes((head + "4;Fertőd;klein\n").encode())
    assert load_customers(engine, third).encoding == "UTF-8"
    assert rows_of(engine, "select city from customers order by customer_id") == [
        *[("Győr",), ("Makó",), ("Kőszeg",), ("Fertőd",)],
    ]


def test_what_an_encoding_cannot_mean_is_told(engine: Engine, tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_bytes("Kundennr;Ort\n1;Köln\n2;Ulm\n".encode("cp1252"))
    report = load_customers(engine, path, options=Options(encoding="utf-8"))
    assert report.notes == [
        f"{path} holds 1 characters that are no UTF-8; they show as \ufffd. Is it another encoding?"
    ]


@pytest.mark.parametrize(
    ("name", "page"),
    [
        ("Windows-1254", "cp1254"), ("windows 1250", "cp1250"), ("1251", "cp1251"), ("ISO-8859-2", "iso8859_2"),
        ("latin5", "iso8859_9"), ("latin1", "latin-1"), ("Mac Roman", "mac_roman"), ("macintosh", "mac_roman"),
        ("Shift_JIS", "cp932"), ("sjis", "cp932"), ("GBK", "gb18030"), ("big5", "cp950"), ("EUC-KR", "cp949"),
        ("KOI8-R", "koi8_r"), ("DOS 850", "cp850"), ("UTF-16", "utf-16"), ("utf8", "utf-8"), ("ANSI", "cp1252"),
    ],
)  # fmt: skip
def test_encodings_have_many_names(name: str, page: str) -> None:
    assert encoding_named(name) == page
    assert encoding_named(label_of(page)) == page


@pytest.mark.parametrize("name", ["klingon", "rot13", "base64", "idna", ""])
def test_an_unknown_encoding_lists_the_usual_ones(name: str) -> None:
    with pytest.raises(InputError) as error:
        encoding_named(name)
    assert str(error.value).endswith(
        "Usual ones are utf-8, utf-16, windows-1250 to windows-1257, iso-8859-1 to iso-8859-15, koi8-r, mac-roman, "
        "cp437, cp850, shift-jis, euc-jp, gb18030, big5, euc-kr."
    )


def test_a_workbook_says_itself_how_it_is_written(run_module: RunModule, shared_cases: Path) -> None:
    refused = run_module("etl", "customers", shared_cases / "workbook.xlsx", "--encoding", "cp1254")
    assert (refused.returncode, refused.stdout) == (1, "")
    assert "says itself how its text is written; --encoding is for text files." in refused.stderr


def test_turkish_people(engine: Engine, shared_cases: Path) -> None:
    report = load_customers(engine, shared_cases / "turkish_people.csv")
    names = ("customer_id", "email", "first_name", "last_name", "city")
    assert {name: report.contacts.get(name) for name in names} == dict(
        zip(names, ("Müşteri No", "E-posta", "Adı", "Soyadı", "Şehir"), strict=True)
    )
    assert (report.encoding, report.customers) == ("windows-1254", 20)
    assert rows_of(engine, f"select {', '.join(names)} from customers where customer_id in ('M100', 'M113')") == [
        ("M100", "m0@example.org", "İlhan", "Şahin", "İzmir"),
        ("M113", "m13@example.org", "Işıl", "Yıldız", "Muğla"),
    ]
