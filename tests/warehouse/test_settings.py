"""Settings: every spelling of a database, every sentence about a wrong value."""

import re
from pathlib import Path
from urllib.parse import quote

import pytest
from psycopg2.extensions import parse_dsn
from sqlalchemy.engine import make_url

from warehouse.errors import SettingsError
from warehouse.settings import Settings, libpq_url, normalise_url


def test_an_empty_environment_gives_the_defaults() -> None:
    settings = Settings.from_environment({"DATABASE_URL": " ", "SECRET_KEY": "", "PATH": "/bin"})
    assert settings == Settings(
        database_url=None,
        home=Path.cwd() / ".regulars",
        environment="development",
        secret_key=None,
        currency="GBP",
        log_level="INFO",
    )


def test_given_values_are_taken() -> None:
    settings = Settings.from_environment(
        {
            "DATABASE_URL": "postgres://shop@db/regulars",
            "REGULARS_HOME": "/var/lib/regulars",
            "REGULARS_ENV": "production",
            "SECRET_KEY": "a long random one",
            "REGULARS_CURRENCY": "eur",
            "REGULARS_CONSENT": "Opt-Out",
            "REGULARS_UPLOAD_LIMIT": "1.5 gb",
            "REGULARS_UPLOAD_DAYS": "30",
            "REGULARS_JOB_DAYS": "365",
            "REGULARS_INBOX": "/srv/inbox",
            "LOG_LEVEL": "debug",
        }
    )
    assert settings == Settings(
        database_url="postgresql+psycopg2://shop@db/regulars",
        home=Path("/var/lib/regulars"),
        environment="production",
        secret_key="a long random one",
        currency="EUR",
        log_level="DEBUG",
        consent="opt-out",
        upload_limit=1_610_612_736,
        upload_days=30,
        job_days=365,
        inbox=Path("/srv/inbox"),
    )


def test_secrets_are_not_in_the_repr() -> None:
    shown = repr(Settings(database_url="postgresql+psycopg2://u:hunter2@h/d", secret_key="hunter3"))
    assert "hunter" not in shown


FULL = "postgresql+psycopg2://shop:secret@db.example:5433/regulars"
SPELLINGS = {
    "postgres://shop:secret@db.example:5433/regulars": FULL,
    "postgresql://shop:secret@db.example:5433/regulars": FULL,
    "postgresql+psycopg2://shop:secret@db.example:5433/regulars": FULL,
    "postgresql+psycopg://shop:secret@db.example:5433/regulars": FULL,
    "POSTGRESQL://shop:secret@db.example:5433/regulars": FULL,
    "host=db.example port=5433 user=shop password=secret dbname=regulars": FULL,
    "dbname='regulars'": "postgresql+psycopg2:///regulars",
    "postgres://u@h/d?sslmode=require": "postgresql+psycopg2://u@h/d?sslmode=require",
    "postgres://u@[::1]:5433/d": "postgresql+psycopg2://u@[::1]:5433/d",
    "host=/run/my\\ db dbname=d": "postgresql+psycopg2:///d?host=%2Frun%2Fmy%20db",
    "postgresql://u@/d?host=/run/my%20db&port=5433": "postgresql+psycopg2://u@/d?host=%2Frun%2Fmy%20db&port=5433",
    "postgres://u:p%40ss%2Fw%25@h/d": "postgresql+psycopg2://u:p%40ss%2Fw%25@h/d",
    "postgres://u:p#s+ %3A@h/d": "postgresql+psycopg2://u:p%23s%2B%20%3A@h/d",
    "postgres://u@a:1,b:2/d": "postgresql+psycopg2://u@/d?host=a%2Cb&port=1%2C2",
}


@pytest.mark.parametrize("given", SPELLINGS)
def test_every_spelling_of_postgresql_is_one_url(given: str) -> None:
    url = normalise_url(given)
    assert url == SPELLINGS[given]
    assert normalise_url(url) == url


@pytest.mark.parametrize("given", SPELLINGS)
def test_psql_and_sqlalchemy_read_the_same(given: str) -> None:
    url = normalise_url(given)
    theirs, ours = parse_dsn(libpq_url(url)), make_url(url)
    assert (theirs.get("user"), theirs.get("password"), theirs.get("dbname")) == (
        ours.username,
        ours.password,
        ours.database,
    )
    assert theirs.get("host") == (ours.host or ours.query.get("host"))


