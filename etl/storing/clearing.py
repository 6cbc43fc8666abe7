"""Making room for a shop's own file after the demo: removes generated samples, and never anything else."""

from collections.abc import Callable

from sqlalchemy import Connection, Engine, Table, delete, exists, func, select, text

from etl.storing.journal import writing
from warehouse import schema
from warehouse.errors import InputError
from warehouse.schema import ABOUT_USERS, OF_USERS, guest_orders, loads
from wording.languages import say, to_say

# What files bring in, and what is worked out of it. A test holds that every table of the schema has been thought of.
LOADED: tuple[Table, ...] = (
    schema.loads,
    schema.rejected_rows,
    schema.transactions,
    schema.guest_transactions,
    schema.replaced_lines,
    schema.countries,
    schema.customers,
    schema.customer_changes,
    schema.attributes,
)
DERIVED: tuple[Table, ...] = (
    schema.kept_loads,
    schema.kept_lines,
    schema.orders,
    guest_orders,
    schema.customer_features,
    schema.customer_months,
    schema.customer_products,
    schema.product_words,
    schema.products,
    schema.sample_months,
    schema.segmentations,
    schema.segments,
    schema.customer_segments,
    schema.customer_outliers,
    schema.segment_activity,
    schema.segment_cohorts,
    schema.segment_first_orders,
    schema.segment_last_orders,
    schema.segment_single_orders,
    schema.segment_hours,
    schema.segment_products,
    schema.customer_value,
    schema.value_models,
    schema.segment_value,
    schema.segment_lift,
    schema.segment_offers,
    schema.product_pairs,
    schema.segment_attributes,
    schema.segment_sizes,
    schema.segment_flows,
    schema.segment_histories,
)
# Of the sample, which says nothing of another shop, and whose people never were any.
CHOSEN: tuple[Table, ...] = (
    schema.audiences,
    schema.audience_versions,
    schema.static_lists,
    schema.static_list_members,
    schema.campaigns,
    schema.deliveries,
    schema.delivery_members,
    schema.delivery_files,
    schema.pushes,
    schema.forgotten,
    schema.erasure_keys,
    schema.kept_answers,
    schema.kept_sums,
)
CLEARED = LOADED + DERIVED + CHOSEN
PARTLY: tuple[Table, ...] = (schema.shop_settings,)  # but for what is about the users
_DONE = select(loads.c.load_id).where(loads.c.status == "done")
_OWN = ~func.coalesce(loads.c.details["sample"].as_boolean(), False)
# The users, and what they and the clock ask for, whatever shop it is.
KEPT: tuple[Table, ...] = (
    *OF_USERS,
    schema.jobs,
    schema.workers,
    schema.uploads,
    schema.schedules,
    schema.connections,
    schema.fetched_files,
    schema.alerts,
    schema.asked_forms,
    schema.saved_views,
    schema.boards,
    schema.board_cards,
    schema.view_comments,
    schema.date_notes,
)


MADE_WAY = to_say(
    "The sample shop makes way for this file: its invented sales and customers go. Audiences, lists and campaigns that "
    "were made on it stay, and count your customers from now on."
)


def is_sample_alone(connection: Connection) -> bool:
    """Whether all that is stored are generated samples."""
    return bool(connection.scalar(select(exists(_DONE)))) and not connection.scalar(select(exists(_DONE.where(_OWN))))


def make_way(connection: Connection) -> bool:
    """Remove generated samples where nothing else is stored, in the caller's transaction; whether there were any.

    What people have made or chosen stays, and only loses invented people. Rows are deleted, not tables emptied, so that
    the dashboard shows the sample until the file that it makes way for is in.
    """
    if not is_sample_alone(connection):
        return False
    done = select(loads.c.load_id).where(loads.c.status == "done")
    kept = (loads, schema.rejected_rows)
    for table in (*DERIVED, *(each for each in LOADED if each not in kept), schema.delivery_members):
        connection.execute(delete(table))
    for table in reversed(kept):
        connection.execute(delete(table).where(table.c.load_id.in_(done)))
    return True


def clear_sample(engine: Engine, notify: Callable[[str], None]) -> int:
    """Remove all that was loaded and derived when it comes from generated samples only; the number of loads removed.

    Raises InputError, changing nothing, when any other file was loaded.
    """
    with writing(engine, notify) as connection:
        own = select(loads.c.file_name).where(loads.c.status == "done", _OWN)
        if names := connection.scalars(own.order_by(loads.c.load_id).limit(1)).all():
            raise InputError(
                say(
                    "The store holds {value}, which is not a generated sample, so nothing was cleared. Use anot"
                    "her REGULARS_HOME or DATABASE_URL for another shop.",
                    value=names[0],
                )
            )
        removed = connection.scalar(select(func.count()).select_from(loads)) or 0
        connection.execute(text(f"truncate {', '.join(table.name for table in CLEARED)} restart identity"))
        connection.execute(delete(schema.shop_settings).where(schema.shop_settings.c.name.not_in(ABOUT_USERS)))
        connection.commit()
    return removed
