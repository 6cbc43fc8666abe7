"""Klaviyo: profiles to upload to a list. `Email` first; further columns become properties. At most 50 MB a file."""

from audiences.destinations.formats import values
from audiences.destinations.formats.format import Column, Format
from audiences.destinations.formats.member import Member
from wording.languages import to_say

SAID = {True: "Subscribe", False: "Unsubscribed", None: ""}  # blank: never subscribed


def _country(member: Member) -> str:
    return values.one_line(member.country_name or member.country)


FORMAT = Format(
    "klaviyo",
    "Klaviyo",
    to_say("Profiles to upload to a list of Klaviyo, with segment and orders as properties."),
    (
        Column("Email", lambda member: values.email(member.email), ("email",)),
        Column("First Name", lambda member: values.one_line(member.first_name), ("first_name",)),
        Column("Last Name", lambda member: values.one_line(member.last_name), ("last_name",)),
        Column("Phone Number", lambda member: values.phone(member.phone), ("phone",)),
        Column("City", lambda member: values.one_line(member.city), ("city",)),
        Column("Zip Code", lambda member: values.one_line(member.postcode), ("postcode",)),
        Column("Country", _country, ("country",)),
        Column("Segment", lambda member: values.one_line(member.segment), ("segment",)),
        Column("Orders", lambda member: member.frequency, ("frequency",), "count"),
        Column("First Order", lambda member: member.first_order, ("first_order",), "day"),
        Column("Last Order", lambda member: member.last_order, ("last_order",), "day"),
        Column("Email Marketing Consent", lambda member: SAID[member.consent], ("consent",)),
    ),
    key_of=lambda member: values.email(member.email).lower(),
    contacts=("email",),
    most_bytes=50_000_000,
)
