"""Names made of a thing and a word for its number."""

import pytest

from etl.names.combined import combined
from etl.names.vocabulary import synonyms
from tests.etl.looks import match_columns

MEANINGS = {
    "Customer ID": [
        *("kunde_id", "cliente_id", "customerRef", "Vevőszám", "N° client", "id_cliente", "Número de cliente"),
        *("код_клиента", "顧客番号", "müşteri_no", "Kd.-Nr.", "numéro du client", "codice_cliente", "klantnr"),
    ],
    "Order ID": ["numero_pedido", "bestellung_id", "numéro commande", "codice_ordine", "sipariş_no", "注文番号"],
    "Product ID": ["produkt_ref", "codigo_producto", "Artikelkode"],
    "Invoice Number": ["id_fattura", "fatura_no"],
    "": ["customer note", "order date", "customer email", "order", "id", "item_id", "casino", "clientele no one", ""],
}


@pytest.mark.parametrize(("meaning", "label"), [(name, label) for name, labels in MEANINGS.items() for label in labels])
def test_what_they_mean(meaning: str, label: str) -> None:
    assert combined(label) == meaning


def test_each_word_means_one_thing() -> None:
    words = [word for words in synonyms("combined")["things"].values() for word in words]
    assert sorted(words) == sorted(set(words))


def test_they_name_the_columns_of_a_file() -> None:
    header = ["numero_pedido", "data_pedido", "cliente_ref", "email", "quantidade", "preco"]
    found = match_columns(header)
    assert (found["invoice_no"], found["customer_id"]) == (0, 2)


def test_a_name_that_is_known_stays_what_it_is() -> None:
    assert match_columns(["Customer ID", "cliente_ref", "Date", "Price"])["customer_id"] == 0
