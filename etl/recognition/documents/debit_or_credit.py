"""A column that says on which side of the books a row stands, as DATEV's S and H do: what it takes back is asked."""

import re
from collections.abc import Mapping, Sequence

from etl.names.labels import fold
from etl.recognition.head.first_rows import Head
from etl.values.records.kinds import typed
from warehouse.errors import Choice, InputError, Question

_SIDES = (  # debit, which adds what a customer bought, and credit
    *(("s", "h"), ("soll", "haben"), ("d", "c"), ("dr", "cr"), ("debit", "credit"), ("d", "h"), ("debe", "haber")),
    *(("dare", "avere"), ("d", "k"), ("debet", "kredit"), ("дт", "кт"), ("дебет", "кредит")),
)
_CALLED = re.compile(
    r"soll|haben|debit\W*(?:/|or|and)?\W*credit|\bdr\W*cr\b|\bd\W?c\b|\bs\W?h\b|debe|haber|dare|avere|дебет|дт\W*кт|debet",
    re.IGNORECASE,
)


def add_sides(header: Sequence[str], where: dict[str, int], head: Head) -> None:
    """Add to `where`, as the kind of a record, the column of both sides where no other tells kinds."""
    if "type" in where or not head.columns:
        return
    used = set(where.values()) - {where.get("stock_code"), where.get("description")}
    found = [at for at, label in enumerate(header) if at not in used and _CALLED.search(label) and _credit(head, at)]
    if len(found) == 1:
        for name in ("stock_code", "description"):
            if where.get(name) == found[0]:
                del where[name]
        where["type"] = found[0]


def refuse_sides(header: Sequence[str], where: Mapping[str, int], head: Head, said: Mapping[str, str]) -> None:
    """InputError where nobody said what the rows of the other side are: a sum of both sides would be neither."""
    credit = _credit(head, where["type"]) if "type" in where and head.columns else ""
    label = header[where["type"]] if credit else ""
    if not credit or not _CALLED.search(label) or fold(credit) in {fold(kind) for kind in said}:
        return
    raise InputError(
        f"{label} says of each row on which side of the books it stands, and {credit} takes off what the others add. "
        f"Say what these rows are with {typed(credit, 'return')}, or with {typed(credit, 'nothing')} if payments.",
        (
            Question(
                "kinds",
                f"What are the rows whose {label} is {credit}?",
                (
                    Choice(f"{credit}=return", "They take sales back"),
                    Choice(f"{credit}=nothing", "They are payments, or nothing of the sales"),
                ),
            ),
        ),
    )


def _credit(head: Head, at: int) -> str:
    """How a column writes the side that takes off; '' where it does not have both sides and nothing else."""
    texts = {fold(text): text for text in head.columns[at].values.to_pylist()}
    return next((texts[credit] for debit, credit in _SIDES if set(texts) == {debit, credit}), "")
