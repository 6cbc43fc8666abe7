"""Mailchimp, Klaviyo and Brevo by their documented calls, byte by byte against recorded contracts.

developers: mailchimp.com/developer/marketing/api/lists/batch-subscribe-or-unsubscribe, …/list-segments,
developers.klaviyo.com/en/reference/bulk_import_profiles, …/remove_profiles_from_list,
developers.brevo.com/reference/import-contacts, …/remove-contact-from-list.
"""

from collections.abc import Callable, Sequence
from typing import Any

import pytest

from audiences.destinations import Member
from tests.audiences.destinations.members import ANNA, EVIL
from tests.worker.pushing.conftest import Deliver, Outlet, Push
from tests.worker.pushing.contract import Exchange, platform
from tests.worker.servers import Certificates
from warehouse.jobs import Job
from worker.pushing.klaviyo import Klaviyo

LEFT = [EVIL._replace(customer_id="9", email="left@shop.example")]
JSON = {"Content-Type": "application/json", "Accept": "application/json"}
MAILCHIMP = {"Authorization": "Basic cmVndWxhcnM6MDEyMzQ1NjctdXM2", **JSON}  # regulars:01234567-us6
API = "application/vnd.api+json"
KLAVIYO = {"Authorization": "Klaviyo-API-Key pk_01234567", "revision": "2026-07-15", "Content-Type": API, "Accept": API}
BREVO = {"api-key": "xkeysib-01234567", **JSON}

TAGS = Exchange("GET", "/lists/a1b2/tag-search?name=Spring%20%26%20more", answer={"tags": [], "total_items": 0})
NEW_TAG = Exchange(
    *("POST", "/lists/a1b2/segments", '{"name": "Spring & more", "static_segment": []}'), answer={"id": 49377}
)
CONTACTS = Exchange(
    *("POST", "/lists/a1b2"),
    '{"members": [{"email_address": "Test@Gmail.com", "status": "subscribed", "merge_fields": {"FNAME": "Anna-Maria", '
    '"LNAME": "O\'Neil, Jr.", "PHONE": "+442071838750"}, "tags": ["Champions"]}, {"email_address": '
    '"zoe@shop.example", "status": "subscribed", "merge_fields": {"FNAME": "=1+1", "LNAME": "Pérez;=2"}, '
    '"tags": ["At risk"]}], "update_existing": false}',
    answer={"error_count": 1, "errors": [{"email_address": "Test@Gmail.com", "error_code": "ERROR_CONTACT_EXISTS"}]},
)
TAGGED = Exchange(
    *("POST", "/lists/a1b2/segments/49377", '{"members_to_add": ["Test@Gmail.com", "zoe@shop.example"]}'), answer={}
)
UNTAGGED = Exchange("POST", "/lists/a1b2/segments/49377", '{"members_to_remove": ["left@shop.example"]}', answer={})

IMPORT = Exchange(
    *("POST", "/api/profile-bulk-import-jobs"),
    '{"data": {"type": "profile-bulk-import-job", "attributes": {"profiles": {"data": [{"type": "profile", '
    '"attributes": {"email": "Test@Gmail.com", "first_name": "Anna-Maria", "last_name": "O\'Neil, Jr.", '
    '"phone_number": "+442071838750", "location": {"city": "Newcastle upon Tyne", "zip": "NE1 4ST", "country": '
    '"United Kingdom"}, "properties": {"Segment": "Champions", "Orders": 3, "First Order": "2025-12-01", '
    '"Last Order": "2026-06-19"}}}, {"type": "profile", "attributes": {"email": "zoe@shop.example", "first_name": '
    '"=1+1", "last_name": "Pérez;=2", "location": {"city": "Köln", "zip": "50667", "country": "Germany"}, '
    '"properties": {"Segment": "At risk"}}}]}}, "relationships": {"lists": {"data": [{"type": "list", "id": '
    '"Y6nRLr"}]}}}}',
    status=202,
    answer={"data": {"type": "profile-bulk-import-job", "id": "1"}},
)
WHO_LEFT = Exchange(
    "GET",
    "/api/profiles?filter=any%28email%2C%5B%22left%40shop.example%22%5D%29&fields%5Bprofile%5D=email&page%5Bsize%5D=100",
    answer={"data": [{"type": "profile", "id": "01GDD"}]},
)
OFF = Exchange(
    *("DELETE", "/api/lists/Y6nRLr/relationships/profiles", '{"data": [{"type": "profile", "id": "01GDD"}]}'),
    status=204,
)

BROUGHT = Exchange(
    *("POST", "/contacts/import"),
    '{"jsonBody": [{"email": "Test@Gmail.com", "attributes": {"FIRSTNAME": "Anna-Maria", "LASTNAME": "O\'Neil, Jr.", '
    '"SMS": "+442071838750", "COUNTRY": "GB", "SEGMENT": "Champions"}}, {"email": "zoe@shop.example", "attributes": '
    '{"FIRSTNAME": "=1+1", "LASTNAME": "Pérez;=2", "COUNTRY": "DE", "SEGMENT": "At risk"}}], "listIds": [2], '
    '"updateExistingContacts": true, "emptyContactsAttributes": false, "disableNotification": true}',
    status=202,
    answer={"processId": 78},
)
REMOVED = Exchange(
    *("POST", "/contacts/lists/2/contacts/remove", '{"emails": ["left@shop.example"]}'),
    status=201,
    answer={"contacts": {"success": ["left@shop.example"], "failure": []}},
)
GONE = Exchange(
    *("POST", "/contacts/lists/2/contacts/remove", '{"emails": ["left@shop.example"]}'),
    status=400,
    answer={"code": "invalid_parameter", "message": "Contact already removed from list and/or does not exist"},
)
BUSY = Exchange(CONTACTS.method, CONTACTS.path, CONTACTS.body, 429, headers={"Retry-After": "0"})
Asks = Callable[..., Job]


