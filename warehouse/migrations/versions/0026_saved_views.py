"""Views that people keep under a name, for themselves or for everybody."""

import sqlalchemy as sa
from alembic import op

from warehouse.access import withdraw

revision = "0026"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "saved_views",
        sa.Column("view_id", sa.BigInteger(), sa.Identity(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("owner", sa.Text()),
        sa.Column("is_shared", sa.Boolean(), nullable=False, server_default=sa.text("false")),
        sa.Column("is_start", sa.Boolean(), nullable=False, server_default=sa.text("false")),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("view_id"),
        sa.UniqueConstraint("owner", "name", name="saved_views_owner_name_key", postgresql_nulls_not_distinct=True),
    )
    op.create_index(
        "ix_saved_views_start",
        "saved_views",
        ["owner"],
        unique=True,
        postgresql_where=sa.text("is_start"),
        postgresql_nulls_not_distinct=True,
    )


def downgrade() -> None:
    withdraw(op.get_bind())
    op.drop_table("saved_views")
