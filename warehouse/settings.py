"""One frozen Settings object read from the environment; a value that cannot be used stops the start with a sentence."""

import difflib
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal
from urllib.parse import quote

import psycopg2
from psycopg2.extensions import parse_dsn
from sqlalchemy.engine import URL

from warehouse.errors import SettingsError
from warehouse.outward import NAMES as OUTWARD
from warehouse.outward import OutwardSettings
from warehouse.provider_settings import NAMES as PROVIDER_NAMES
from warehouse.provider_settings import ProviderSettings
from warehouse.setting_values import days_of, hours_of, memory_of, size_of, with_files
from warehouse.web_settings import NAMES, WebSettings

KNOWN = frozenset(
    {
        *("REGULARS_HOME", "REGULARS_ENV", "REGULARS_CURRENCY", "REGULARS_CONSENT", "REGULARS_WEB_URL"),
        "REGULARS_LANGUAGE",
        *("REGULARS_UPLOAD_LIMIT", "REGULARS_UPLOAD_DAYS", "REGULARS_JOB_DAYS", "REGULARS_INBOX"),
        *("REGULARS_JOB_MEMORY", "REGULARS_JOB_HOURS"),
        *NAMES,
        *OUTWARD,
        *PROVIDER_NAMES,
        "REGULARS_SIGN_IN",
    }
)
SHORTEST_KEY = 16  # letters, in production
BESIDE = ("DATABASE_URL", "SECRET_KEY", "LOG_LEVEL")  # settings with names that others use too
SIGN_IN = ("unless-local", "always")  # who has to sign in: everybody from elsewhere, or everybody
CONSENT_RULES = ("opt-in", "opt-out")  # who may be written to: who said yes, or all but who said no
LANGUAGES = ("en", "de")  # which `wording.languages` knows
LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")
SCHEME = re.compile(r"^(?P<dialect>[a-z][a-z0-9]*)(\+[a-z0-9_]+)?://", re.IGNORECASE)


