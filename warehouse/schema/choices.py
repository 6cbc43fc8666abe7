"""What people chose: for the shop as a whole, once; the views that they keep under a name, boards of charts, what they
say of both; what they note on days."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    ForeignKey,
    Identity,
    Index,
    SmallInteger,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from warehouse.schema.base import metadata, required

AUDIT_DAYS = "audit_days"  # for how many the record is kept
ABOUT_USERS = (AUDIT_DAYS,)  # choices that say nothing of the shop
ERASED_AT = "erased_at"  # when somebody was erased last: answers that are kept are worth nothing then

shop_settings = Table(
    "shop_settings",  # one row a choice that was made
    metadata,
    Column("name", Text, primary_key=True),  # consent: opt-in | opt-out; and those above
    required("value", Text),
    required("changed_at", DateTime(timezone=True)),
)

saved_views = Table(
    "saved_views",  # one row a view that somebody keeps
    metadata,
    Column("view_id", BigInteger, Identity(), primary_key=True),
    required("name", Text),
    required("address", Text),  # /countries/DE?from=2025-01: what it shows is up to who opens it
    Column("owner", Text),  # an address of a user; null on one's own machine
    required("is_shared", Boolean, server_default=text("false")),
    required("is_start", Boolean, server_default=text("false")),  # which one / opens for its owner
    required("kept_at", DateTime(timezone=True)),
    UniqueConstraint("owner", "name", name="saved_views_owner_name_key", postgresql_nulls_not_distinct=True),
)
Index(
    "ix_saved_views_start",
    saved_views.c.owner,
    unique=True,
    postgresql_where=saved_views.c.is_start,
    postgresql_nulls_not_distinct=True,
)

boards = Table(
    "boards",  # one row a page of charts that somebody put together
    metadata,
    Column("board_id", BigInteger, Identity(), primary_key=True),
    required("name", Text),
    Column("owner", Text),  # an address of a user; null on one's own machine
    required("is_shared", Boolean, server_default=text("false")),
    required("made_at", DateTime(timezone=True)),
    UniqueConstraint("owner", "name", name="boards_owner_name_key", postgresql_nulls_not_distinct=True),
)

board_cards = Table(
    "board_cards",  # one row a card of a board
    metadata,
    Column("card_id", BigInteger, Identity(), primary_key=True),
    Column("board_id", BigInteger, ForeignKey("boards.board_id", ondelete="CASCADE"), nullable=False),
    required("card", Text),  # as the page calls it that it was taken from: overview-trend
    required("address", Text),  # of that page, with the filters: what it shows is up to who looks
    required("name", Text, server_default=""),  # in place of what the card says itself
    required("place", SmallInteger),  # in the order of the board
    required("is_wide", Boolean, server_default=text("false")),
    required("height", SmallInteger),  # pixels
    required("put_at", DateTime(timezone=True)),
)
Index("ix_board_cards_board_id", board_cards.c.board_id)

view_comments = Table(
    "view_comments",  # one row a comment on a view that is kept, or on a board
    metadata,
    Column("comment_id", BigInteger, Identity(), primary_key=True),
    Column("view_id", BigInteger, ForeignKey("saved_views.view_id", ondelete="CASCADE")),
    Column("board_id", BigInteger, ForeignKey("boards.board_id", ondelete="CASCADE")),
    required("words", Text),
    Column("made_by", Text),  # an address of a user; null on one's own machine
    required("made_at", DateTime(timezone=True)),
    CheckConstraint("num_nonnulls(view_id, board_id) = 1", name="view_comments_of_one"),
)
Index("ix_view_comments_view_id", view_comments.c.view_id)
Index("ix_view_comments_board_id", view_comments.c.board_id)

date_notes = Table(
    "date_notes",  # one row a note on a day
    metadata,
    Column("note_id", BigInteger, Identity(), primary_key=True),
    required("day", Date),
    required("words", Text),
    Column("country", Text),  # whose charts show it; null is the whole shop
    Column("made_by", Text),  # an address of a user; null on one's own machine
    required("made_at", DateTime(timezone=True)),
)