SENTENCES = [
    ({"DATABASE_URL": "mysql://u:hunter2@h/d"}, "DATABASE_URL names mysql, and Regulars runs on PostgreSQL only"),
    ({"DATABASE_URL": "sqlite:///x.db"}, "DATABASE_URL names sqlite, and Regulars runs on PostgreSQL only"),
    ({"DATABASE_URL": "hunter2"}, "DATABASE_URL cannot be read"),
    ({"DATABASE_URL": "postgres://u:hunter2@h:port/d"}, "DATABASE_URL cannot be read"),
    ({"DATABASE_URL": "postgres://u:hunter2@hunter2@h/d"}, "DATABASE_URL cannot be read"),
    ({"DATABASE_URL": "postgres://u:hunter2%@h/d"}, "DATABASE_URL cannot be read"),
    ({"DATABASE_URL": "host=h prot=5432 password=hunter2"}, "DATABASE_URL cannot be read"),
    ({"DATABASE_URL": "postgres://u:hunter2@h/d?sslmod=require"}, "DATABASE_URL cannot be read"),
    ({"REGULARS_HMOE": "x"}, "REGULARS_HMOE is not a setting of Regulars; did you mean REGULARS_HOME?"),
    (
        {"REGULARS_XYZZY_1": "x"},
        "REGULARS_XYZZY_1 is not a setting of Regulars; there are REGULARS_AHEAD, REGULARS_BASE_PATH, ",
    ),
    ({"REGULARS_ENV": "staging"}, "REGULARS_ENV is 'staging'; it may be development or production."),
    ({"REGULARS_ENV": "production"}, "SECRET_KEY is not set, and REGULARS_ENV=production needs one"),
    ({"REGULARS_ENV": "production", "SECRET_KEY": "abc"}, "SECRET_KEY is too short to be secret: it needs 16 letters"),
    ({"REGULARS_CURRENCY": "Pounds"}, "REGULARS_CURRENCY is 'Pounds'; it must be an ISO 4217 code"),
    ({"REGULARS_LANGUAGE": "fr"}, "REGULARS_LANGUAGE is 'fr'; it may be en or de."),
    ({"REGULARS_CONSENT": "yes"}, "REGULARS_CONSENT is 'yes'; it may be opt-in (lists hold who said yes) or opt-out"),
    ({"REGULARS_UPLOAD_LIMIT": "much"}, "REGULARS_UPLOAD_LIMIT is 'much'; it may be a size such as 500MB or 4GB."),
    ({"REGULARS_UPLOAD_LIMIT": "0"}, "REGULARS_UPLOAD_LIMIT is '0'; it may be a size such as 500MB or 4GB."),
    ({"REGULARS_UPLOAD_DAYS": "-1"}, "REGULARS_UPLOAD_DAYS is '-1'; it may be a number of days from 1 to 36,500."),
    ({"REGULARS_JOB_HOURS": "169"}, "REGULARS_JOB_HOURS is '169'; it may be a number of hours from 1 to 168."),
    ({"REGULARS_JOB_MEMORY": "much"}, "REGULARS_JOB_MEMORY is 'much'; it may be a size such as 500MB or 4GB."),
    (
        {"REGULARS_JOB_MEMORY": "160MB"},
        "REGULARS_JOB_MEMORY is '160MB', and a job takes at least 300 MB to begin with.",
    ),
    ({"REGULARS_JOB_DAYS": "²"}, "REGULARS_JOB_DAYS is '²'; it may be a number of days from 1 to 36,500."),
    ({"REGULARS_INBOX": __file__}, "REGULARS_INBOX is "),
    ({"REGULARS_HOME": __file__}, "and that is a file; name a directory."),
    ({"REGULARS_HOME": "~no-such-user/x"}, "there is no such user; name a directory."),
    ({"LOG_LEVEL": "loud"}, "LOG_LEVEL is 'loud'; it may be DEBUG, INFO, WARNING, ERROR, CRITICAL."),
]


@pytest.mark.parametrize(("environment", "sentence"), SENTENCES)
def test_a_wrong_value_gets_a_sentence_without_the_password(environment: dict[str, str], sentence: str) -> None:
    with pytest.raises(SettingsError) as caught:
        Settings.from_environment(environment)
    assert sentence in str(caught.value)
    assert str(caught.value).endswith((".", "?"))
    assert "hunter2" not in str(caught.value)


AWKWARD = [
    "my shop",
    "a+b",
    "100%",
    "50%41",
    "q?x",
    "a#b",
    "a/b",
    "a@b",
    "a:b",
    "ünï",
    "a&b=c",
    "[x]",
    "a'b\"c",
    "a\\b;|$`",
]


@pytest.mark.parametrize("part", AWKWARD)
def test_a_url_says_every_character_so_that_libpq_reads_it_back(part: str) -> None:
    written = quote(part, safe="")
    for given in (
        f"postgresql://{written}:{written}@localhost:5432/{written}",
        f"postgresql://{written}:{written}@/{written}?host=%2Frun%2F{written}&application_name={written}",
    ):
        url = libpq_url(normalise_url(given))
        assert parse_dsn(url) == parse_dsn(given)
        assert re.fullmatch(r"[\w%:/@?&=.~-]+", url, re.ASCII)
