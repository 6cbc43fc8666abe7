"""Google Customer Match: people to match; e-mail, phone and names hashed, country and postcode never."""

from audiences.destinations.formats import values
from audiences.destinations.formats.format import Column, Format
from audiences.destinations.formats.member import Member
from wording.languages import to_say


def _solid(text: str | None) -> str:
    """In small letters without any blanks, as Google hashes its own."""
    return values.solid(text).lower()


def _address(member: Member) -> tuple[str, str, str, str]:
    zip_code = values.one_line(member.postcode)
    return _solid(member.first_name), _solid(member.last_name), values.country(member.country), zip_code


def _key(member: Member) -> str:
    """An address is matched by all of name, country and postcode only."""
    address = _address(member)
    return (
        _solid(values.email(member.email)) or values.phone(member.phone) or ("|".join(address) if all(address) else "")
    )


FORMAT = Format(
    "google",
    "Google Customer Match",
    to_say("People to match on Google, YouTube and Gmail; country and postcode stay readable, all else is hashed."),
    (
        Column("Email", lambda member: values.hashed(_solid(values.email(member.email))), ("email",)),
        Column("Phone", lambda member: values.hashed(values.phone(member.phone)), ("phone",)),
        Column("First Name", lambda member: values.hashed(_solid(member.first_name)), ("first_name",)),
        Column("Last Name", lambda member: values.hashed(_solid(member.last_name)), ("last_name",)),
        Column("Country", lambda member: values.country(member.country), ("country",)),
        Column("Zip", lambda member: values.one_line(member.postcode), ("postcode",)),
    ),
    key_of=_key,
    contacts=("email", "phone"),
    least=100,
    is_advertising=True,
)
