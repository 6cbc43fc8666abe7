"""Mailchimp's Marketing API 3.0: contacts into an audience, under a tag that is the list.

New contacts are subscribed (POST /lists/{id}, 500 at a time); who is there already keeps the status that they chose:
nobody who unsubscribed there is subscribed again. Then they get the tag, which Mailchimp's API calls a static segment
(POST /lists/{id}/segments/{segment}); who left it loses the tag, and nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from urllib3.util import make_headers

from warehouse.errors import InputError
from wording.languages import say
from worker.fetching import Outside
from worker.pushing.asking import Interface
from worker.pushing.parcels import Batch

SIZE = 500  # members that Mailchimp takes in a call
KNOWN = "ERROR_CONTACT_EXISTS"
MERGE = {"FNAME": "First Name", "LNAME": "Last Name", "PHONE": "Phone Number"}


class Mailchimp:
    """An audience of Mailchimp."""

    size = SIZE

    def __init__(self, settings: Mapping[str, Any], secrets: Mapping[str, str], outside: Outside) -> None:
        key = secrets["api_key"]
        base = settings.get("endpoint") or f"https://{key.rpartition('-')[2]}.api.mailchimp.com/3.0"
        signed = {"Content-Type": "application/json", **make_headers(basic_auth=f"regulars:{key}")}
        self._interface = Interface(base, signed, outside)
        self._list, self._tag, self._segment = f"/lists/{quote(settings['list'])}", settings.get("tag", ""), 0

    def send(self, batch: Batch) -> None:
        """Add contacts and tag them, or take the tag off."""
        segment = self._segment_of(self._tag or batch.parcel.label)
        emails = batch.texts("Email Address")
        if batch.is_off:
            self._interface.ask("POST", f"{self._list}/segments/{segment}", {"members_to_remove": emails})
            return
        said = {"members": [_member(one) for one in batch.named()], "update_existing": False}
        answer = self._interface.ask("POST", self._list, said)
        refused = [one for one in (answer or {}).get("errors", ()) if one.get("error_code") != KNOWN]
        if len(refused) == len(emails):
            raise InputError(
                say(
                    "Mailchimp takes none of {contacts} contacts: {reason}",
                    contacts=len(emails),
                    reason=refused[0].get("error", "no reason"),
                )
            )
        self._interface.ask("POST", f"{self._list}/segments/{segment}", {"members_to_add": emails})

    def try_out(self) -> str:
        """Ask for the audience."""
        found = self._interface.ask("GET", f"{self._list}?fields=name")
        return say("It is the audience “{name}”.", name=found["name"])

    def close(self) -> None:
        """Let go of the connections."""
        self._interface.close()

    def _segment_of(self, name: str) -> int:
        """The number of the tag, which is made where there is none of that name."""
        if not self._segment:
            found = self._interface.ask("GET", f"{self._list}/tag-search?name={quote(name, safe='')}")
            same = [one["id"] for one in found["tags"] if one["name"].lower() == name.lower()]
            if not same:
                same = [
                    self._interface.ask("POST", f"{self._list}/segments", {"name": name, "static_segment": []})["id"]
                ]
            self._segment = int(same[0])
        return self._segment


def _member(row: Mapping[str, Any]) -> dict[str, Any]:
    merged = {name: row[header] for name, header in MERGE.items() if row[header]}
    tags = {"tags": [row["Tags"]]} if row["Tags"] else {}
    return {"email_address": row["Email Address"], "status": "subscribed", "merge_fields": merged, **tags}
