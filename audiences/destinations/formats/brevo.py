"""Brevo: contacts to import, under the names of Brevo's own attributes.

help.brevo.com, "Create a file to import your contacts": CSV in UTF-8, at most 250 MB; EMAIL or SMS is needed, and a
number has its country's code. EXT_ID is the number that a contact has elsewhere.
"""

from audiences.destinations.formats import values
from audiences.destinations.formats.format import Column, Format
from audiences.destinations.formats.member import Member
from wording.languages import to_say


def _key(member: Member) -> str:
    return values.email(member.email).lower() or values.phone(member.phone)


FORMAT = Format(
    "brevo",
    "Brevo",
    to_say("Contacts to import into Brevo; SEGMENT and COUNTRY become attributes while importing."),
    (
        Column("EMAIL", lambda member: values.email(member.email), ("email",)),
        Column("FIRSTNAME", lambda member: values.one_line(member.first_name), ("first_name",)),
        Column("LASTNAME", lambda member: values.one_line(member.last_name), ("last_name",)),
        Column("SMS", lambda member: values.phone(member.phone), ("phone",)),
        Column("EXT_ID", lambda member: values.one_line(member.customer_id), ("customer_id",)),
        Column("COUNTRY", lambda member: values.country(member.country), ("country",)),
        Column("SEGMENT", lambda member: values.one_line(member.segment), ("segment",)),
    ),
    key_of=_key,
    contacts=("email", "phone"),
    most_bytes=250_000_000,
)
