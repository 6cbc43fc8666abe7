"""How much people keep, and how fast: the one table of it. A trigger a line holds it, whoever asks and by which way."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

AT_ONCE_MINUTES: Final = 10  # as `keep_few` in sql/work.sql has it
AT_ONCE: Final = 30  # of one kind, by one person


@dataclass(frozen=True)
class Amount:
    """How many rows of a table there may be: of one person or, without a column of who made it, of the whole shop."""

    table: str
    maker: str
    made: str  # the column of when
    most: int
    enough: str  # what to say of too many
    hasty: str = ""  # and of too many in a short time; '' where none are
    counts: str = "true"  # which rows count
    changed: str = ""  # the column whose change may make one more

    @property
    def sentence(self) -> str:
        """What is said of too many."""
        return self.enough.format(most=self.most)

    @property
    def hasty_sentence(self) -> str:
        """What is said of too many at once."""
        return self.hasty and (
            f"You {self.hasty.format(most=AT_ONCE)} within {AT_ONCE_MINUTES} minutes: wait a while before you go on."
        )


VIEWS: Final = Amount(
    *("saved_views", "owner", "kept_at", 200, "You have {most} views: delete one that you no longer need."),
    "kept {most} views",
)
SHARED_VIEWS: Final = Amount(
    *("saved_views", "owner", "kept_at", 50),
    "You share {most} views with everybody: keep this one for yourself, or stop sharing another.",
    counts="is_shared",
    changed="is_shared",
)
NOTES: Final = Amount(
    *("date_notes", "", "made_at", 500, "There are {most} notes already: remove some first."),
)
OWN_NOTES: Final = Amount(
    *("date_notes", "made_by", "made_at", 500, "There are {most} notes already: remove some first."),
    "wrote {most} notes",
)
BOARDS: Final = Amount(
    *("boards", "owner", "made_at", 50, "You have {most} boards: delete one that you no longer need."),
    "made {most} boards",
)
SHARED_BOARDS: Final = Amount(
    *("boards", "owner", "made_at", 20),
    "You share {most} boards with everybody: keep this one for yourself, or stop sharing another.",
    counts="is_shared",
    changed="is_shared",
)
CARDS: Final = Amount(  # of a board
    *("board_cards", "board_id", "put_at", 12),
    "A board holds {most} cards: take one off, or begin another board.",
)
_SAID: Final = ("made_at", 200, "There are {most} comments here: delete some first.")  # of a board or a view
COMMENTS: Final = Amount("view_comments", "board_id", *_SAID, counts="board_id is not null")
OWN_COMMENTS: Final = Amount(
    *("view_comments", "made_by", "made_at", 5_000, "You have written {most} comments: delete some first."),
    "wrote {most} comments",
)
FORMS: Final = Amount(  # those of the last seconds: `dashboard.shop.once` takes older ones away
    *("asked_forms", "owner", "asked_at", 200, "That is too much at once: wait a moment, and try again."),
)
AMOUNTS: Final = (
    VIEWS,
    SHARED_VIEWS,
    BOARDS,
    SHARED_BOARDS,
    CARDS,
    COMMENTS,
    Amount("view_comments", "view_id", *_SAID, counts="view_id is not null"),
    OWN_COMMENTS,
    NOTES,
    OWN_NOTES,
    FORMS,
    Amount(
        *("audiences", "made_by", "made_at", 300, "You keep {most} audiences: remove one that you no longer need."),
        "made {most} audiences",
        counts="removed_at is null",
    ),
    Amount(
        *("static_lists", "made_by", "made_at", 300, "You keep {most} lists: remove one that you no longer need."),
        "brought {most} lists",
    ),
    Amount(
        *(
            "campaigns",
            "created_by",
            "created_at",
            2_000,
            "You have made {most} campaigns, which is the most there are.",
        ),
        "made {most} campaigns",
    ),
    Amount(
        *("schedules", "owner", "created_at", 100, "You have {most} schedules and reports: remove one first."),
        "added {most} schedules",
        changed="owner",
    ),
    Amount(
        *(
            "connections",
            "created_by",
            "created_at",
            100,
            "There are {most} places of yours already: remove one first.",
        ),
        "added {most} places",
        counts="retired_at is null",
    ),
)


def triggers() -> Iterator[str]:
    """What holds each, as SQL."""
    for number, one in enumerate(AMOUNTS):
        when = f"insert or update of {one.changed}" if one.changed else "insert"
        said = (one.maker, one.made, one.counts, str(one.most), str(AT_ONCE) if one.hasty else "")
        arguments = ", ".join(_quoted(word) for word in (*said, one.sentence, one.hasty_sentence))
        yield (
            f"create or replace trigger few_{number} after {when} on {one.table} for each row"
            f" when (is_web()) execute function keep_few({arguments})"
        )
    for table, made in {one.table: one.made for one in AMOUNTS}.items():
        yield (
            f"create or replace trigger kept_now before insert on {table} for each row"
            f" when (is_web()) execute function keep_now({_quoted(made)})"
        )


def _quoted(word: str) -> str:
    return "'" + word.replace("'", "''").replace("%", "%%") + "'"
