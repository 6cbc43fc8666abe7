"""Audiences: who is in a list by conditions that are kept, and lists of customers that were brought."""

from sqlalchemy import (
    BigInteger,
    Column,
    DateTime,
    Identity,
    Index,
    Integer,
    PrimaryKeyConstraint,
    Table,
    Text,
    func,
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
)
Index("uq_static_lists_name", func.lower(static_lists.c.name), unique=True)

static_list_members = Table(
    "static_list_members",
    metadata,
    required("list_id", BigInteger),
    required("customer_id", Text),
    PrimaryKeyConstraint("list_id", "customer_id"),
)
