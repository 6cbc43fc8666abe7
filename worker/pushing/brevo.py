"""Brevo's API v3: contacts into a list (POST /contacts/import), or off it (150 at a time).

An import works in Brevo's own time after it was taken; it takes nobody off Brevo's blocklist.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wording.languages import say
from worker.fetching import Outside
from worker.pushing.asking import Interface, RefusedError
from worker.pushing.parcels import Batch

BASE = "https://api.brevo.com/v3"
SIZE = 5_000  # an import takes 8 MB
TAKEN_OFF = 150  # addresses in a call
ATTRIBUTES = ("FIRSTNAME", "LASTNAME", "SMS", "COUNTRY", "SEGMENT")


class Brevo:
    """A list of Brevo."""

    size = SIZE

    def __init__(self, settings: Mapping[str, Any], secrets: Mapping[str, str], outside: Outside) -> None:
        signed = {"Content-Type": "application/json", "api-key": secrets["api_key"]}
        self._interface = Interface(settings.get("endpoint") or BASE, signed, outside)
        self._list = int(settings["list"])

    def send(self, batch: Batch) -> None:
        """Import contacts into the list, or take them off."""
        if batch.is_off:
            self._take_off(batch.texts("EMAIL"))
            return
        said = {
            "jsonBody": [_contact(row) for row in batch.named()],
            "listIds": [self._list],
            "updateExistingContacts": True,
            "emptyContactsAttributes": False,
            "disableNotification": True,
        }
        self._interface.ask("POST", "/contacts/import", said)

    def try_out(self) -> str:
        """Ask for the list."""
        found = self._interface.ask("GET", f"/contacts/lists/{self._list}")
        return say("It is the list “{name}”.", name=found["name"])

    def close(self) -> None:
        """Let go of the connections."""
        self._interface.close()

    def _take_off(self, emails: list[str]) -> None:
        for start in range(0, len(emails), TAKEN_OFF):
            path = f"/contacts/lists/{self._list}/contacts/remove"
            try:
                self._interface.ask("POST", path, {"emails": emails[start : start + TAKEN_OFF]})
            except RefusedError as error:
                if error.status != 400 or (error.said or {}).get("code") != "invalid_parameter":
                    raise  # else none of them is on the list any more


def _contact(row: Mapping[str, Any]) -> dict[str, Any]:
    own = {name: row[name] for name in ATTRIBUTES if row[name]}
    return ({"email": row["EMAIL"]} if row["EMAIL"] else {}) | {"attributes": own}
