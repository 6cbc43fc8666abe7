"""The settings of an OpenID provider."""

import pytest

from warehouse.errors import SettingsError
from warehouse.provider_settings import ProviderSettings
from warehouse.settings import Settings

GIVEN = {
    "SECRET_KEY": "a long random text",
    "REGULARS_OIDC_ISSUER": "https://id.shop.example/realms/shop",
    "REGULARS_OIDC_CLIENT_ID": "regulars",
    "REGULARS_OIDC_GROUPS": "chiefs=admin",
}


def test_what_has_to_be_given_and_the_rest() -> None:
    found = Settings.from_environment(GIVEN).provider
    assert found == ProviderSettings("https://id.shop.example/realms/shop", "regulars", None, "chiefs=admin")
    more = GIVEN | {
        "REGULARS_OIDC_CLIENT_SECRET": "hush",
        "REGULARS_OIDC_GROUPS_CLAIM": "roles",
        "REGULARS_OIDC_NAME": "Shop ID",
        "REGULARS_OIDC_SCOPES": "openid  email",
        "REGULARS_OIDC_PASSWORDS": "0",
    }
    found = Settings.from_environment(more).provider
    assert found == ProviderSettings(
        "https://id.shop.example/realms/shop",
        "regulars",
        "hush",
        "chiefs=admin",
        "roles",
        "Shop ID",
        "openid email",
        False,
    )
    assert "hush" not in repr(found)
    assert Settings.from_environment({}).provider is None


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("REGULARS_OIDC_ISSUER", "", "REGULARS_OIDC_CLIENT_ID is set without REGULARS_OIDC_ISSUER"),
        (
            "REGULARS_OIDC_ISSUER",
            "http://id.shop.example",
            "REGULARS_OIDC_ISSUER is 'http://id.shop.example'; it may be",
        ),
        (
            "REGULARS_OIDC_ISSUER",
            "https://u:p@id.shop.example",
            "REGULARS_OIDC_ISSUER has a name or password in it: give the address without",
        ),
        ("REGULARS_OIDC_ISSUER", "id.shop.example", "REGULARS_OIDC_ISSUER is 'id.shop.example'"),
        (
            "REGULARS_OIDC_ISSUER",
            "https://id.shop.example?x=1",
            "REGULARS_OIDC_ISSUER is 'https://id.shop.example?x=1'",
        ),
        ("REGULARS_OIDC_CLIENT_ID", "", "REGULARS_OIDC_CLIENT_ID is not set, and REGULARS_OIDC_ISSUER needs it."),
        ("REGULARS_OIDC_GROUPS", "", "REGULARS_OIDC_GROUPS is not set"),
        ("SECRET_KEY", "", "SECRET_KEY is not set, and REGULARS_OIDC_ISSUER needs it."),
        ("REGULARS_OIDC_NAME", "x" * 41, "REGULARS_OIDC_NAME is 'xxx"),
        ("REGULARS_OIDC_SCOPES", "email", "REGULARS_OIDC_SCOPES is 'email'; openid has to be one of them."),
        ("REGULARS_OIDC_PASSWORDS", "no", "REGULARS_OIDC_PASSWORDS is 'no'; it may be 1"),
    ],
)
def test_a_value_that_cannot_be_used(name: str, value: str, sentence: str) -> None:
    with pytest.raises(SettingsError) as error:
        Settings.from_environment(GIVEN | {name: value})
    assert str(error.value).startswith(sentence)


@pytest.mark.parametrize("issuer", ["http://localhost:8080", "http://127.0.0.1/realms/shop"])
def test_a_provider_on_this_machine_needs_no_tls(issuer: str) -> None:
    found = Settings.from_environment(GIVEN | {"REGULARS_OIDC_ISSUER": issuer}).provider
    assert found is not None
    assert found.issuer == issuer
