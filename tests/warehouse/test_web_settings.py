"""The settings of serving, and settings in files."""

from pathlib import Path

import pytest

from warehouse.errors import SettingsError
from warehouse.settings import Settings
from warehouse.web_settings import WebSettings


def test_given_values_are_taken() -> None:
    found = Settings.from_environment(
        {
            "REGULARS_HOSTS": "Regulars.Shop.example, .intern.example,[::1]",
            "REGULARS_PROXIES": "2",
            "REGULARS_LOG_FORMAT": "JSON",
            "REGULARS_METRICS_TOKEN": "a long random one",
            "REGULARS_BASE_PATH": "/tools/regulars/",
            "REGULARS_AHEAD": "0",
        }
    ).web
    names = ("regulars.shop.example", ".intern.example", "[::1]")
    assert found == WebSettings(names, 2, "json", True, "a long random one", "/tools/regulars", works_ahead=False)
    assert "a long random one" not in repr(found)


def test_the_defaults() -> None:
    assert Settings.from_environment({}).web == WebSettings((), 0, "text", False, None, "", works_ahead=True)


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("REGULARS_HOSTS", "https://shop.example", "REGULARS_HOSTS names 'https://shop.example', which is no name of"),
        ("REGULARS_HOSTS", "shop.example:8050", "REGULARS_HOSTS names 'shop.example:8050'"),
        ("REGULARS_HOSTS", "*", "REGULARS_HOSTS names '*'"),
        ("REGULARS_PROXIES", "-1", "REGULARS_PROXIES is '-1'; it may be the number of proxies in front of Regulars"),
        ("REGULARS_PROXIES", "9", "REGULARS_PROXIES is '9'"),
        ("REGULARS_LOG_FORMAT", "xml", "REGULARS_LOG_FORMAT is 'xml'; it may be text or json."),
        ("REGULARS_BASE_PATH", "regulars", "REGULARS_BASE_PATH is 'regulars'; it may be the path below which a proxy"),
        ("REGULARS_BASE_PATH", "//evil.example", "REGULARS_BASE_PATH is '//evil.example'"),
        ("REGULARS_BASE_PATH", "/a/../b", "REGULARS_BASE_PATH is '/a/../b'"),
        ("REGULARS_AHEAD", "no", "REGULARS_AHEAD is 'no'; it may be 1 (on) or 0 (off)."),
        ("REGULARS_METRICS", "yes", "REGULARS_METRICS is 'yes'; it may be 1 (on) or 0 (off)."),
    ],
)
def test_a_value_that_cannot_be_used(name: str, value: str, sentence: str) -> None:
    with pytest.raises(SettingsError) as error:
        Settings.from_environment({name: value})
    assert str(error.value).startswith(sentence)


def test_every_setting_may_stand_in_a_file(tmp_path: Path) -> None:
    values = {
        "SECRET_KEY": "a long random one\n",
        "DATABASE_URL": " postgres://a:b@db/c ",
        "REGULARS_METRICS_TOKEN": "t",
    }
    for name, value in values.items():
        (tmp_path / name).write_text(value)
    found = Settings.from_environment({f"{name}_FILE": str(tmp_path / name) for name in values})
    assert found.secret_key == "a long random one"
    assert found.database_url == "postgresql+psycopg2://a:b@db/c"
    assert found.web.metrics_token == "t"


def test_a_secret_in_a_file_is_enough_for_production(tmp_path: Path) -> None:
    (tmp_path / "key").write_text("a long random one")
    found = Settings.from_environment({"REGULARS_ENV": "production", "SECRET_KEY_FILE": str(tmp_path / "key")})
    assert found.secret_key == "a long random one"


@pytest.mark.parametrize(
    ("content", "more", "sentence"),
    [
        (None, {}, "SECRET_KEY_FILE names '{file}', which cannot be read: no such file or directory."),
        (b"\xff\xfe", {}, "SECRET_KEY_FILE names '{file}', which cannot be read: it is no text."),
        (b" \n", {}, "SECRET_KEY_FILE names '{file}', and that file holds no value."),
        (b"a\x00b", {}, "SECRET_KEY_FILE names '{file}', and that file holds no value."),
        (b"secret", {"SECRET_KEY": "x"}, "SECRET_KEY and SECRET_KEY_FILE are both set; keep one of them."),
    ],
)
def test_a_file_that_is_none(tmp_path: Path, content: bytes | None, more: dict[str, str], sentence: str) -> None:
    file = tmp_path / "key"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(SettingsError) as error:
        Settings.from_environment({"SECRET_KEY_FILE": str(file), **more})
    assert str(error.value) == sentence.format(file=file)


def test_a_file_of_no_setting_is_no_setting() -> None:
    with pytest.raises(SettingsError, match="REGULARS_HOSTZ_FILE is not a setting of Regulars"):
        Settings.from_environment({"REGULARS_HOSTZ_FILE": "/x"})
