"""Which column of a customers file is which: number, contacts, country; all other columns are attributes."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from etl.columns import SYNONYMS, match_columns
from warehouse.errors import InputError

# Headers as shops write them; compared without case, accents, spaces and punctuation.
CONTACTS: dict[str, tuple[str, ...]] = {
    "customer_id": (
        *SYNONYMS["customer_id"],
        *("ID", "Cust ID", "Client", "Client No", "Client Number", "User ID", "Member ID", "Account ID", "Shopper ID"),
        *("Kundennummer", "Kunden-Nr", "Kunde", "Numéro client", "ID client", "Número de cliente", "ID cliente"),
        *("Codice cliente", "Código do cliente", "Klantnummer"),
    ),
    "country": (*SYNONYMS["country"], "Land", "Pays", "País", "Paese", "Nation"),
    "email": ("E-Mail", "Email Address", "E-Mail-Adresse", "Mail", "Courriel", "Correo", "Correo electrónico"),
    "first_name": ("First Name", "Given Name", "Forename", "Vorname", "Prénom", "Nombre", "Nome", "Voornaam"),
    "last_name": ("Last Name", "Surname", "Family Name", "Nachname", "Nom de famille", "Apellido", "Cognome"),
    "phone": ("Phone", "Phone Number", "Telephone", "Mobile", "Telefon", "Téléphone", "Teléfono", "Telefono"),
}
MOST_COLUMNS = 1_000
MAX_NAME = 200  # characters of an attribute's name
_UNNAMED = re.compile(r"Unnamed: \d+", re.IGNORECASE)  # what pandas writes for a column without a name


@dataclass(frozen=True)
class Roles:
    """Positions in the header: of number, contacts and country by name, and of each attribute by its name."""

    where: dict[str, int]
    attributes: dict[str, int]

    @property
    def has_ids(self) -> bool:
        """Whether the file says which customer a row is about."""
        return "customer_id" in self.where


def match_roles(header: Sequence[str], mapping: Mapping[str, str] | None = None) -> Roles:
    """What each column is for; unnamed ones are left out, empty ones drop out when the rows are read.

    Raises InputError when two columns could be the same thing or have the same name, or there are too many of them.
    """
    if len(header) > MOST_COLUMNS:
        raise InputError(
            f"The file has {len(header):,} columns, and at most {MOST_COLUMNS:,} can be read. Leave some out."
        )
    where = match_columns(header, mapping, CONTACTS, needed=())
    taken, attributes = set(where.values()), dict[str, int]()
    for position, column in enumerate(header):
        if position in taken or not column or _UNNAMED.fullmatch(column):
            continue
        if column in attributes:
            raise InputError(f"The file has two columns named {column}. Rename one of them.")
        if len(column) > MAX_NAME:
            raise InputError(f"The name of column {position + 1} is longer than {MAX_NAME} characters. Shorten it.")
        attributes[column] = position
    return Roles(where, attributes)


def label_of(name: str) -> str:
    """A column's name as words: `MntTotal` is `Mnt total`, `marital_Married` is `Marital married`."""
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z][A-Za-z])|(?<=[A-Z])(?=[A-Z][a-z])", " ", name.replace("_", " ").strip())
    words = [word if word.isupper() and len(word) > 1 else word.lower() for word in spaced.split()]
    text = " ".join(words) or name
    return text[0].upper() + text[1:]
