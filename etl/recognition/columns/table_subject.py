"""What a table is about: sales, people, or only a part of what a sale needs, which other files of the shop complete."""

from collections.abc import Mapping, Sequence

from etl.files.rows.batches import Batch
from etl.files.workbooks.excel import Wanted
from etl.names.contacts import match_contacts
from etl.names.hints import says
from etl.names.labels import fold
from etl.names.matching import match_names
from etl.names.vocabulary import folded, synonyms
from etl.recognition.columns.column_roles import lay_out
from etl.recognition.head.first_rows import Head
from etl.recognition.head.first_values import Column
from etl.values.blanks import is_blank
from warehouse.errors import InputError, NoTableError

_UNIQUE = 0.98  # of the rows that are about somebody of their own
_REPEATED = 0.8  # of the rows, at most, that have customers of their own where these come back
_CONTACTS = ("email", "first_name", "last_name", "name", "phone", "birth_year", "city", "postcode", "consent")
_GOODS = ("invoice_no", "stock_code", "quantity", "unit_price")
_PRODUCTS = ("product", "sku", "article", "artikel", "produkt", "produit", "producto", "prodotto", "produto")
_FEW = 2  # things said of a person by which a file without their number or address is one of people


def people_by(header: Sequence[str], head: Head) -> str | None:
    """The column that is different on every row of a table of people; None where the table is about something else."""
    if not head.columns or _goods(header, head):
        return None
    contacts = match_contacts(header, {}).where
    traits = {at for name, at in contacts.items() if name in _CONTACTS}
    traits |= {at for at, label in enumerate(header) if label and says(label, "person")}
    keys = [contacts[name] for name in ("customer_id", "email") if name in contacts]
    keys += [at for at, label in enumerate(header) if says(label, "linking") and says(label, "numbering")]
    keys = [at for at in keys if _is_unique(head.columns[at])]
    if keys:
        return header[keys[0]] if traits - {keys[0]} else None
    others = [at for at, label in enumerate(header) if says(label, "numbering") and _is_unique(head.columns[at])]
    return header[others[0]] if others and len(traits - set(others)) >= _FEW and "customer_id" not in contacts else None


def orders_of(header: Sequence[str], head: Head) -> list[str]:
    """The columns by which a table has orders of customers, though no amounts; empty where it is about people.

    An order's number on every row, who ordered and when, and nothing else that is said of people.
    """
    found = match_names(header, {}, synonyms("transactions"), head.prefer).where
    places = [found[name] for name in ("invoice_no", "customer_id", "invoiced_at") if name in found]
    if len(places) < len(("invoice_no", "customer_id", "invoiced_at")) or not head.columns:
        return []
    contacts = match_contacts(header, {}).where
    traits = {at for name, at in contacts.items() if name in _CONTACTS} - set(places)
    traits |= {at for at, label in enumerate(header) if label and says(label, "person")} - set(places)
    numbered = says(header[places[0]], "linking") and _is_unique(head.columns[places[0]])
    return [] if traits or not numbered else [header[at] for at in places]


def traits_of_people(header: Sequence[str]) -> list[str]:
    """What a table without a key says of people; empty where that is not enough, or it is about goods as well."""
    if _goods(header):
        return []
    contacts = match_contacts(header, {}).where
    traits = {at for name, at in contacts.items() if name in _CONTACTS}
    traits |= {at for at, label in enumerate(header) if label and says(label, "person")}
    return [header[at] for at in sorted(traits)] if len(traits) >= _FEW else []


def part_of_sales(header: Sequence[str]) -> list[str]:
    """The columns by which a table that names nobody is of orders or products; empty where it is not."""
    contacts = match_contacts(header, {})
    known = {name for name in (*contacts.where, *contacts.open) if name in ("customer_id", *_CONTACTS)}
    if known - {"city", "postcode"} or any(label and says(label, "person") for label in header):
        return []
    ranks = {name: lists[:3] for name, lists in synonyms("transactions").items() if name in (*_GOODS, "total")}
    found = match_names(header, {}, ranks)
    places = found.places
    keyed = {"invoice_no", "stock_code"} & (set(found.where) | set(found.open))
    product = {at for at in places if any(word in fold(header[at]) for word in _PRODUCTS)}
    return [header[at] for at in sorted(places)][:3] if keyed and (product or len(places) >= _FEW) else []


