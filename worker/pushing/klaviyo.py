"""Klaviyo's API: profiles into a list (POST /api/profile-bulk-import-jobs), or off it.

An import works in Klaviyo's own time after it was taken; it neither subscribes nor unsubscribes anybody. Off a list go
profiles by Klaviyo's own ids, which are asked for by address first.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

from worker.fetching import Outside
from worker.pushing.asking import Interface
from worker.pushing.parcels import Batch

BASE, REVISION = "https://a.klaviyo.com", "2026-07-15"
SIZE = 1_000  # 10,000 profiles and 5 MB in an import, 1,000 profiles off a list
ASKED = 50  # addresses in a question
PROFILE = {"email": "Email", "first_name": "First Name", "last_name": "Last Name", "phone_number": "Phone Number"}
PLACE = {"city": "City", "zip": "Zip Code", "country": "Country"}
PROPERTIES = ("Segment", "Orders", "First Order", "Last Order")


class Klaviyo:
    """A list of Klaviyo."""

    size = SIZE

    def __init__(self, settings: Mapping[str, Any], secrets: Mapping[str, str], outside: Outside) -> None:
        kind = "application/vnd.api+json"
        signed = {"Authorization": f"Klaviyo-API-Key {secrets['api_key']}", "revision": REVISION}
        self._list = settings["list"]
        self._interface = Interface(
            settings.get("endpoint") or BASE, {"Accept": kind, "Content-Type": kind, **signed}, outside
        )

    def send(self, batch: Batch) -> None:
        """Import profiles into the list, or take them off."""
        if batch.is_off:
            self._take_off(batch.texts("Email"))
            return
        profiles = [{"type": "profile", "attributes": _attributes(row)} for row in batch.named()]
        job = {
            "type": "profile-bulk-import-job",
            "attributes": {"profiles": {"data": profiles}},
            "relationships": {"lists": {"data": [{"type": "list", "id": self._list}]}},
        }
        self._interface.ask("POST", "/api/profile-bulk-import-jobs", {"data": job})

    def try_out(self) -> str:
        """Ask for the list."""
        found = self._interface.ask("GET", f"/api/lists/{quote(self._list)}?fields[list]=name")
        return f"It is the list “{found['data']['attributes']['name']}”."

    def close(self) -> None:
        """Let go of the connections."""
        self._interface.close()

    def _take_off(self, emails: Sequence[str]) -> None:
        found: list[str] = []
        for start in range(0, len(emails), ASKED):
            among = quote(f"any(email,{json.dumps(emails[start : start + ASKED], separators=(',', ':'))})", safe="")
            path = f"/api/profiles?filter={among}&fields[profile]=email&page[size]=100"
            found += [one["id"] for one in self._interface.ask("GET", path)["data"]]
        if found:
            off = {"data": [{"type": "profile", "id": one} for one in found]}
            self._interface.ask("DELETE", f"/api/lists/{quote(self._list)}/relationships/profiles", off)


def _attributes(row: Mapping[str, Any]) -> dict[str, Any]:
    """A profile: what is not known is left as it is there."""
    own = {name: row[header] for name, header in PROFILE.items() if row[header]}
    place = {name: row[header] for name, header in PLACE.items() if row[header]}
    more = {header: row[header] for header in PROPERTIES if row[header] is not None}
    return own | ({"location": place} if place else {}) | ({"properties": more} if more else {})
