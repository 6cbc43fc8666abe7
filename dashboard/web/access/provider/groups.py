"""What the provider's groups make of people here, as the settings say."""

from __future__ import annotations

from collections.abc import Mapping

from accounts.sign_in.provider import Access, parse_groups
from warehouse.errors import InputError, SettingsError
from warehouse.settings import Settings


def mapping(settings: Settings) -> Mapping[str, Access]:
    """Group -> role and countries; nothing without a provider. Raises SettingsError in a sentence."""
    if settings.provider is None:
        return {}
    try:
        found = parse_groups(settings.provider.groups)
    except InputError as error:
        raise SettingsError(f"REGULARS_OIDC_GROUPS cannot be read: {error}") from None
    if not found:
        raise SettingsError("REGULARS_OIDC_GROUPS names no group; write GROUP=role or GROUP=role:FR,DE.")
    return found