@pytest.fixture
def asks(certificates_here: Certificates, deliver: Deliver, outlet: Outlet, push: Push, monkeypatch: Any) -> Asks:
    """`asks("brevo", [BROUGHT])`: a push, or a trial, against what is recorded; the job as it ended."""
    monkeypatch.setenv("SSL_CERT_FILE", str(certificates_here.authority))
    keys = {"mailchimp": "01234567-us6", "klaviyo": "pk_01234567", "brevo": "xkeysib-01234567"}
    lists = {"mailchimp": "a1b2", "klaviyo": "Y6nRLr", "brevo": "2"}
    signed = {"mailchimp": MAILCHIMP, "klaviyo": KLAVIYO, "brevo": BREVO}

    def do(kind: str, recorded: Sequence[Exchange], left: Sequence[Member] = (), trial: bool = False) -> Job:
        with platform(certificates_here, signed[kind], recorded) as (endpoint, _):
            there = outlet(kind, {"list": lists[kind], "endpoint": endpoint}, {"api_key": keys[kind]})
            if trial:
                return push(connection=there, trial=True)
            mode = "movers" if left else "full"
            return push(deliver(kind, [ANNA, EVIL], left, name="Spring & more", mode=mode), there)

    return do


@pytest.mark.parametrize(
    ("kind", "recorded", "left"),
    [
        ("mailchimp", [TAGS, NEW_TAG, CONTACTS, TAGGED, UNTAGGED], LEFT),
        ("mailchimp", [TAGS, NEW_TAG, BUSY, CONTACTS, TAGGED], []),
        ("klaviyo", [IMPORT, WHO_LEFT, OFF], LEFT),
        ("brevo", [BROUGHT, REMOVED], LEFT),
        ("brevo", [BROUGHT, GONE], LEFT),
    ],
)
def test_a_list_goes_by_the_documented_calls(
    kind: str, recorded: list[Exchange], left: list[Member], asks: Asks
) -> None:
    job = asks(kind, recorded, left)
    assert job.error is None
    assert ((job.result or {})["rows_sent"], (job.result or {})["rows_left"]) == (2, len(left))


def test_a_tag_that_is_there_is_used(asks: Asks) -> None:
    there = {"tags": [{"id": 1, "name": "Spring & more 2"}, {"id": 49377, "name": "spring & MORE"}]}
    assert asks("mailchimp", [Exchange("GET", TAGS.path, answer=there), CONTACTS, TAGGED]).error is None


@pytest.mark.parametrize(
    ("kind", "recorded", "said"),
    [
        (
            "mailchimp",
            Exchange("GET", "/lists/a1b2?fields=name", answer={"name": "News"}),
            "It is the audience “News”.",
        ),
        (
            "klaviyo",
            Exchange(
                *("GET", "/api/lists/Y6nRLr?fields%5Blist%5D=name"), answer={"data": {"attributes": {"name": "News"}}}
            ),
            "It is the list “News”.",
        ),
        ("brevo", Exchange("GET", "/contacts/lists/2", answer={"id": 2, "name": "News"}), "It is the list “News”."),
    ],
)
def test_a_trial_asks_for_the_list(kind: str, recorded: Exchange, said: str, asks: Asks) -> None:
    assert (asks(kind, [recorded], trial=True).result or {})["said"] == said


@pytest.mark.parametrize(
    ("kind", "recorded", "error"),
    [
        ("mailchimp", Exchange("GET", "/lists/a1b2?fields=name", status=401), "does not take the key (401)."),
        (
            "mailchimp",
            Exchange("GET", "/lists/a1b2?fields=name", status=404, answer={"detail": "No  such\nlist."}),
            "answers 404: No such list.",
        ),
        (
            "klaviyo",
            Exchange(
                *("GET", "/api/lists/Y6nRLr?fields%5Blist%5D=name"),
                status=404,
                answer={"errors": [{"title": "Not found.", "detail": "A list with id Y6nRLr does not exist."}]},
            ),
            "answers 404: A list with id Y6nRLr does not exist.",
        ),
        ("brevo", Exchange("GET", "/contacts/lists/2", status=404, answer={"message": "List ID does not exist"}),
         "answers 404: List ID does not exist"),
        ("brevo", Exchange("GET", "/contacts/lists/2", answer=[1]), "Shop does not answer as Brevo does."),
    ],
)  # fmt: skip
def test_what_a_platform_refuses_is_said(kind: str, recorded: Exchange, error: str, asks: Asks) -> None:
    assert (asks(kind, [recorded], trial=True).error or "").endswith(error)


def test_a_batch_of_which_mailchimp_takes_nobody_is_a_failure(asks: Asks) -> None:
    errors = [{"error_code": "ERROR_GENERIC", "error": "Merge field missing."}] * 2
    refused = Exchange(CONTACTS.method, CONTACTS.path, CONTACTS.body, answer={"errors": errors})
    job = asks("mailchimp", [TAGS, NEW_TAG, refused])
    assert job.error == "Mailchimp takes none of 2 contacts: Merge field missing."


def test_addresses_are_asked_for_in_small_numbers(asks: Asks, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("worker.pushing.klaviyo.ASKED", 1)
    empty = Exchange("GET", WHO_LEFT.path, answer={"data": []})
    also = Exchange("GET", WHO_LEFT.path.replace("left%40", "also%40"), answer={"data": []})
    left = [*LEFT, LEFT[0]._replace(customer_id="8", email="also@shop.example")]
    assert Klaviyo.size == 1_000
    assert asks("klaviyo", [IMPORT, empty, also], left).error is None
