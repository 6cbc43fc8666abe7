"""HubSpot: contacts to import, under the names that HubSpot gives its own properties.

knowledge.hubspot.com/import-and-export/set-up-your-import-file: CSV in UTF-8 with a header, one sheet, at most 20 MB
with the free tools (512 MB and 1,048,576 rows with others); an e-mail address is what tells contacts apart.
"""

from audiences.destinations.formats import values
from audiences.destinations.formats.format import Column, Format
from audiences.destinations.formats.member import Member
from wording.languages import to_say


def _country(member: Member) -> str:
    return values.one_line(member.country_name or member.country)


FORMAT = Format(
    "hubspot",
    "HubSpot",
    to_say("Contacts to import into HubSpot; what is not among its own properties is asked for while importing."),
    (
        Column("Email", lambda member: values.email(member.email), ("email",)),
        Column("First Name", lambda member: values.one_line(member.first_name), ("first_name",)),
        Column("Last Name", lambda member: values.one_line(member.last_name), ("last_name",)),
        Column("Phone Number", lambda member: values.phone(member.phone), ("phone",)),
        Column("City", lambda member: values.one_line(member.city), ("city",)),
        Column("Postal Code", lambda member: values.one_line(member.postcode), ("postcode",)),
        Column("Country/Region", _country, ("country",)),
        Column("Segment", lambda member: values.one_line(member.segment), ("segment",)),
    ),
    key_of=lambda member: values.email(member.email).lower(),
    contacts=("email",),
    most_bytes=20_000_000,
    most_rows=1_048_575,
)
