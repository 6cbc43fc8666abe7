"""Which column of a file is which: synonyms, and `--map NAME=COLUMN` where they do not tell."""

import unicodedata
from collections.abc import Mapping, Sequence

from warehouse.errors import InputError

NEEDED = ("invoice_no", "invoiced_at", "quantity", "unit_price", "customer_id")
OPTIONAL = ("stock_code", "description", "country")
NAMES = NEEDED + OPTIONAL

# Headers as shops write them; compared without case, accents, spaces and punctuation.
SYNONYMS: dict[str, tuple[str, ...]] = {
    "invoice_no": ("Invoice No", "Invoice", "Invoice Number", "Invoice ID", "Order No", "Order Number", "Order ID"),
    "invoiced_at": (
        "Invoice Date",
        "Invoiced At",
        "Invoice Time",
        "Invoice Date Time",
        "Order Date",
        "Ordered At",
        "Date",
    ),
    "quantity": ("Quantity", "Qty", "Units"),
    "unit_price": ("Unit Price", "Price", "Price Per Unit", "Item Price"),
    "customer_id": ("Customer ID", "Customer", "Customer No", "Customer Number", "Client ID"),
    "stock_code": ("Stock Code", "Product ID", "Product Code", "Item Code", "Article No", "SKU"),
    "description": ("Description", "Product", "Product Name", "Item", "Item Name"),
    "country": ("Country", "Country Code", "Country Name"),
}


def fold(label: str) -> str:
    """A label reduced to what people mean by it: lower case, no accents, letters and digits only."""
    plain = unicodedata.normalize("NFKD", label).casefold()
    return "".join(letter for letter in plain if letter.isalnum())


def parse_mapping(options: Sequence[str], names: Sequence[str] = NAMES) -> dict[str, str]:
    """`NAME=COLUMN` options as a dict; InputError for an unknown name, a missing part or a name given twice."""
    mapping: dict[str, str] = {}
    for option in options:
        name, equals, column = (part.strip() for part in option.partition("="))
        if not (name and equals and column):
            raise InputError(f"--map {option} is not of the form NAME=COLUMN, as in --map customer_id=Client.")
        if name not in names:
            raise InputError(f"--map {option}: there is no {name}. The names are {', '.join(names)}.")
        if name in mapping:
            raise InputError(f"--map gives {name} twice: {mapping[name]} and {column}. Keep one.")
        mapping[name] = column
    return mapping


def match_columns(
    header: Sequence[str],
    mapping: Mapping[str, str] | None = None,
    synonyms: Mapping[str, Sequence[str]] = SYNONYMS,
    needed: Sequence[str] = NEEDED,
) -> dict[str, int]:
    """Name -> position in the header, for every name of `synonyms` found.

    `mapping` (name -> column) wins over the synonyms. Unnamed columns and those nobody asks for are left alone. Raises
    InputError when a needed column is missing, a mapped one is absent, or two columns could be the same thing.
    """
    mapping = mapping or {}
    found = {name: _mapped(header, name, column) for name, column in mapping.items()}
    name_of = {fold(synonym): name for name, others in synonyms.items() for synonym in (name, *others)}
    for name in synonyms:
        taken = set(found.values())
        candidates = [
            position
            for position, column in enumerate(header)
            if position not in taken and name_of.get(fold(column)) == name and name not in mapping
        ]
        if len(candidates) > 1:
            both = " and ".join(header[position] or "(unnamed)" for position in candidates)
            raise InputError(f"{both} could each be the {name}. Say which with --map {name}=COLUMN.")
        if candidates:
            found[name] = candidates[0]
    _refuse_shared(header, found)
    if missing := [name for name in needed if name not in found]:
        options = " ".join(f"--map {name}=COLUMN" for name in missing)
        raise InputError(f"No column for {', '.join(missing)}. {_listing(header)} Name the column with {options}.")
    return found


def _mapped(header: Sequence[str], name: str, column: str) -> int:
    exact = [position for position, label in enumerate(header) if label == column]
    alike = exact or [position for position, label in enumerate(header) if label and fold(label) == fold(column)]
    if not alike:
        raise InputError(f"--map {name}={column}: the file has no such column. {_listing(header)}")
    if len(alike) > 1:
        raise InputError(f"--map {name}={column}: the file has {len(alike)} columns of that name. Rename one of them.")
    return alike[0]


def _refuse_shared(header: Sequence[str], found: Mapping[str, int]) -> None:
    names = {position: name for name, position in found.items()}
    for name, position in found.items():
        if names[position] != name:
            raise InputError(f"--map uses {header[position]} for both {name} and {names[position]}. Keep one.")


def _listing(header: Sequence[str]) -> str:
    named = [column for column in header if column]
    shown = ", ".join(named[:20]) + (f" and {len(named) - 20:,} more" if len(named) > 20 else "")
    return f"The file's columns are {shown}." if named else "The file's header names no columns."