def sold_to(header: Sequence[str], head: Head, mapping: Mapping[str, str]) -> str | None:
    """The column of the customers of a table of sales, who come back in it; None where the table is about others."""
    if not head.columns or people_by(header, head) is not None:
        return None
    try:
        layout = lay_out(header, mapping, head)
    except InputError:
        return None
    where, named = layout.where, set(layout.where) - set(layout.guessed)  # what content alone suggests says nothing
    if not set(_GOODS) & named:
        return None
    column = head.columns[where["customer_id"]]
    return header[where["customer_id"]] if len(column.values) <= _REPEATED * _filled(column) else None


def lines_of(header: Sequence[str], head: Head) -> list[str]:
    """The columns by which a table has lines of orders of customers, though it may not say when; empty for people.

    Three of order, product, pieces, price and total; two where customers come back.
    """
    wanted = (*_GOODS, "total", "description")
    ranks = {name: lists[:3] for name, lists in synonyms("transactions").items() if name in wanted}
    found = match_names(header, {}, ranks, head.prefer).where
    buyers = {"customer_id": synonyms("transactions")["customer_id"]}
    customer = match_names(header, {}, buyers).where.get("customer_id")
    if customer is None or not head.columns or people_by(header, head) is not None:
        return []
    contacts = match_contacts(header, {}).where
    traits = {at for name, at in contacts.items() if name in _CONTACTS} - {customer}
    traits |= {at for at, label in enumerate(header) if label and says(label, "person")}
    places = sorted({*found.values()} - {customer, *traits})
    column = head.columns[customer]
    comes_back = len(column.values) <= _REPEATED * _filled(column)
    enough = len(places) >= len(_GOODS) - 1 or (comes_back and len(places) >= _FEW)
    return [header[at] for at in places] if enough and len(places) > len(traits) else []


def sheets_of_sales(sheet: str | None) -> Wanted:
    """What `load` reads of a workbook."""
    return Wanted(sheet, suits_load, "customers", "python -m etl customers", suits_customers)


def sheets_of_people(sheet: str | None) -> Wanted:
    """What `customers` reads of a workbook."""
    called = folded("content", "sheets_of_people")
    return Wanted(sheet, suits_customers, "sales", "python -m etl load", suits_load, called)


def suits_load(header: Sequence[str], batch: Batch) -> int:
    """How well a sheet suits `load`: 1 where it has a customer, a date and an amount."""
    head = Head(batch.columns)
    if people_by(header, head) is not None:
        return 0
    try:
        lay_out(header, {}, head)
    except NoTableError:
        return 0
    except InputError:
        pass  # something is open, which can be said
    return 1


def suits_customers(header: Sequence[str], batch: Batch) -> int:
    """How well a sheet suits `customers`: 2 where it is about people who have numbers, 1 where they have none
    or little else is known of it."""
    head = Head(batch.columns)
    if people_by(header, head) is None:
        return int(_numbers_customers(header, head) and not suits_load(header, batch))
    return 2 if {"customer_id", "email"} & set(match_contacts(header, {}).where) else 1


def _numbers_customers(header: Sequence[str], head: Head) -> bool:
    """Whether each row is of another customer, by a number that is called so, whatever else it says of them."""
    at = match_contacts(header, {}).where.get("customer_id")
    if at is None or len(header) < _FEW or not head.columns or not says(header[at], "numbering"):
        return False
    return not _goods(header, head) and _is_unique(head.columns[at])


def _goods(header: Sequence[str], head: Head | None = None) -> bool:
    """Whether a header names orders, products, pieces or their prices, in words that nobody uses of people.

    What the first rows show to be no number is no number of pieces (`nombre` is a name as well), and a bare code beside
    what is said of people is theirs."""
    ranks = {name: lists[:3] for name, lists in synonyms("transactions").items() if name in _GOODS}
    found = match_names(header, {}, ranks).where
    if head is not None and head.columns:
        amounts = [name for name in ("quantity", "unit_price") if name in found]
        found = {name: at for name, at in found.items() if name not in amounts or head.columns[at].numbers is not None}
        said = match_contacts(header, {}).where
        if set(found) == {"stock_code"} and said.get("customer_id") == found["stock_code"] and len(said) > _FEW:
            return False
    return bool(found) or any(fold(label) == "orderid" for label in header)


def _is_unique(column: Column) -> bool:
    return 1 < len(column.values) >= _UNIQUE * _filled(column)


def _filled(column: Column) -> int:
    """How many rows have a value."""
    return int((~is_blank(column.data.dictionary).to_numpy(zero_copy_only=False))[column.codes].sum())
