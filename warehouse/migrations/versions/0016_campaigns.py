"""Campaigns, and the ledger of every list that left; the ledger's time is the database's own, as the record's is."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from warehouse.access import withdraw

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)
_VIEWER = sa.text("coalesce(nullif(current_setting('regulars.countries', true), ''), '*')")
_NAMELESS = sa.text("(coalesce(current_setting('regulars.personal', true), '') = 'no')")
_STAMP = """
create function stamp_delivery() returns trigger language plpgsql as $body$
begin
    if not pg_has_role((select relowner from pg_class where oid = tg_relid), 'usage') then
        new.made_at := clock_timestamp();
    end if;
    return new;
end $body$
"""


def upgrade() -> None:
    op.create_table(
        "campaigns",
        sa.Column("campaign_id", sa.BigInteger(), sa.Identity(), primary_key=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("audience_id", sa.BigInteger(), nullable=False),
        sa.Column("audience_version", sa.Integer(), nullable=False),
        sa.Column("destination_format", sa.Text(), nullable=False),
        sa.Column("held_share", sa.Numeric(), nullable=False),
        sa.Column("seed", sa.Text(), nullable=False),
        sa.Column("window_days", sa.Integer(), nullable=False),
        sa.Column("cost", sa.Numeric()),
        sa.Column("note", sa.Text()),
        sa.Column("created_by", sa.Text()),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.Column("sent_on", sa.Date()),
        sa.Column("made_for", sa.Text(), nullable=False, server_default=_VIEWER),
    )
    op.create_index("uq_campaigns_name", "campaigns", [sa.text("lower(name)")], unique=True)
    _create_ledger()
    op.execute(_STAMP)
    op.execute(
        "create trigger deliveries_are_stamped before insert on deliveries"
        " for each row execute function stamp_delivery()"
    )


def _create_ledger() -> None:
    op.create_table(
        "deliveries",
        sa.Column("delivery_id", sa.BigInteger(), sa.Identity(), primary_key=True),
        sa.Column("campaign_id", sa.BigInteger()),
        sa.Column("audience_id", sa.BigInteger()),
        sa.Column("audience_version", sa.Integer()),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("conditions", JSONB()),
        sa.Column("filters", JSONB()),
        sa.Column("destination", sa.Text(), nullable=False),
        sa.Column("connection_id", sa.BigInteger()),
        sa.Column("mode", sa.Text(), nullable=False),
        sa.Column("rows", sa.BigInteger(), nullable=False),
        sa.Column("held", sa.BigInteger(), nullable=False),
        sa.Column("left_out", JSONB(), nullable=False),
        sa.Column("seed", sa.Text()),
        sa.Column("held_share", sa.Numeric()),
        sa.Column("counts_from", sa.Date()),
        sa.Column("made_by", sa.Text()),
        sa.Column("made_at", _MOMENT, nullable=False),
        sa.Column("made_for", sa.Text(), nullable=False, server_default=_VIEWER),
        sa.Column("names_nobody", sa.Boolean(), nullable=False, server_default=_NAMELESS),
    )
    op.create_index("ix_deliveries_campaign_id", "deliveries", ["campaign_id"])
    op.create_index("ix_deliveries_made_at", "deliveries", ["made_at"])
    op.create_table(
        "delivery_members",
        sa.Column("delivery_id", sa.BigInteger(), nullable=False),
        sa.Column("customer_id", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("segment", sa.Text()),
        sa.Column("place", sa.BigInteger()),
        sa.Column("sent_as", JSONB()),
        sa.PrimaryKeyConstraint("delivery_id", "customer_id"),
    )
    op.create_index("ix_delivery_members_customer_id", "delivery_members", ["customer_id", "delivery_id"])
    op.create_index("ix_delivery_members_place", "delivery_members", ["delivery_id", "place"])
    op.create_table(
        "delivery_files",
        sa.Column("delivery_id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("rows", sa.BigInteger(), nullable=False),
        sa.Column("bytes", sa.BigInteger(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("made_for", sa.Text(), nullable=False, server_default=_VIEWER),
        sa.PrimaryKeyConstraint("delivery_id", "name"),
    )


def downgrade() -> None:
    withdraw(op.get_bind())
    for table in ("delivery_files", "delivery_members", "deliveries", "campaigns"):
        op.drop_table(table)
    op.execute("drop function stamp_delivery()")
