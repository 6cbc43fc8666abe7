"""What changed in somebody's account is told to them by mail: whoever did not do it hears of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from sqlalchemy import Connection, func, select

from accounts.audit import TOLD, TOLD_FOR
from warehouse.schema import audit, users
from wording.languages import ENGLISH, days, language_now, say, to_say
from worker.notices.letter import Letter

WORDS: Final[Mapping[str, str]] = {
    "password": to_say("The password of your account was changed"),
    "second_factor": to_say("The second factor of your account was switched on"),
    "second_factor_off": to_say("The second factor of your account was switched off"),
    "recovery_codes": to_say("New recovery codes were made for your account"),
    "recovery_code": to_say("A recovery code opened your account"),
    "reset": to_say("A link to choose a new password of your account was made"),
    "user_changed": to_say("Your role or your countries were changed"),
}
NEXT: Final = to_say(
    "If you did not expect this, choose a new password, and tell whoever looks after Regulars at once."
)
WHY: Final = to_say("You get this because this is the address of a user of Regulars.")


@dataclass(frozen=True)
class Change:
    """A line of the record, and whom it is about."""

    number: int
    action: str
    email: str
    at: datetime
    by: str | None
    address: str | None
    language: str | None  # that they have chosen


def changes(connection: Connection, after: int, until: int) -> list[Change]:
    """What users are told of, of these lines of the record; who is disabled is told nothing.

    What nobody has signed is no word of this program.
    """
    whose: Any = func.coalesce(audit.c.details["user"].astext, audit.c.user_email)
    is_signed = audit.c.user_email.is_not(None)
    lately = audit.c.at > func.clock_timestamp() - TOLD_FOR
    statement = (
        select(
            *(audit.c.audit_id, audit.c.action, users.c.email, audit.c.at, audit.c.user_email, audit.c.address),
            users.c.language,
        )
        .join(users, (users.c.email == whose) & users.c.disabled_at.is_(None))
        .where(audit.c.action.in_(TOLD), audit.c.audit_id > after, audit.c.audit_id <= until, lately, is_signed)
        .order_by(audit.c.audit_id)
    )
    return [Change(*row) for row in connection.execute(statement)]


def letter_of(one: Change) -> Letter:
    """What they read of it."""
    what, at = say(WORDS[one.action]), one.at.astimezone(UTC)
    begun = f"{what[0].lower()}{what[1:]}" if language_now() == ENGLISH else what
    facts = [
        (say("When", sense="fact"), f"{days.day_in_full(at)}, {days.hour(at)} UTC"),
        (say("By", sense="fact"), one.by or ""),
        (say("From", sense="fact"), one.address or ""),
    ]
    return Letter(
        schedule="",
        subject=f"Regulars: {begun}",
        opening=f"{what}.",
        facts=tuple((label, value) for label, value in facts if value),
        next_step=say(NEXT),
        why=say(WHY),
    )
