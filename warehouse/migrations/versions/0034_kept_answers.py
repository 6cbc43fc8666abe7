"""Answers, and sums over audiences, that the processes of a dashboard share; unlogged, for they may be lost."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from warehouse.access import withdraw

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "kept_answers",
        sa.Column("key", sa.LargeBinary(), nullable=False),
        sa.Column("countries", sa.Text(), nullable=False),
        sa.Column("personal", sa.Text(), nullable=False),
        sa.Column("erased_at", sa.Text()),
        sa.Column("version", postgresql.ARRAY(sa.Integer()), nullable=False),
        sa.Column("seen", postgresql.JSONB(), nullable=False),
        sa.Column("answer", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key"),
        prefixes=["UNLOGGED"],
    )
    op.create_table(
        "kept_sums",
        sa.Column("key", sa.LargeBinary(), nullable=False),
        sa.Column("countries", sa.Text(), nullable=False),
        sa.Column("personal", sa.Text(), nullable=False),
        sa.Column("erased_at", sa.Text()),
        sa.Column("version", postgresql.ARRAY(sa.Integer()), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("texts", postgresql.ARRAY(sa.Text())),
        sa.Column("days", postgresql.ARRAY(sa.Date())),
        sa.Column("counts", postgresql.ARRAY(sa.BigInteger())),
        sa.Column("numbers", postgresql.ARRAY(sa.Numeric())),
        sa.PrimaryKeyConstraint("key", "name"),
        prefixes=["UNLOGGED"],
    )
    op.execute("alter table kept_answers alter answer set storage external")  # compressed already


def downgrade() -> None:
    withdraw(op.get_bind())
    op.drop_table("kept_sums")
    op.drop_table("kept_answers")