@dataclass(frozen=True)
class Settings:
    """What the environment says. `database_url` is a `postgresql+psycopg2` URL; None means the embedded server."""

    database_url: str | None = field(default=None, repr=False)  # holds a password: never in a log
    home: Path = field(default_factory=lambda: Path(".regulars").absolute())
    environment: Literal["development", "production"] = "development"
    secret_key: str | None = field(default=None, repr=False)
    currency: str = "GBP"
    log_level: str = "INFO"
    language: str = LANGUAGES[0]  # of people who have chosen none
    sign_in: str = SIGN_IN[0]  # one of SIGN_IN; in production everybody has to, whatever it says
    web_url: str | None = field(default=None, repr=False)  # the same database for the dashboard alone, as another user
    consent: str | None = None  # one of CONSENT_RULES; None leaves the choice to the people of the shop
    upload_limit: int = 4 << 30  # bytes of one uploaded file
    upload_days: int = 7  # that an uploaded file is kept
    job_days: int = 90  # that a finished job is remembered
    job_memory: int | None = None  # bytes that the process of a job may take; None: most of the machine's
    job_hours: int = 12  # of the processor, that it may take
    web: WebSettings = field(default_factory=WebSettings)
    outward: OutwardSettings = field(default_factory=OutwardSettings)
    provider: ProviderSettings | None = None  # of OpenID, by which people sign in
    inbox: Path | None = None  # the folder whose folders may be watched; None: `inbox` in the home

    @classmethod
    def from_environment(cls, environ: Mapping[str, str] = os.environ) -> "Settings":
        """Read and check all settings; an empty value counts as unset.

        Raises SettingsError naming the setting, what is wrong with it and what it may be.
        """
        given = {name: value.strip() for name, value in environ.items() if value.strip()}
        given = with_files(given, KNOWN.union(BESIDE))
        _refuse_unknown_names(given)
        environment = _environment(given)
        secret_key = given.get("SECRET_KEY")
        if environment == "production" and secret_key is None:
            raise SettingsError(
                "SECRET_KEY is not set, and REGULARS_ENV=production needs one: set it to a long random text "
                "that stays the same on every start."
            )
        if environment == "production" and len((secret_key or "").partition("\n")[0].strip()) < SHORTEST_KEY:
            raise SettingsError(
                f"SECRET_KEY is too short to be secret: it needs {SHORTEST_KEY} letters or more, best from "
                "`openssl rand -base64 32`. Where secrets are sealed with the present one, put the new one in a line "
                "before it."
            )
        url, web_url = given.get("DATABASE_URL"), given.get("REGULARS_WEB_URL")
        return cls(
            database_url=normalise_url(url) if url else None,
            home=_folder("REGULARS_HOME", given.get("REGULARS_HOME", ".regulars")),
            environment=environment,
            secret_key=secret_key,
            currency=_currency(given.get("REGULARS_CURRENCY", "GBP")),
            log_level=_log_level(given.get("LOG_LEVEL", "INFO")),
            language=_language(given.get("REGULARS_LANGUAGE", LANGUAGES[0])),
            sign_in=_sign_in(given.get("REGULARS_SIGN_IN", SIGN_IN[0])),
            web_url=normalise_url(web_url, "REGULARS_WEB_URL") if web_url else None,
            consent=_consent(given.get("REGULARS_CONSENT")),
            upload_limit=size_of("REGULARS_UPLOAD_LIMIT", given.get("REGULARS_UPLOAD_LIMIT", "4GB")),
            upload_days=days_of("REGULARS_UPLOAD_DAYS", given.get("REGULARS_UPLOAD_DAYS", "7")),
            job_days=days_of("REGULARS_JOB_DAYS", given.get("REGULARS_JOB_DAYS", "90")),
            job_memory=memory_of("REGULARS_JOB_MEMORY", given["REGULARS_JOB_MEMORY"])
            if "REGULARS_JOB_MEMORY" in given
            else None,
            job_hours=hours_of("REGULARS_JOB_HOURS", given.get("REGULARS_JOB_HOURS", "12")),
            web=WebSettings.of(given),
            outward=OutwardSettings.of(given),
            provider=ProviderSettings.of(given),
            inbox=_folder("REGULARS_INBOX", given["REGULARS_INBOX"]) if "REGULARS_INBOX" in given else None,
        )


def normalise_url(url: str, setting: str = "DATABASE_URL") -> str:
    """Any spelling of a PostgreSQL address (URL or libpq `key=value …`) as one SQLAlchemy psycopg2 URL.

    Raises SettingsError when it names another database system or cannot be read; never repeats the address, because
    it may hold a password.
    """
    scheme = SCHEME.match(url)
    if scheme and scheme["dialect"].lower() not in ("postgres", "postgresql"):
        raise SettingsError(
            f"{setting} names {scheme['dialect']}, and Regulars runs on PostgreSQL only: "
            "write it as postgresql://user:password@host:port/database."
        )
    try:
        parts = _parts(url[: scheme.start()] + "postgresql://" + url[scheme.end() :] if scheme else url)
    except (psycopg2.Error, ValueError, UnicodeError):
        raise SettingsError(
            f"{setting} cannot be read: write it as postgresql://user:password@host:port/database "
            "(special characters in the password percent-encoded) or as 'host=… dbname=… user=…'."
        ) from None
    host, port = parts.pop("host", None), parts.pop("port", None)
    if host and (host.startswith("/") or "," in host):  # socket directories and lists of hosts have no place before /
        parts["host"], host = host, None
        if port:
            parts["port"], port = port, None
    return spell(
        URL.create(
            "postgresql+psycopg2",
            username=parts.pop("user", None),
            password=parts.pop("password", None),
            host=host,
            port=int(port) if port else None,
            database=parts.pop("dbname", None),
            query=parts,
        )
    )


