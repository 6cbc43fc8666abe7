"""What happens once: ways back from a provider, forms that were sent twice, and the code of an installation."""

import sqlalchemy as sa
from alembic import op

from warehouse.access import withdraw

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "used_states",
        sa.Column("state_hash", sa.LargeBinary(), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("state_hash"),
    )
    op.create_table(
        "asked_forms",
        sa.Column("owner", sa.Text()),
        sa.Column("form_hash", sa.LargeBinary(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer", sa.Text()),
        sa.UniqueConstraint("owner", "form_hash", name="asked_forms_key", postgresql_nulls_not_distinct=True),
    )
    op.add_column("setup_codes", sa.Column("salt", sa.Text()))


def downgrade() -> None:
    withdraw(op.get_bind())
    op.drop_column("setup_codes", "salt")
    op.drop_table("asked_forms")
    op.drop_table("used_states")
