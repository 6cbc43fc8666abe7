"""Which columns tell who a buyer without a customer number is: an address, or else what tells people apart."""

from collections.abc import Mapping, Sequence

from etl.names.hints import may_be_customer
from etl.names.labels import fold
from etl.names.vocabulary import synonyms
from etl.recognition.columns.first_rows import Head

_WITNESSES = ("last_name", "name", "phone")


def address_of(header: Sequence[str], where: Mapping[str, int], head: Head) -> int | None:
    """Where the buyers' addresses stand beside their numbers; None where customers are known by them already."""
    if "customer_id" not in where or not head.columns or head.columns[where["customer_id"]].is_email:
        return None
    used = set(where.values())
    emails = [at for at, column in enumerate(head.columns) if at not in used and column.is_email]
    emails = [at for at in emails if may_be_customer(header[at])]
    named = {fold(label) for label in synonyms("transactions")["customer_id"][3]}
    return min(emails, key=lambda at: fold(header[at]) not in named, default=None)


def witness_of(header: Sequence[str], where: Mapping[str, int], head: Head) -> int | None:
    """Where something else stands that tells people apart; it names nobody."""
    if "customer_id" not in where or not head.columns:
        return None
    known = {fold(label) for name in _WITNESSES for rank in synonyms("customers")[name] for label in rank}
    used = set(where.values())
    free = [at for at, label in enumerate(header) if at not in used and not head.columns[at].blank]
    return next((at for at in free if fold(header[at]) in known and len(head.columns[at].values) > 1), None)
