"""The rule of each table: which of its rows a viewer sees, and what the web's role may do with it.

A viewer is two settings of a transaction: COUNTRIES holds EVERYTHING, or their countries between SEPARATORs; PERSONAL
is `yes` where they may see who people are. Without them there is no row to see.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

COUNTRIES, PERSONAL = "regulars.countries", "regulars.personal"
EVERYTHING = "*"
FEWEST = 5  # people of whom something is told to viewers who may not see who they are
PRIVATE_FIELDS = ("q", "after", "before", "customers", "conditions")  # of an address: they may tell of a customer
SEPARATOR = "\x1f"  # in no country's name; a label as it came may hold a comma


class Rule(StrEnum):
    """Which rows of a table a viewer sees."""

    COUNTRY = "country"  # those of their countries, by the table's own column
    CUSTOMER = "customer"  # those of customers they see: whose home, as of the last fit, is one of their countries
    PERSON = "person"  # the same by the home known now
    WHOLE = "whole"  # all, but only viewers of all countries: its rows are of the whole shop
    VIEWER = "viewer"  # those that were made for viewers of the same countries; all, for viewers of all
    OWN = "own"  # those of who has been shown, and those that are shared and tell of no customer
    WITHIN = "within"  # what stands on a board that they see; what tells of a customer, its owner alone
    BESIDE = "beside"  # what stands beside a view or a board that they see
    SELF = "self"  # those of who has been shown, and of nobody else
    NOTED = "noted"  # those of their countries, and those of the whole shop
    EVERYONE = "everyone"  # all, whoever the viewer is: it tells of no country and no customer
    SAME = "same"  # those that were made for viewers who see the same
    OPEN = "open"  # all, also before anybody is known: what signing in needs


@dataclass(frozen=True)
class Access:
    """One table's rule, what the web's role may do with it, and why a table without a country is as it is."""

    rule: Rule
    may: tuple[str, ...] = ("select",)  # of select, insert, update, delete
    columns: tuple[str, ...] = ()  # that it may select, where not all
    updates: tuple[str, ...] = ()  # that it may update, where not all
    impersonal: str = ""  # of these, the ones for viewers who may not see who people are, where not all
    why: str = ""
    view: str = ""  # what shows every viewer the harmless part of it


WRITTEN, LISTED = ("select", "insert", "update"), ("select", "insert", "delete")
SEEN, ADDED = ("select", "delete"), ("select", "insert")
_FACTOR = ("totp_secret", "totp_confirmed_at", "totp_last_step")  # sealed
_SPAN = ("created_at", "last_seen_at", "expires_at")
_USER = "about a user of Regulars, not about the shop; the accounts decide who is shown it"
_SENT = "who was sent what, in counts: of the countries that who sent it sees"
_WORK = "work on files of all countries, and what it came to; the pages decide who may ask and see whose"

# A new table gets a line here; a test fails for one without.
ACCESS: Mapping[str, Access] = {
    # What came in.
    "loads": Access(
        Rule.WHOLE, why="files hold all countries; their counts would tell of the others", view="load_stand"
    ),
    "rejected_rows": Access(
        Rule.WHOLE, (), why="raw lines of any country, and of people", view="rejected_lines (masked)"
    ),
    "transactions": Access(Rule.PERSON),
    "guest_transactions": Access(Rule.COUNTRY, ()),
    "replaced_lines": Access(Rule.COUNTRY, ()),
    "countries": Access(Rule.COUNTRY),
    "customers": Access(Rule.COUNTRY, columns=("customer_id", "country", "consent"), view="people (masked)"),
    "customer_changes": Access(Rule.PERSON, ()),
    # What is worked out of it, whatever the segmentation.
    "orders": Access(Rule.CUSTOMER),
    "guest_orders": Access(Rule.COUNTRY),
    "customer_features": Access(Rule.COUNTRY),
    "customer_months": Access(Rule.CUSTOMER),
    "customer_products": Access(Rule.CUSTOMER),
    "sample_months": Access(Rule.COUNTRY),
    "product_words": Access(Rule.WHOLE, why="bits of the buyers in all countries, of whom `place` alone tells"),
    "products": Access(Rule.WHOLE, why="sales of a product in all countries", view="product_names"),
    "product_pairs": Access(Rule.WHOLE, why="what goes together in the orders of all countries"),
    "attributes": Access(
        Rule.WHOLE,
        columns=("name", "label", "position", "kind", "customers", "distinct_values", "is_constant", "is_unique"),
        why="means and commonest values over all customers",
        view="attribute_names",
    ),
    "kept_loads": Access(Rule.WHOLE, (), why="sums over lines of all countries, for fits alone"),
    "kept_lines": Access(Rule.WHOLE, (), why="lines of all countries, packed, for fits alone"),
    # Segmentations and their members.
    "segmentations": Access(Rule.WHOLE, why="figures of quality over all customers", view="run_names"),
    "segments": Access(Rule.WHOLE, why="sizes and means over all customers", view="segment_names"),
    "customer_segments": Access(Rule.CUSTOMER),
    "customer_outliers": Access(Rule.CUSTOMER),
    # Marts of a segmentation.
    "segment_activity": Access(Rule.COUNTRY),
    "segment_attributes": Access(Rule.COUNTRY, impersonal="attribute = ''"),  # the rest by `attribute_counts`
    "segment_cohorts": Access(Rule.COUNTRY),
    "segment_first_orders": Access(Rule.COUNTRY),
    "segment_flows": Access(Rule.COUNTRY),
    "segment_hours": Access(Rule.COUNTRY),
    "segment_last_orders": Access(Rule.COUNTRY),
    "segment_products": Access(Rule.COUNTRY),
    "segment_single_orders": Access(Rule.COUNTRY),
    "segment_histories": Access(Rule.CUSTOMER),
    "segment_sizes": Access(Rule.COUNTRY),
    "segment_value": Access(Rule.COUNTRY),
    "segment_lift": Access(Rule.WHOLE, why="buyers of a product by segment, in all countries"),
    "segment_offers": Access(Rule.WHOLE, why="takers to expect by segment, in all countries"),
    # Predictions.
    "customer_value": Access(Rule.CUSTOMER),
    "value_models": Access(Rule.WHOLE, why="fitted to and tried on the customers of all countries", view="value_notes"),
    # What people chose.
    "shop_settings": Access(Rule.EVERYONE, ("select", "insert", "update"), why="one choice for the whole shop"),
    "saved_views": Access(
        *(Rule.OWN, (*WRITTEN, "delete")),
        updates=("name", "is_shared", "is_start"),
        why="addresses and their names: what they show is up to who opens them",
    ),
    "boards": Access(
        *(Rule.OWN, (*WRITTEN, "delete")),
        updates=("name", "is_shared"),
        why="names of pages of charts; what these show is up to who opens them",
    ),
    "board_cards": Access(
        *(Rule.WITHIN, (*WRITTEN, "delete")),
        updates=("name", "place", "is_wide"),
        why="charts and the addresses that they were taken from",
    ),
    "view_comments": Access(Rule.BESIDE, LISTED, why="what people say of a view or a board, to all who may open it"),
    "date_notes": Access(
        *(Rule.NOTED, (*WRITTEN, "delete")),
        updates=("day", "words"),
        why="what people noted on a day; of the whole shop where it names no country",
    ),
    # What is kept to be quick.
    "kept_answers": Access(
        *(Rule.SAME, WRITTEN),
        updates=("seen", "answer", "made_at"),
        why="answers as they were sent; found by a hash alone",
    ),
    "kept_sums": Access(*(Rule.SAME, WRITTEN), updates=("made_at",), why="sums over audiences; found by a hash alone"),
    # Who was erased.
    "forgotten": Access(Rule.WHOLE, (), why="hashes of numbers and addresses; loads alone compare them"),
    "erasure_keys": Access(Rule.WHOLE, (), why="the keys of these hashes"),
    # Audiences.
    "audiences": Access(
        *(Rule.EVERYONE, WRITTEN),
        updates=("name", "version", "priority", "removed_at"),
        why="names of lists; who is in them, the tables they are asked of say",
    ),
    "audience_versions": Access(Rule.EVERYONE, ("select", "insert"), why="conditions, never changed; as audiences"),
    "static_lists": Access(
        *(Rule.EVERYONE, (*WRITTEN, "delete")), updates=("is_suppression",), why="names of lists, as audiences"
    ),
    "static_list_members": Access(Rule.CUSTOMER, LISTED),
    # Campaigns, and the ledger of lists that left.
    "campaigns": Access(
        *(Rule.VIEWER, WRITTEN),
        updates=("name", "cost", "note", "sent_on"),
        why="what came of it, delivery_members and orders are asked; counts are of its maker's countries",
    ),
    "deliveries": Access(Rule.VIEWER, ADDED, why=_SENT, view="mailings"),
    "delivery_members": Access(
        *(Rule.CUSTOMER, ADDED),
        columns=("delivery_id", "customer_id", "role", "segment", "place"),
        view="delivered (masked)",
    ),
    "delivery_files": Access(Rule.VIEWER, ADDED, why=_SENT),
    "connections": Access(
        *(Rule.WHOLE, WRITTEN),
        columns=("connection_id", "name", "kind", "settings", "created_by", "created_at", "retired_at"),
        updates=("settings", "sealed", "retired_at"),
        why="where lists of the whole shop are pushed to; what opens it is read by the worker alone",
    ),
    "pushes": Access(Rule.WHOLE, why="how far lists of all countries got"),
    # Who uses Regulars, asked before it is known who that is. Hashes of passwords, sessions and links are shown to
    # nobody; who may change what of it, `guards` says.
    "users": Access(
        *(Rule.OPEN, WRITTEN),
        columns=("user_id", "email", "name", "role", *_FACTOR, "created_at", "disabled_at", "visited_at", "language"),
        updates=("role", "password_hash", *_FACTOR, "disabled_at", "visited_at", "language"),
        why=_USER,
    ),
    "user_countries": Access(Rule.OPEN, LISTED, why=_USER),
    "sessions": Access(
        *(Rule.OPEN, WRITTEN),
        columns=("session_id", "user_id", "method", "awaits_code", *_SPAN, "address", "agent", "revoked_at"),
        updates=("last_seen_at", "revoked_at"),
        why=_USER,
    ),
    "sign_in_attempts": Access(
        *(Rule.OPEN, (*WRITTEN, "delete")), updates=("failures", "last_at", "locked_until"), why=_USER
    ),
    "invitations": Access(
        *(Rule.OPEN, WRITTEN),
        columns=("invitation_id", "user_id", "email", "role", "countries", "created_at", "expires_at", "used_at"),
        updates=("used_at",),
        why=_USER,
    ),
    "recovery_codes": Access(Rule.OPEN, LISTED, why=_USER),
    "setup_codes": Access(Rule.OPEN, LISTED, why=_USER),
    "used_states": Access(Rule.OPEN, LISTED, why=_USER),
    "identities": Access(Rule.OPEN, ("select", "insert"), why=_USER),
    "audit": Access(Rule.OPEN, ("select", "insert"), why="who did what, refused sign-ins too; nobody changes it"),
    # What is asked of the worker.
    "jobs": Access(
        *(Rule.WHOLE, WRITTEN),
        updates=("state", "finished_at", "error", "cancel_asked_at", "cancel_asked_by"),
        why=_WORK,
    ),
    "uploads": Access(
        *(Rule.WHOLE, WRITTEN),
        updates=("received_bytes", "heard_at", "state", "finished_at", "sha256", "removed_at"),
        why=_WORK,
    ),
    "schedules": Access(
        *(Rule.WHOLE, (*WRITTEN, "delete")),
        updates=("arguments", "owner", "is_active", "next_at", "last_at", "last_job_id"),
        why=_WORK,
    ),
    "asked_forms": Access(
        *(Rule.SELF, (*WRITTEN, "delete")),
        updates=("asked_at", "answer"),
        why="what somebody asked for a moment ago, as a hash, and what was answered",
    ),
    "workers": Access(Rule.EVERYONE, why="whether a worker lives"),
    "fetched_files": Access(Rule.WHOLE, SEEN, why="names and sizes of files that hold all countries"),
    "alerts": Access(Rule.WHOLE, SEEN, why="what looked wrong in files and segments of all countries"),
}

# Run with the owner's rights but for INVOKED, so each states its own condition: `<name>.sql` beside, in `sql/`.
VIEWS = (
    "people",
    "listed_customers",
    "delivered",
    "mailings",
    "shared_addresses",
    "written_addresses",
    "rejected_lines",
    "load_stand",
    "data_days",
    "run_names",
    "segment_names",
    "product_names",
    "attribute_names",
    "attribute_values",
    "value_notes",
)
# Of these, the ones whose condition stands before any other of a question, which could tell of rows it is asked of.
BARRIERS = ("people", "rejected_lines", "delivered", "shared_addresses", "written_addresses")
# Run with the rights of whoever asks: the policy of the table below is such a condition, and unlike a barrier it leaves
# pages by amounts their index.
INVOKED = ("listed_customers",)
