"""What was chosen for the shop, and an index of those whose consent is known."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "shop_settings",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name"),
    )
    op.create_index(
        "ix_customers_consent",
        "customers",
        ["customer_id", "consent"],
        unique=False,
        postgresql_where=sa.text("consent IS NOT NULL"),
    )


def downgrade() -> None:
    op.drop_index("ix_customers_consent", table_name="customers", postgresql_where=sa.text("consent IS NOT NULL"))
    op.drop_table("shop_settings")
