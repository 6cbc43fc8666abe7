"""Boards: pages of charts that people put together; and comments on them and on views that are kept."""

import sqlalchemy as sa
from alembic import op

from warehouse.access import withdraw

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "boards",
        sa.Column("board_id", sa.BigInteger(), sa.Identity(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("owner", sa.Text()),
        sa.Column("is_shared", sa.Boolean(), nullable=False, server_default=sa.text("false")),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("board_id"),
        sa.UniqueConstraint("owner", "name", name="boards_owner_name_key", postgresql_nulls_not_distinct=True),
    )
    op.create_table(
        "board_cards",
        sa.Column("card_id", sa.BigInteger(), sa.Identity(), nullable=False),
        sa.Column("board_id", sa.BigInteger(), nullable=False),
        sa.Column("card", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False, server_default=""),
        sa.Column("place", sa.SmallInteger(), nullable=False),
        sa.Column("is_wide", sa.Boolean(), nullable=False, server_default=sa.text("false")),
        sa.Column("height", sa.SmallInteger(), nullable=False),
        sa.Column("put_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("card_id"),
        sa.ForeignKeyConstraint(["board_id"], ["boards.board_id"], ondelete="CASCADE"),
    )
    op.create_index("ix_board_cards_board_id", "board_cards", ["board_id"])
    op.create_table(
        "view_comments",
        sa.Column("comment_id", sa.BigInteger(), sa.Identity(), nullable=False),
        sa.Column("view_id", sa.BigInteger()),
        sa.Column("board_id", sa.BigInteger()),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("made_by", sa.Text()),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("comment_id"),
        sa.ForeignKeyConstraint(["view_id"], ["saved_views.view_id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["board_id"], ["boards.board_id"], ondelete="CASCADE"),
        sa.CheckConstraint("num_nonnulls(view_id, board_id) = 1", name="view_comments_of_one"),
    )
    op.create_index("ix_view_comments_view_id", "view_comments", ["view_id"])
    op.create_index("ix_view_comments_board_id", "view_comments", ["board_id"])


def downgrade() -> None:
    withdraw(op.get_bind())
    for name in ("view_comments", "board_cards", "boards"):
        op.drop_table(name)
