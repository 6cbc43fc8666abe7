"""Customers whom a file writes in another case than the store does: they are those who are stored."""

from dataclasses import replace

from sqlalchemy import Connection

from etl.names.canonical_names import GIVEN
from etl.names.labels import listed
from etl.recognition.planning import Plan
from etl.storing.statements import run_file
from wording.counts import counted

_EXAMPLES = 2  # that a sentence names


def as_stored(connection: Connection, plan: Plan) -> Plan:
    """The plan, by which customers are written as they are stored; the same one where none is in another case."""
    texts = plan.spellings.texts if plan.spellings and GIVEN not in plan.where and not plan.reading.email_ids else ()
    if not texts:
        return plan
    stored = run_file(connection, "customers/stored_spellings", texts=list(texts)).scalars().all()
    same = plan.spellings.met(stored) if plan.spellings else {}
    met = {text: one for text, one in same.items() if plan.reading.same.get(text) != one}
    if not met:
        return plan
    shown = [f"{text} as {one}" for text, one in list(met.items())[:_EXAMPLES]]
    more = [f"{len(met) - _EXAMPLES:,} others"] if len(met) > _EXAMPLES else []
    number, are = counted(len(met), "customer"), "is" if len(met) == 1 else "are"
    note = f"{number} {are} stored in another case, and counted so: {listed([*shown, *more])}."
    return replace(plan, reading=replace(plan.reading, same=same), notes=(*plan.notes, note))
