"""Browsers in which somebody signed in before: strangers who try their password elsewhere do not lock them out here.

The device cookies of OWASP ("Slow Down Online Guessing Attacks with Device Cookies"): a browser is given one when its
user has shown who they are, and its failures count by themselves, with those of all known browsers of that user. Nobody
can make one without SECRET_KEY; who steals some may try as slowly as before, and opens nothing by them.
"""

import json

from accounts.details import fold
from accounts.tokens import DEVICE, digest, new_token, seal, unseal
from warehouse.errors import SettingsError


def given(email: str, secret_key: str | None) -> str | None:
    """What a browser of this user is given; None where there is no SECRET_KEY."""
    return seal(secret_key, json.dumps([fold(email), new_token()]), DEVICE) if secret_key else None


def known(device: str | None, email: str, secret_key: str | None) -> str | None:
    """What stands for a browser that was given this for the user of an address; None of all others."""
    if not device or not secret_key:
        return None
    try:
        whose, mark = json.loads(unseal(secret_key, device, DEVICE))
    except (SettingsError, ValueError):  # not ours, or of another SECRET_KEY
        return None
    return digest(mark).hex() if whose == fold(email) else None
