"""Who reads what is told of a schedule, and in which language: users in what they have chosen, others in the shop's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, select

from warehouse.schedules import Schedule
from warehouse.schema import users
from wording.languages import ENGLISH
from worker.notices.letter import Letter
from worker.notices.mail import Attached


@dataclass(frozen=True)
class Edition:
    """A letter in one language: to whom it goes as a mail, with what."""

    letter: Letter
    to: tuple[str, ...]
    attached: Sequence[Attached] = ()


def readers(connection: Connection, schedule: Schedule, otherwise: str) -> dict[str, tuple[str, ...]]:
    """Language -> addresses: first the shop's, which is also that of whoever has chosen none or is no user.

    A webhook is told in English, for which it may stand here without an address.
    """
    emails: list[str] = schedule.tell.get("emails", [])
    folded = {email: email.strip().lower() for email in emails}
    chosen = select(users.c.email, users.c.language).where(users.c.email.in_(folded.values()))
    known = {row.email: row.language for row in connection.execute(chosen)}
    found: dict[str, tuple[str, ...]] = {otherwise: ()}
    for email, same in folded.items():
        language = known.get(same) or otherwise
        found[language] = (*found.get(language, ()), email)
    wanted = ENGLISH if schedule.tell.get("webhook") else None
    if wanted:
        found.setdefault(wanted, ())
    return {language: to for language, to in found.items() if to or language == wanted}
