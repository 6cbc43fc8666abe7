"""Notes on dates: what people write on a day, to be seen in every course over months."""

import sqlalchemy as sa
from alembic import op

from warehouse.access import withdraw

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "date_notes",
        sa.Column("note_id", sa.BigInteger(), sa.Identity(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("country", sa.Text()),
        sa.Column("made_by", sa.Text()),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("note_id"),
    )


def downgrade() -> None:
    withdraw(op.get_bind())
    op.drop_table("date_notes")
