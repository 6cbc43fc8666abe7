"""Who was in which segment at past months, lists of people who get nothing, and which audience comes first."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY

from warehouse.access import withdraw

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "segment_histories",
        sa.Column("segmentation_id", sa.Integer(), nullable=False),
        sa.Column("customer_id", sa.Text(), nullable=False),
        sa.Column("first_month", sa.Date(), nullable=False),
        sa.Column("places", ARRAY(sa.SmallInteger()), nullable=False),
        sa.PrimaryKeyConstraint("segmentation_id", "customer_id"),
    )
    op.add_column("audiences", sa.Column("priority", sa.Integer()))
    op.add_column(
        "static_lists", sa.Column("is_suppression", sa.Boolean(), nullable=False, server_default=sa.text("false"))
    )


def downgrade() -> None:
    withdraw(op.get_bind())
    op.drop_column("static_lists", "is_suppression")
    op.drop_column("audiences", "priority")
    op.drop_table("segment_histories")
