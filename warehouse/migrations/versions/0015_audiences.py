"""Audiences by conditions, lists that are brought, and on which days each customer bought each product."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "audiences",
        sa.Column("audience_id", sa.BigInteger(), sa.Identity(), primary_key=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("made_by", sa.Text()),
        sa.Column("made_at", _MOMENT, nullable=False),
        sa.Column("removed_at", _MOMENT),
    )
    op.create_index(
        "uq_audiences_name",
        "audiences",
        [sa.text("lower(name)")],
        unique=True,
        postgresql_where=sa.text("removed_at is null"),
    )
    op.create_table(
        "audience_versions",
        sa.Column("audience_id", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("definition", JSONB(), nullable=False),
        sa.Column("made_by", sa.Text()),
        sa.Column("made_at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("audience_id", "version"),
    )
    op.create_table(
        "static_lists",
        sa.Column("list_id", sa.BigInteger(), sa.Identity(), primary_key=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("made_by", sa.Text()),
        sa.Column("made_at", _MOMENT, nullable=False),
    )
    op.create_index("uq_static_lists_name", "static_lists", [sa.text("lower(name)")], unique=True)
    op.create_table(
        "static_list_members",
        sa.Column("list_id", sa.BigInteger(), nullable=False),
        sa.Column("customer_id", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("list_id", "customer_id"),
    )
    op.create_table(
        "customer_products",
        sa.Column("stock_code", sa.Text(), nullable=False),
        sa.Column("customer_id", sa.Text(), nullable=False),
        sa.Column("days", ARRAY(sa.Date()), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("stock_code", "customer_id"),
    )


def downgrade() -> None:
    for table in ("customer_products", "static_list_members", "static_lists", "audience_versions", "audiences"):
        op.drop_table(table)
