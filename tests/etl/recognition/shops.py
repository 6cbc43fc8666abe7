"""A small shop in plain Python, and its sales as the exports of other tools and languages write them."""

import csv
import io
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

GOODS = [
    ("0012", "Mug, blue", "12.50"),
    ("A-7", "Tëa «Grün»", "3.99"),
    ("1E5", "Lamp", "1249.00"),
    ("77", "Card", "0.85"),
]


@dataclass(frozen=True)
class Line:
    """One line of an order."""

    order: str
    customer: int
    at: datetime
    country: str
    code: str
    name: str
    quantity: int
    price: Decimal


def shop_lines(orders: int = 60, seed: int = 1) -> list[Line]:
    """Lines of orders with one to three different products each; every ninth order takes something back."""
    draw = random.Random(seed)
    at = datetime(2023, 11, 1, 9)
    lines = []
    for number in range(orders):
        at += timedelta(hours=draw.randint(7, 90), minutes=draw.randint(1, 59))
        customer, back = draw.randint(101, 120), number % 9 == 8
        for code, name, price in draw.sample(GOODS, draw.randint(1, 3)):
            quantity = -1 if back else draw.choice([1, 1, 2, 3, 12])
            country = ["DE", "FR", "NL"][customer % 3]
            lines.append(Line(f"{5000 + number}", customer, at, country, code, name, quantity, Decimal(price)))
    return lines


@dataclass(frozen=True)
class Style:
    """How a tool writes the shop: a header, and cells by a function of a line and whether it is its order's first."""

    name: str
    header: str
    cells: Callable[[Line, bool, list[Line]], list[str]]
    delimiter: str = ","
    encoding: str = "utf-8"
    per_order: bool = False  # one row an order
    has_times: bool = True

    def rows(self, lines: list[Line]) -> Iterator[list[str]]:
        """The rows below the header."""
        before = ""
        for line in lines:
            first, before = line.order != before, line.order
            if first or not self.per_order:
                yield self.cells(line, first, [other for other in lines if other.order == line.order])

    def text(self, lines: list[Line]) -> bytes:
        """The file."""
        out = io.StringIO(newline="")
        out.write(self.header + "\r\n")
        csv.writer(out, delimiter=self.delimiter).writerows(self.rows(lines))
        return out.getvalue().encode(self.encoding)


def comma(number: Decimal | int, group: str = ".") -> str:
    """1249.00 as 1.249,00."""
    return f"{number:,}".translate(str.maketrans({",": group, ".": ","}))


def total(lines: list[Line]) -> Decimal:
    """What an order comes to."""
    return sum((line.quantity * line.price for line in lines), Decimal(0))


NAMES = {"DE": "Deutschland", "FR": "Frankreich", "NL": "Niederlande"}
FRENCH = {"DE": "Allemagne", "FR": "France", "NL": "Pays-Bas"}
MONTHS = ["janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc."]
MAIL = "Kunde{}@Example.com"

STYLES = [
    Style(
        "German, lines",
        "Rechnungsnummer;Artikelnummer;Bezeichnung;Menge;Rechnungsdatum;Einzelpreis;Kundennummer;Land",
        lambda e, _first, _all: [
            *(e.order, e.code, e.name, str(e.quantity), f"{e.at:%d.%m.%Y %H:%M}", comma(e.price) + " €"),
            *(str(e.customer), NAMES[e.country]),
        ],
        ";",
        "cp1252",
    ),
    Style(
        "French, totals of lines",
        "N° de commande;Date de commande;Heure;Code client;Désignation;Qté;Total ligne;Pays de livraison",
        lambda e, _first, _all: [
            *(e.order, f"{e.at.day} {MONTHS[e.at.month - 1]} {e.at.year}", f"{e.at:%Hh%M}", f"{e.customer:06}", e.name),
            *(str(e.quantity), comma(e.quantity * e.price, "\u202f"), FRENCH[e.country]),
        ],
        ";",
    ),
    Style(
        "Spanish, orders by address",
        "Nº de pedido,Fecha,Correo electrónico,Importe total,País",
        lambda e, _first, all_: [e.order, f"{e.at:%d/%m/%Y}", MAIL.format(e.customer), comma(total(all_)), e.country],
        per_order=True,
        has_times=False,
    ),
    Style(
        "Italian, no order numbers",
        "Data ordine;Codice cliente;Codice articolo;Quantità;Prezzo unitario",
        lambda e, _first, _all: [
            *(f"{e.at:%Y-%m-%d %H:%M:%S}", f"C{e.customer}", e.code, str(e.quantity), f"€ {comma(e.price)}"),
        ],
        ";",
    ),
    Style(
        "Portuguese, months in words",
        "Número do pedido;Data do pedido;Cliente;Produto;Qtde;Valor unitário",
        lambda e, _first, _all: [
            *(e.order, f"{e.at.day} de {_PORTUGUESE[e.at.month - 1]} de {e.at.year} {e.at:%H:%M}", f"{e.customer}.0"),
            *(e.name, str(e.quantity), "R$ " + comma(e.price)),
        ],
        ";",
        "latin-1",
    ),
    Style(
        "Dutch",
        "Ordernummer\tBesteldatum\tKlantnummer\tArtikelnummer\tAantal\tStuksprijs\tLeverland",
        lambda e, _first, _all: [
            *(
                e.order,
                f"{e.at:%d-%m-%Y %H:%M:%S}",
                str(e.customer),
                e.code,
                str(e.quantity),
                comma(e.price),
                e.country,
            ),
        ],
        "\t",
    ),
    Style(
        "Shopify, order fields on the first line",
        "Name,Email,Financial Status,Paid at,Currency,Subtotal,Total,Created at,Lineitem quantity,Lineitem name,"
        "Lineitem price,Lineitem sku,Billing Country,Shipping Country",
        lambda e, first, all_: [
            *(f"#{e.order}", MAIL.format(e.customer) if first else "", "paid" if first else "", "", "EUR", ""),
            *(str(total(all_)) if first else "", f"{e.at:%Y-%m-%d %H:%M:%S} +0100" if first else ""),
            *(str(e.quantity), e.name, str(e.price), e.code, "", e.country if first else ""),
        ],
    ),
    Style(
        "American till",
        "Receipt No,Date,Time,Customer #,SKU,Item,Qty,Price",
        lambda e, _first, _all: [
            *(e.order, f"{e.at:%m/%d/%y}", f"{e.at:%I:%M %p}", str(e.customer), e.code, e.name),
            *(f"({abs(e.quantity)})" if e.quantity < 0 else str(e.quantity), f"${e.price:,}"),
        ],
    ),
    Style(
        "epoch and accounting",
        "order_id,created,customer_id,amount",
        lambda e, _first, all_: [
            *(
                e.order,
                str(int((e.at - datetime(1970, 1, 1)).total_seconds())),
                str(e.customer),
                _accounting(total(all_)),
            ),
        ],
        per_order=True,
    ),
]
_PORTUGUESE = [
    "janeiro",
    "fevereiro",
    "março",
    "abril",
    "maio",
    "junho",
    "julho",
    "agosto",
    "setembro",
    "outubro",
    "novembro",
    "dezembro",
]


def _accounting(amount: Decimal) -> str:
    return f"{-amount:,}-" if amount < 0 else f"{amount:,}"
