"""Where people stand in the store: tables with rows of customers, and texts in others that may name somebody."""

from typing import Final

from sqlalchemy import Connection, Table, text

from warehouse.schema import (
    alerts,
    audience_versions,
    audiences,
    board_cards,
    boards,
    campaigns,
    connections,
    customer_outliers,
    customer_products,
    date_notes,
    deliveries,
    delivery_files,
    fetched_files,
    guest_transactions,
    jobs,
    loads,
    product_pairs,
    products,
    rejected_rows,
    replaced_lines,
    saved_views,
    schedules,
    segment_lift,
    segment_offers,
    segment_products,
    static_lists,
    transactions,
    uploads,
    view_comments,
)

KEY = "customer_id"
# Ordinary and partitioned tables, of the schema that our own are in; views show what these hold.
_HOLDING = text(
    "select relname from pg_class join pg_attribute on attrelid = pg_class.oid"
    " where relnamespace = (select relnamespace from pg_class where oid = cast('customers' as regclass))"
    " and relkind in ('r', 'p') and not relispartition and attname = :key and not attisdropped order by relname"
)
# Texts and JSON that people or files wrote, but for descriptions of lines. Jobs last: a job that runs waits for them.
WRITTEN: Final[tuple[tuple[Table, tuple[str, ...]], ...]] = (
    (rejected_rows, ("raw",)),
    (loads, ("error", "details")),
    (customer_outliers, ("reason",)),
    (schedules, ("arguments", "tell_error")),
    (connections, ("settings",)),
    (alerts, ("words",)),
    (campaigns, ("note",)),
    (fetched_files, ("failed",)),
    (jobs, ("arguments", "result", "error", "step")),
)
PLAIN: Final = (
    rejected_rows,
)  # of which there may be millions, as they came: the few that may name them are found first
CHOSEN: Final[tuple[tuple[Table, tuple[str, ...]], ...]] = (  # where each value is one by itself
    (audience_versions, ("definition",)),
    (deliveries, ("conditions", "filters")),
)
TOLD: Final = (schedules, ("tell",))  # the same, of people who hear of runs
FETCHED: Final = (fetched_files, ("name",))  # by which a file is known the next time
# Names that people gave, and whether no two may be the same.
NAMED: Final[tuple[tuple[Table, str, bool], ...]] = (
    (loads, "file_name", False),
    (uploads, "file_name", False),
    (schedules, "name", False),
    (saved_views, "name", True),
    (boards, "name", True),
    (board_cards, "name", False),
    (view_comments, "words", False),
    (date_notes, "words", False),
    (audiences, "name", True),
    (static_lists, "name", True),
    (campaigns, "name", True),
    (connections, "name", True),
    (deliveries, "name", False),
    (delivery_files, "name", False),
)
# By a product, of lines without codes its name: what the next fit works out anew.
CODED: Final = (products, customer_products, product_pairs, segment_lift, segment_offers, segment_products)
DESCRIBED: Final = (transactions, guest_transactions, replaced_lines, products)  # by a description


def tables_of_customers(connection: Connection) -> list[str]:
    """The tables with a row or more a customer."""
    return list(connection.scalars(_HOLDING, {"key": KEY}))
