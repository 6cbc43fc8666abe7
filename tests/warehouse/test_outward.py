"""Addresses where files come from, and the settings of the world outside."""

from ipaddress import ip_network

import pytest

from warehouse.errors import InputError, SettingsError
from warehouse.outward import OutwardSettings, Smtp, Source, source, web_address
from warehouse.schedules import tell_of

FINGERPRINT = "SHA256:" + "a" * 43


@pytest.mark.parametrize(
    ("address", "more", "expected"),
    [
        ("inbox:shop/", {}, Source("folder", "inbox:shop/", path="shop")),
        ("https://a.example/x.csv?k", {}, Source("https", "https://a.example/x.csv?k", "a.example", 443, "", "/x.csv")),
        ("https://a.example:44/", {"user": "u"}, Source("https", "https://a.example:44/", "a.example", 44, "u", "/")),
        ("sftp://me@a.example/in/*.csv", {"host_key": f"{FINGERPRINT}="},
         Source("sftp", "sftp://me@a.example/in/*.csv", "a.example", 22, "me", "/in/*.csv", host_key=FINGERPRINT)),
        ("https://[::1]:8443/x", {}, Source("https", "https://[::1]:8443/x", "::1", 8443, "", "/x")),
        ("https://münchen.example/", {}, Source("https", "https://münchen.example/", "münchen.example", 443, "", "/")),
        ("sftp://a.example:2", {"user": "me"}, Source("sftp", "sftp://a.example:2", "a.example", 2, "me", "/")),
        ("s3://shop-a/in/?.csv", {"user": "AK", "region": "eu-west-1"},
         Source("s3", "s3://shop-a/in/?.csv", "shop-a", 0, "AK", "in/?.csv", region="eu-west-1")),
        ("s3://shop-a", {"endpoint": "http://minio:9000/"},
         Source("s3", "s3://shop-a", "shop-a", 0, "", "", "http://minio:9000")),
    ],
)  # fmt: skip
def test_an_address_is_read(address: str, more: dict[str, str], expected: Source) -> None:
    assert source(address, **more) == expected


@pytest.mark.parametrize(
    ("address", "more", "sentence"),
    [
        ("http://a.example/x.csv", {}, "http:// would send the file unencrypted: use https://."),
        ("ftp://a.example/x.csv", {}, "is no address that files can be fetched from. Write inbox:FOLDER, https://HOST/FILE"),
        ("x.csv", {}, "is no address that files can be fetched from."),
        ("https://u:p@a.example/", {}, "has a password in it, where everybody sees it"),
        ("https://u@a.example/", {}, "has a name in it: give it in its own field."),
        ("https:///x.csv", {}, "names no host."),
        ("https://a.example:x/", {}, "cannot be read."),
        ("https://a.example:0/", {}, "cannot be read."),
        ("https://a.example /", {}, "cannot be read."),
        ("https://a b.example/", {}, "cannot be read."),
        ("sftp://me@a.example:0/", {}, "cannot be read."),
        ("s3://shop-a/x", {"endpoint": "https://a.example#y"}, "An endpoint is written as https://HOST"),
        ("s3://shop-a/x", {"endpoint": "https://a.example:0"}, "An endpoint is written as https://HOST"),
        ("s3://shop-a/x", {"endpoint": "https://a .example"}, "An endpoint is written as https://HOST"),
        ("https://a.example/\x1b[0m", {}, "This is no address."),
        ("sftp://a.example/in", {}, "names who signs in, and where: sftp://user@host/folder."),
        ("sftp://me@a.example/", {"host_key": "MD5:aa"}, "A host key is written as its fingerprint: SHA256:"),
        ("s3://Shop_A/x", {}, "'Shop_A' is no name of a bucket"),
        ("s3://shop-a/x", {"endpoint": "minio:9000"}, "An endpoint is written as https://HOST"),
        ("s3://shop-a/x", {"endpoint": "https://a.example/path"}, "An endpoint is written as https://HOST"),
    ],
)  # fmt: skip
def test_what_is_no_address(address: str, more: dict[str, str], sentence: str) -> None:
    with pytest.raises(InputError) as caught:
        source(address, **more)
    assert sentence in str(caught.value)


def test_who_hears_of_runs() -> None:
    said = tell_of("anna@shop.example; ben@shop.example", " https://hooks.example/x ")
    assert said == {"emails": ["anna@shop.example", "ben@shop.example"], "webhook": "https://hooks.example/x"}
    assert tell_of(" ", "") == {}
    for emails, webhook, sentence in (
        ("anna", "", "anna is not an email address."),
        ("a@b.example\nBcc:c@d.example", "", "Bcc:c@d.example is not an email address."),
        (",".join(f"{n}@a.example" for n in range(21)), "", "goes to 20 addresses at most"),
        ("", "http://a.example", "use https://"),
        ("", "sftp://me@a.example/", "A webhook is an https:// address."),
    ):
        with pytest.raises(InputError) as caught:
            tell_of(emails, webhook)
        assert sentence in str(caught.value)
    assert web_address("https://a.example") == "https://a.example"


def test_settings_are_read() -> None:
    given = {
        "REGULARS_NETWORKS": "10.0.0.0/8, 192.168.1.20",
        "REGULARS_TIMEZONE": "Europe/Berlin",
        "REGULARS_SMTP_HOST": "mail.example",
        "REGULARS_SMTP_FROM": "regulars@shop.example",
        "REGULARS_SMTP_USER": "regulars",
        "REGULARS_SMTP_PASSWORD": "hunter2",
    }
    found = OutwardSettings.of(given)
    smtp = Smtp("mail.example", 587, "starttls", "regulars@shop.example", "regulars", "hunter2")
    assert found == OutwardSettings((ip_network("10.0.0.0/8"), ip_network("192.168.1.20")), "Europe/Berlin", smtp)
    assert OutwardSettings.of({}) == OutwardSettings()
    assert "hunter" not in repr(found)


MAIL = {"REGULARS_SMTP_HOST": "m", "REGULARS_SMTP_FROM": "a@b"}


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"REGULARS_NETWORKS": "intern"}, "REGULARS_NETWORKS names 'intern', which is no network: write 10.0.0.0/8"),
        ({"REGULARS_TIMEZONE": "Mars"}, "REGULARS_TIMEZONE is 'Mars', which is no time zone"),
        ({"REGULARS_SMTP_PORT": "25"}, "REGULARS_SMTP_PORT is set and REGULARS_SMTP_HOST is not"),
        ({"REGULARS_SMTP_HOST": "m"}, "REGULARS_SMTP_FROM is None; it must be the address that mails come from."),
        (MAIL | {"REGULARS_SMTP_PORT": "0"}, "REGULARS_SMTP_PORT is '0'; it may be a port from 1 to 65535."),
        (MAIL | {"REGULARS_SMTP_TLS": "ssl"}, "REGULARS_SMTP_TLS is 'ssl'; it may be starttls, tls or none."),
        (MAIL | {"REGULARS_SMTP_USER": "u"}, "REGULARS_SMTP_USER and REGULARS_SMTP_PASSWORD belong together"),
        (MAIL | {"REGULARS_SMTP_USER": "u", "REGULARS_SMTP_PASSWORD": "p", "REGULARS_SMTP_TLS": "none"},
         "a password must not go unencrypted"),
    ],
)  # fmt: skip
def test_a_setting_that_cannot_be_used(given: dict[str, str], sentence: str) -> None:
    with pytest.raises(SettingsError) as caught:
        OutwardSettings.of(given)
    assert sentence in str(caught.value)
