"""Audiences by conditions, lists that were brought, campaigns, and the ledger of every list of customers that left."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    ForeignKey,
    Identity,
    Index,
    Integer,
    Numeric,
    PrimaryKeyConstraint,
    Table,
    Text,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

from warehouse.schema.base import metadata, required

audiences = Table(
    "audiences",  # one row an audience that somebody keeps
    metadata,
    Column("audience_id", BigInteger, Identity(), primary_key=True),
    required("name", Text),
    required("version", Integer),  # the newest of audience_versions, and what counts
    Column("made_by", Text),
    required("made_at", DateTime(timezone=True)),
    Column("removed_at", DateTime(timezone=True)),  # what used it stays readable
    Column("priority", Integer),  # from 1, the first; null: outside the order
)
Index(
    "uq_audiences_name",
    func.lower(audiences.c.name),
    unique=True,
    postgresql_where=audiences.c.removed_at.is_(None),
)

audience_versions = Table(
    "audience_versions",  # one row a definition that an audience has or had; never changed
    metadata,
    required("audience_id", BigInteger),
    required("version", Integer),  # from 1
    required("definition", JSONB),  # as audiences.conditions.reading takes it
    Column("made_by", Text),
    required("made_at", DateTime(timezone=True)),
    PrimaryKeyConstraint("audience_id", "version"),
)

static_lists = Table(
    "static_lists",  # one row a list of customers that somebody brought
    metadata,
    Column("list_id", BigInteger, Identity(), primary_key=True),
    required("name", Text),
    Column("made_by", Text),
    required("made_at", DateTime(timezone=True)),
    required("is_suppression", Boolean, server_default=text("false")),  # nobody of it is in a list that goes out
)
Index("uq_static_lists_name", func.lower(static_lists.c.name), unique=True)

static_list_members = Table(
    "static_list_members",
    metadata,
    Column("list_id", BigInteger, ForeignKey("static_lists.list_id", ondelete="CASCADE"), nullable=False),
    required("customer_id", Text),
    PrimaryKeyConstraint("list_id", "customer_id"),
)

# The viewer that a transaction is for, as `warehouse.access` has it; the owner sees all.
_NAMELESS = text("(coalesce(current_setting('regulars.personal', true), '') = 'no')")
_VIEWER = text("coalesce(nullif(current_setting('regulars.countries', true), ''), '*')")

campaigns = Table(
    "campaigns",  # one row a campaign: an audience that is written to, and measured
    metadata,
    Column("campaign_id", BigInteger, Identity(), primary_key=True),
    required("name", Text),
    required("audience_id", BigInteger),
    required("audience_version", Integer),
    required("destination_format", Text),  # of audiences.destinations
    required("held_share", Numeric),  # of those who could be written to: 0 to 0.5
    required("seed", Text),  # of the draw
    required("window_days", Integer),  # in how many days after sending an order counts as an answer
    Column("cost", Numeric),
    Column("note", Text),
    Column("created_by", Text),
    required("created_at", DateTime(timezone=True)),
    Column("sent_on", Date),  # when its first list was really written to, where that is not the day it was made
    required("made_for", Text, server_default=_VIEWER),  # viewers of these countries, or '*'
)
Index("uq_campaigns_name", func.lower(campaigns.c.name), unique=True)

deliveries = Table(
    "deliveries",  # the ledger: one row a list that left; only ever added to
    metadata,
    Column("delivery_id", BigInteger, Identity(), primary_key=True),
    Column("campaign_id", BigInteger),
    Column("audience_id", BigInteger),
    Column("audience_version", Integer),
    required("name", Text),  # of the file, or what was sent
    Column("conditions", JSONB),  # the audience's, as they were
    Column("filters", JSONB),  # what else chose the rows
    required("destination", Text),  # the format
    Column("connection_id", BigInteger),  # where it was pushed to
    required("mode", Text),  # full | movers
    required("rows", BigInteger),
    required("held", BigInteger),
    required("left_out", JSONB),  # reason -> customers
    Column("seed", Text),
    Column("held_share", Numeric),
    Column("counts_from", Date),  # the first day on which an order of theirs is an answer; null without a campaign
    Column("made_by", Text),
    required("made_at", DateTime(timezone=True)),
    required("made_for", Text, server_default=_VIEWER),
    required("names_nobody", Boolean, server_default=_NAMELESS),  # made for who sees no personal data
)
Index("ix_deliveries_campaign_id", deliveries.c.campaign_id)
Index("ix_deliveries_made_at", deliveries.c.made_at)

delivery_members = Table(
    "delivery_members",  # one row a customer of a delivery: the snapshot that its file can be made from again
    metadata,
    required("delivery_id", BigInteger),
    required("customer_id", Text),
    required("role", Text),  # sent | held | left (taken off, of movers)
    Column("segment", Text),  # of the published RFM groups when it was made; the stratum of the draw
    Column("place", BigInteger),  # in the file, from 1; null for held
    Column("sent_as", JSONB),  # the customer as the file has them; null for held
    PrimaryKeyConstraint("delivery_id", "customer_id"),
)
Index("ix_delivery_members_customer_id", delivery_members.c.customer_id, delivery_members.c.delivery_id)
Index("ix_delivery_members_place", delivery_members.c.delivery_id, delivery_members.c.place)

delivery_files = Table(
    "delivery_files",  # one row a file of a delivery; only ever added to
    metadata,
    required("delivery_id", BigInteger),
    required("name", Text),
    required("rows", BigInteger),
    required("bytes", BigInteger),
    required("sha256", Text),
    required("made_for", Text, server_default=_VIEWER),
    PrimaryKeyConstraint("delivery_id", "name"),
)
