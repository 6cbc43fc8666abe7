"""Meta Custom Audiences: people to match, hashed; only `uid`, the shop's own number, is not."""

from audiences.destinations.formats import values
from audiences.destinations.formats.format import Column, Format
from audiences.destinations.formats.member import Member
from wording.languages import to_say


def _email(member: Member) -> str:
    return values.email(member.email).lower()


def _phone(member: Member) -> str:
    """Figures only, with the country's code and no zeros before it."""
    return values.phone(member.phone).lstrip("+")


def _zip(member: Member) -> str:
    """Without blanks and dashes; of the United States the first five figures."""
    found = values.solid(values.plain(member.postcode))
    return found[:5] if member.country == "US" else found


def _country(member: Member) -> str:
    return values.country(member.country).lower()


def _key(member: Member) -> str:
    """A name is matched together with a place only."""
    name = values.plain(member.first_name), values.plain(member.last_name), _zip(member), _country(member)
    return _email(member) or _phone(member) or ("|".join(name) if all(name) else "")


FORMAT = Format(
    "meta",
    "Meta Custom Audiences",
    to_say("People to match on Facebook and Instagram; everything but the customer number is hashed."),
    (
        Column("email", lambda member: values.hashed(_email(member)), ("email",)),
        Column("phone", lambda member: values.hashed(_phone(member)), ("phone",)),
        Column("fn", lambda member: values.hashed(values.plain(member.first_name)), ("first_name",)),
        Column("ln", lambda member: values.hashed(values.plain(member.last_name)), ("last_name",)),
        Column("zip", lambda member: values.hashed(_zip(member)), ("postcode",)),
        Column("ct", lambda member: values.hashed(values.solid(values.plain(member.city))), ("city",)),
        Column("st", lambda _member: ""),  # the store knows no states
        Column("country", lambda member: values.hashed(_country(member)), ("country",)),
        Column("uid", lambda member: member.customer_id, ("customer_id",)),
    ),
    key_of=_key,
    contacts=("email", "phone"),
    least=100,
    is_advertising=True,
)
