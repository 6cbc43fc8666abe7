"""Places outside that lists are pushed to, and how far each push got."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from warehouse.access import withdraw

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "connections",
        sa.Column("connection_id", sa.BigInteger(), sa.Identity(), primary_key=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("settings", JSONB(), nullable=False),
        sa.Column("sealed", sa.Text()),
        sa.Column("created_by", sa.Text()),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.Column("retired_at", _MOMENT),
    )
    op.create_index(
        "uq_connections_name",
        "connections",
        [sa.text("lower(name)")],
        unique=True,
        postgresql_where=sa.text("retired_at is null"),
    )
    op.create_table(
        "pushes",
        sa.Column("delivery_id", sa.BigInteger(), nullable=False),
        sa.Column("connection_id", sa.BigInteger(), nullable=False),
        sa.Column("begun_at", _MOMENT, nullable=False),
        sa.Column("done", JSONB(), nullable=False),
        sa.Column("arrived_at", _MOMENT),
        sa.PrimaryKeyConstraint("delivery_id", "connection_id"),
    )


def downgrade() -> None:
    withdraw(op.get_bind())
    for table in ("pushes", "connections"):
        op.drop_table(table)