def spell(url: URL) -> str:
    """The URL as text, its password included; all that could end or split a part of it is percent-encoded.

    SQLAlchemy's own text leaves spaces, `+` and `/` as they are, and writes `+` for a space in the query, which libpq
    does not read as one.
    """
    login = _encoded(url.username) + ("" if url.password is None else ":" + _encoded(str(url.password)))
    host = url.host or ""
    place = (f"[{host}]" if ":" in host else _encoded(host)) + (f":{url.port}" if url.port else "")
    query = "&".join(
        f"{_encoded(name)}={_encoded(value)}"
        for name, values in sorted(url.query.items())
        for value in ((values,) if isinstance(values, str) else values)
    )
    address = f"{url.drivername}://{login}{'@' if login else ''}{place}"
    return address + ("" if url.database is None else "/" + _encoded(url.database)) + (f"?{query}" if query else "")


def _encoded(part: str | None) -> str:
    return quote(part or "", safe="")


def libpq_url(database_url: str) -> str:
    """The same address for psql, pg_dump and other programs built on libpq."""
    return database_url.replace("postgresql+psycopg2://", "postgresql://", 1)


def _parts(url: str) -> dict[str, str]:
    """libpq's own reading, so that psql and Regulars mean the same database."""
    parts: dict[str, str] = parse_dsn(url)
    host = parts.get("host", "")
    if "@" in host and not host.startswith("/"):  # an @ in the password, not encoded: what follows is no host
        raise ValueError
    if parts.get("port") and not re.fullmatch(r"\d+(,\d+)*", parts["port"]):
        raise ValueError
    return parts


def _refuse_unknown_names(given: Mapping[str, str]) -> None:
    for name in sorted(given):
        if name.startswith("REGULARS_") and name not in KNOWN:
            near = difflib.get_close_matches(name[9:], [known[9:] for known in KNOWN], n=1)
            hint = f"did you mean REGULARS_{near[0]}?" if near else f"there are {', '.join(sorted(KNOWN))}."
            raise SettingsError(f"{name} is not a setting of Regulars; {hint}")


def _environment(given: Mapping[str, str]) -> Literal["development", "production"]:
    match given.get("REGULARS_ENV", "development").lower():
        case "development":
            return "development"
        case "production":
            return "production"
    raise SettingsError(f"REGULARS_ENV is {given['REGULARS_ENV']!r}; it may be development or production.")


def _folder(name: str, value: str) -> Path:
    try:
        folder = Path(value).expanduser().absolute()
    except RuntimeError:
        raise SettingsError(f"{name} is {value!r}, and there is no such user; name a directory.") from None
    if folder.exists() and not folder.is_dir():
        raise SettingsError(f"{name} is {str(folder)!r}, and that is a file; name a directory.")
    return folder


def _currency(value: str) -> str:
    from pycountry import currencies  # reads its database on first use only

    code = value.upper()
    if currencies.get(alpha_3=code) is None:
        raise SettingsError(f"REGULARS_CURRENCY is {value!r}; it must be an ISO 4217 code such as GBP, EUR or USD.")
    return code


def _language(value: str) -> str:
    if value.lower() not in LANGUAGES:
        raise SettingsError(f"REGULARS_LANGUAGE is {value!r}; it may be {' or '.join(LANGUAGES)}.")
    return value.lower()


def _sign_in(value: str) -> str:
    if value.lower() not in SIGN_IN:
        raise SettingsError(
            f"REGULARS_SIGN_IN is {value!r}; it may be unless-local (on this machine nobody signs in until there is a "
            "user) or always."
        )
    return value.lower()


def _consent(value: str | None) -> str | None:
    if value is not None and value.lower() not in CONSENT_RULES:
        raise SettingsError(
            f"REGULARS_CONSENT is {value!r}; it may be opt-in (lists hold who said yes) or opt-out (all but who said "
            "no)."
        )
    return value.lower() if value else None


def _log_level(value: str) -> str:
    if value.upper() not in LOG_LEVELS:
        raise SettingsError(f"LOG_LEVEL is {value!r}; it may be {', '.join(LOG_LEVELS)}.")
    return value.upper()
