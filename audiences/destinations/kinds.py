"""The kinds of places that lists are pushed to: what each asks, how it is checked, what is secret of it. Pure."""

import re
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from warehouse.errors import InputError
from warehouse.outward import source, veiled_webhook, web_address
from wording.languages import say, to_say

Said = Mapping[str, str]
Apart = tuple[dict[str, str], dict[str, str]]  # what everybody may read; what is sealed
WRONG_KIND = to_say("{address} is no address of this kind: it begins with {kind}://.")
_LIST = re.compile(r"[A-Za-z0-9]{1,40}")
_MAILCHIMP_KEY = re.compile(r"[0-9a-zA-Z]{8,64}-[a-z]{2}[0-9]{1,3}")


@dataclass(frozen=True)
class Field:
    """Something that a kind asks."""

    name: str
    label: str
    placeholder: str = ""
    is_secret: bool = False
    is_needed: bool = True


@dataclass(frozen=True)
class Kind:
    """A kind of place."""

    key: str
    name: str
    about: str  # a sentence: what is sent there, and how
    fields: tuple[Field, ...]
    apart: Callable[[Said], Apart]  # InputError with a sentence for what cannot be
    format: str | None = None  # the one that it takes; None: each
    takes_files: bool = False  # whole files, and not batches of rows
    shows: str = "address"  # the setting that says where it is

    def checked(self, said: Said) -> Apart:
        """What was said of a place, taken apart. InputError for what is missing, unknown or wrong."""
        names = {one.name for one in self.fields}
        if unknown := sorted(name for name, value in said.items() if value and name not in names):
            raise InputError(
                say(
                    "{place} asks for no {name}: it asks for {names}.",
                    place=say(self.name),
                    name=unknown[0],
                    names=", ".join(sorted(names)),
                )
            )
        given = {name: said.get(name, "").strip() for name in names}
        if missing := [one for one in self.fields if one.is_needed and not given[one.name]]:
            label, name = say(missing[0].label), missing[0].name
            raise InputError(say("{place} needs: {label} ({name}).", place=say(self.name), label=label, name=name))
        return self.apart(given)

    def said_of(self, settings: Mapping[str, str]) -> str:
        """Where it is, for people."""
        return settings.get(self.shows, "")


def _webhook(said: Said) -> Apart:
    """All behind the host of the address may be a key."""
    address = web_address(said["address"])
    return {"address": veiled_webhook(address)}, {"address": address, "signing": secrets.token_urlsafe(32)}


def _files(kind: str, beside: tuple[str, ...]) -> Callable[[Said], Apart]:
    def apart(said: Said) -> Apart:
        settings = {name: said[name] for name in ("address", *beside) if said[name]}
        found = source(**settings)
        if found.kind != kind:
            raise InputError(say(WRONG_KIND, address=said["address"], kind=kind))
        if any(sign in found.path for sign in "*?["):
            raise InputError(say("Files are put into a folder: the address has no * in it."))
        hidden = {name: said[name] for name in ("password", "key") if said.get(name)}
        if not hidden:
            raise InputError(say("Give a password or a key: nobody signs in without."))
        return settings, hidden

    return apart


def _platform(what: re.Pattern[str], example: str) -> Callable[[Said], Apart]:
    def apart(said: Said) -> Apart:
        if not _LIST.fullmatch(said["list"]):
            raise InputError(say("The list is named by its id: letters and figures only."))
        if not what.fullmatch(said["api_key"]):
            raise InputError(say("This is no API key of this platform; one looks like {example}.", example=example))
        if said["endpoint"]:
            web_address(said["endpoint"])
        settings = {name: said[name].rstrip("/") for name in ("list", "tag", "endpoint") if said.get(name)}
        return settings, {"api_key": said["api_key"]}

    return apart


_PASSWORD = Field("password", to_say("Password"), is_secret=True, is_needed=False)
_KEY = Field("api_key", to_say("API key"), is_secret=True)
_ENDPOINT = Field(
    "endpoint", to_say("Another address of its interface, such as your own proxy"), "https://…", is_needed=False
)

KINDS: Mapping[str, Kind] = {
    one.key: one
    for one in (
        Kind(
            *(
                "webhook",
                to_say("Webhook"),
                to_say("Rows as JSON to an https address of yours, in signed batches of 500."),
            ),
            *((Field("address", to_say("Address"), "https://…"),), _webhook),
        ),
        Kind(
            *("sftp", "SFTP", to_say("The file, into a folder of an SFTP server.")),
            (
                Field("address", to_say("Folder"), "sftp://user@host/lists/"),
                Field("user", to_say("User"), is_needed=False),
                _PASSWORD,
                Field("key", to_say("Private key"), is_secret=True, is_needed=False),
                Field("host_key", to_say("Fingerprint of the server"), "SHA256:…", is_needed=False),
            ),
            _files("sftp", ("user", "host_key")),
            takes_files=True,
        ),
        Kind(
            *("s3", "S3", to_say("The file, into a bucket of Amazon S3 or of what speaks as it does.")),
            (
                Field("address", to_say("Folder"), "s3://bucket/lists/"),
                Field("user", to_say("Id of the access key")),
                Field("password", to_say("Secret key"), is_secret=True),
                Field("endpoint", to_say("Endpoint, where not Amazon's"), "https://…", is_needed=False),
                Field("region", to_say("Region"), is_needed=False),
            ),
            _files("s3", ("user", "endpoint", "region")),
            takes_files=True,
        ),
        Kind(
            *("mailchimp", "Mailchimp", to_say("Contacts into an audience of Mailchimp, under a tag.")),
            (
                Field("list", to_say("Audience ID"), "a1b2c3d4e5"),
                _KEY,
                Field("tag", to_say("Tag (else the name of campaign or audience)"), is_needed=False),
                _ENDPOINT,
            ),
            _platform(_MAILCHIMP_KEY, "0123456789abcdef-us6"),
            format="mailchimp",
            shows="list",
        ),
        Kind(
            *("klaviyo", "Klaviyo", to_say("Profiles into a list of Klaviyo.")),
            (Field("list", to_say("List ID"), "Y6nRLr"), _KEY, _ENDPOINT),
            _platform(re.compile(r"pk_[0-9a-zA-Z_]{8,80}"), "pk_0123456789abcdef"),
            format="klaviyo",
            shows="list",
        ),
        Kind(
            *("brevo", "Brevo", to_say("Contacts into a list of Brevo.")),
            (Field("list", to_say("List ID, a number"), "2"), _KEY, _ENDPOINT),
            _platform(re.compile(r"xkeysib-[0-9a-zA-Z-]{8,120}"), "xkeysib-0123456789abcdef"),
            format="brevo",
            shows="list",
        ),
    )
}
