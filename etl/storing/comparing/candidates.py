"""Lines that may be stored already, compared with those that are: equal ones, the same told otherwise, whole orders
told otherwise. All inside the caller's transaction."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

from sqlalchemy import Connection, text

from etl.recognition.planning import Plan
from etl.storing.comparing.retold import ADDED, LEFT, REPLACED, Retold, example_of
from etl.storing.copying.copy_batches import CANDIDATE_COLUMNS
from etl.storing.copying.spools import Spool
from etl.storing.statements import run_file
from etl.values.row_identity import ROW_ID
from warehouse.bulk import copy_in
from warehouse.orders import APART, APART_OF_GUESTS

TABLES = ("transactions", "guest_transactions")
_LOOK_UP = 100  # stored lines that are read through in the time that one is looked up
_BY = ("both", "code", "words")  # what of a product both exports tell


@dataclass(frozen=True)
class Compared:
    """Lines that are not stored again."""

    # Of the file, by the load that stored them; of this one, those that come twice in it.
    known: dict[int, int] = field(default_factory=dict)
    again: int = 0  # refunds, which are no rows of the file
    retold: Retold = field(default_factory=Retold)


def add_candidates(connection: Connection, load_id: int, candidates: Spool, plan: Plan, is_first: bool) -> Compared:
    """Store those of the lines put aside that are new, and do what is said of orders that are told otherwise; of the
    `is_first` load there are none.

    Raises InputError where that would have to be said.
    """
    if not candidates.rows:
        return Compared()
    retold = _compare(connection, load_id, candidates, plan, is_first)
    said = plan.options.known_orders
    if said is None:
        retold.refuse(plan.source.name)
    rests_on: list[int] = []
    if retold.orders and said == LEFT:
        run_file(connection, "retold/left_as_stored")
    elif retold.orders and said == REPLACED:
        rests_on = list(connection.scalars(text("select distinct load_id from retold_orders")))
        for table in TABLES:
            run_file(connection, f"retold/replaced_{table}", load_id=load_id)
    if not is_first:
        with _many_at_once(connection, candidates.rows):
            retold = _without_told(connection, load_id, plan, retold)
        rests_on += connection.scalars(text("select distinct unnest(loads) from refund_rests"))
    connection.execute(text("analyze dropped_lines"))
    for table in TABLES:
        run_file(connection, f"lines/{table}", load_id=load_id)
    counts = run_file(connection, "lines/dropped_counts").all()
    known = dict.fromkeys(rests_on, 0) | {row.load_id: row.lines for row in counts if row.lines}
    return Compared(known, sum(row.refunds for row in counts), retold)


def foresee(connection: Connection, lines: Spool, plan: Plan) -> tuple[int, Retold]:
    """How many of these lines are stored already, and what they tell otherwise; nothing is stored."""
    if not lines.rows:
        return 0, Retold()
    retold = _compare(connection, 0, lines, plan, is_first=False)
    return int(connection.scalar(text("select count(*) from dropped_lines where load_id <> 0")) or 0), retold


def _compare(connection: Connection, load_id: int, candidates: Spool, plan: Plan, is_first: bool) -> Retold:
    """Fill `staged_lines`, and `dropped_lines` with those that are stored; what is told otherwise."""
    run_file(connection, "lines/staged_lines")
    run_file(connection, "lines/dropped_lines")
    own = () if plan.apart.row_id is None else (ROW_ID,)
    copy_in(connection, "staged_lines", (*CANDIDATE_COLUMNS, *own), candidates, "binary")
    connection.execute(text("analyze staged_lines"))
    run_file(connection, "lines/numbered_lines")
    connection.execute(text("analyze numbered_lines"))
    with _many_at_once(connection, candidates.rows):
        run_file(connection, "lines/equal_lines")
        connection.execute(text("analyze equal_lines"))
        run_file(connection, "lines/repeated_lines", load_id=load_id)
        run_file(connection, "lines/known_lines", load_id=load_id, row_id=plan.row_id, counts=plan.apart.counts)
        # Without order numbers of its own a file has one order a customer and time, which another export may not have.
        if is_first or "invoice_no" not in plan.where:
            return Retold()
        return _retold(connection, load_id, plan.reading.all_back)


def _retold(connection: Connection, load_id: int, all_back: bool) -> Retold:
    """Fill `same_lines` and `retold_orders`; lines that are the same are known.

    `all_back` says that the file is of refunds.
    """
    connection.execute(text("analyze dropped_lines"))
    if not run_file(connection, "retold/new_lines", load_id=load_id).rowcount:
        return Retold()
    connection.execute(text("analyze new_lines"))
    run_file(connection, "retold/old_lines", load_id=load_id)
    connection.execute(text("analyze old_lines"))
    run_file(connection, "retold/no_same_lines")
    refunds = run_file(connection, "retold/told_refunds", load_id=load_id, all_back=all_back).rowcount
    for by in _BY:
        run_file(connection, "retold/same_lines", by=by)
        connection.execute(text("analyze same_lines"))
    run_file(connection, "retold/same_amounts")
    same = "insert into dropped_lines (line_number, load_id) select line_number, load_id from same_lines"
    known = connection.execute(text(same)).rowcount - refunds
    orders = run_file(connection, "retold/retold_orders").rowcount
    if not orders:
        return Retold(known, refunds=refunds)
    found = run_file(connection, "retold/example").one()
    return Retold(known, orders, int(found.lines), example_of(found), int(found.unlike), refunds)


def _without_told(connection: Connection, load_id: int, plan: Plan, retold: Retold) -> Retold:
    """Leave of returns that columns beside orders tell what is more than is stored of these; what is told of that."""
    run_file(
        connection,
        "retold/refund_rests",
        load_id=load_id,
        numbered="invoice_no" in plan.where,
        apart=APART,
        apart_of_guests=APART_OF_GUESTS,
    )
    if retold.orders and plan.options.known_orders == ADDED:  # they are other orders
        beside = "delete from refund_rests as rest using retold_orders as orders where {}"
        same = "(rest.customer_id, rest.invoice_no, rest.day) = (orders.customer_id, orders.invoice_no, orders.day)"
        connection.execute(text(beside.format(same)))
    run_file(connection, "retold/rests_kept")
    run_file(connection, "retold/rests_dropped")
    found = run_file(connection, "retold/rests_told").one()
    refunds = retold.refunds + int(found.same)
    return replace(retold, refunds=refunds, grown=found.grown, more=found.more, smaller=found.smaller)


@contextmanager
def _many_at_once(connection: Connection, lines: int) -> Iterator[None]:
    """Compare lines with the stored ones by hashing all of these, where looking up one by one would take longer.

    PostgreSQL takes the columns of a line for independent, so it expects next to no equal lines and always looks up.
    """
    stored = connection.scalar(
        text("select sum(reltuples) from pg_class where oid = any (cast(:names as regclass[]))"),
        {"names": list(TABLES)},
    )
    if lines * _LOOK_UP <= (stored or 0):
        yield
        return
    connection.execute(text("set local enable_nestloop = off; set local enable_mergejoin = off"))
    yield
    connection.execute(text("set local enable_nestloop = on; set local enable_mergejoin = on"))
