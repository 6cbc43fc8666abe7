"""Mailchimp: contacts to import into an audience. Texts of at most 255 bytes; the segment as a tag."""

from audiences.destinations.formats import values
from audiences.destinations.formats.format import Column, Format
from audiences.destinations.formats.member import Member
from wording.languages import to_say

LONGEST = 255


def _text(text: str | None) -> str:
    return values.cut(values.one_line(text), LONGEST)


def _tags(member: Member) -> str:
    """One tag: a comma would make two of it."""
    return _text((member.segment or "").replace(",", " "))


FORMAT = Format(
    "mailchimp",
    "Mailchimp",
    to_say("Contacts to import into an audience of Mailchimp, with their segment as a tag."),
    (
        Column("Email Address", lambda member: values.email(member.email), ("email",)),
        Column("First Name", lambda member: _text(member.first_name), ("first_name",)),
        Column("Last Name", lambda member: _text(member.last_name), ("last_name",)),
        Column("Phone Number", lambda member: values.phone(member.phone), ("phone",)),
        Column("Tags", _tags, ("segment",)),
    ),
    key_of=lambda member: values.email(member.email).lower(),
    contacts=("email",),
)
