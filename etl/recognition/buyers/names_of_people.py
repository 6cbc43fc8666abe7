"""Buyers who are known by their names only: first and last name together, never one of them."""

from collections.abc import Sequence

from etl.names.canonical_names import GIVEN
from etl.names.contacts import match_contacts
from etl.names.matching import Match
from etl.recognition.head.first_rows import Head

_PARTS = ("first_name", "last_name")


def parts_of_names(header: Sequence[str]) -> dict[str, int]:
    """Where first and last names stand, by the names of their columns."""
    found = match_contacts(header, {})
    several = {name: positions[0] for name, positions in found.open.items()}
    return {name: at for name, at in (several | found.where).items() if name in _PARTS}


def join_names(header: Sequence[str], match: Match, head: Head) -> None:
    """Know buyers by first and last name, where nothing else says who they are and both stand in columns."""
    parts = parts_of_names(header)
    if "customer_id" in match.where or not set(match.open.get("customer_id", ())) <= set(parts.values()):
        return
    there = [at for at in parts.values() if not (head.columns and head.columns[at].blank)]
    if len(there) == len(_PARTS) and not set(there) & set(match.where.values()):
        match.open.pop("customer_id", None)
        match.where |= {"customer_id": parts["last_name"], GIVEN: parts["first_name"]}
