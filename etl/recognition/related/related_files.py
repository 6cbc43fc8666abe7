"""Files of one shop that tell a sale together: lines of orders, orders, customers, products, by the ids they share.

The base is the file whose rows become the lines. Each other one is joined to it many to one, so that no amount counts
twice: amounts are those of the base, or prices of products.
"""

from collections.abc import Iterator, Sequence
from functools import partial

from etl.files.readers import read_batches
from etl.files.sources import Source
from etl.files.text.table_shape import MOST_COLUMNS
from etl.names.labels import fold
from etl.names.matching import match_names
from etl.names.vocabulary import synonyms
from etl.recognition.columns.amounts_beside import is_of_orders
from etl.recognition.head.first_rows import Head
from etl.recognition.related.refunds import is_of_refunds, refunds_of_orders
from etl.recognition.related.returned_orders import is_called_so, returned_orders
from etl.recognition.related.shared_ids import is_id, shared_ids
from etl.recognition.related.tables import AMOUNTS, Joining, Link, Table

MOST_FILES = 50
_NEEDED = ("customer_id", "invoiced_at", "amount")
_OF_ANY = ("customer_id", "country", "stock_code", "description")  # what is taken of a file that is not the orders'
_NOT_OF_ORDERS = ("unit_price", "total", "quantity")  # of orders, they would count once a line; but totals are compared
_CALLED = ("name", "title", "productname", "productcategoryname")  # what products are called in a file of theirs
_BARE_NAMES = ("name", "title")  # which say of what they are by the name of their file


def related(sources: Sequence[Source]) -> Joining | None:
    """How files make sales together; None where they do not."""
    if not 1 < len(sources) <= MOST_FILES:
        return None
    shapes: dict[tuple[str, ...], list[Source]] = {}
    for source in sources:
        shapes.setdefault(source.columns, []).append(source)
    tables = [_table(each) for each in shapes.values() if len(each[0].columns) <= MOST_COLUMNS]
    bases = [table for table in tables if not is_of_refunds(table)]
    found = [joining for base in bases if (joining := _from(base, tables)) and joining.links and not joining.lacks]
    return max(found, key=_worth, default=None)


def _table(sources: Sequence[Source]) -> Table:
    first = next(read_batches(sources[0], only=range(len(sources[0].columns)), undecided=True), None)
    head = Head(first.columns if first is not None and len(first.lines) else ())
    match = match_names(sources[0].columns, {}, synonyms("transactions"), partial(_numeric, head))
    roles = {name: positions[0] for name, positions in match.open.items()} | match.where
    return Table(tuple(sources), head, roles)


def _numeric(head: Head, name: str, positions: list[int]) -> list[int]:
    return head.prefer(name, positions)


def _worth(joining: Joining) -> tuple[bool, bool, int, int]:
    """Lines of products before payments, prices of their own before those of products, then the longer file."""
    base = joining.base
    goods = base.has("stock_code") or base.has("description") or base.has("quantity")
    return goods, base.has("amount"), len(joining.links), sum(source.size for source in base.sources)


def _from(base: Table, tables: Sequence[Table]) -> Joining | None:
    """What can be joined to a base; what a sale then lacks still."""
    if not base.head.columns:
        return None
    known = {name for name in _NEEDED if base.has(name)}
    links: list[Link] = []
    labels, rest = list(base.columns), [table for table in tables if table is not base]
    while link := next(_links(base, labels, links, rest, known), None):
        links.append(link)
        rest = [table for table in rest if table is not link.table]
        labels += [label for _, label in link.taken]
        known |= {name for name in _NEEDED if _gives(link, name)}
    for table in rest:
        if link := refunds_of_orders(base, labels, table) or returned_orders(base, labels, table):
            links.append(link)
            labels += [label for _, label in link.taken]
    return Joining(base, tuple(links), frozenset(_NEEDED) - known)


def _links(
    base: Table, labels: Sequence[str], links: Sequence[Link], rest: Sequence[Table], known: set[str]
) -> Iterator[Link]:
    """What can be joined next and adds something, that which a sale lacks most first."""
    found: list[tuple[int, int, Link]] = []
    for table in (table for table in rest if not (is_of_refunds(table) or is_called_so(table.sources[0].stem))):
        for left, right in shared_ids(base, labels, links, table):
            taken = _taken(base, table, left, right, labels, known)
            if taken:
                gives = sum(name not in known and table.has(name) for name in _NEEDED[:2])
                found.append((-gives, len(found), Link(table, left, right, taken)))
            break
    yield from (link for _, _, link in sorted(found, key=lambda each: each[:2]))


def _taken(
    base: Table, table: Table, left: str, key: int, labels: Sequence[str], known: set[str]
) -> tuple[tuple[int, str], ...]:
    """The columns of a table that a sale can use, under names that are free."""
    orders = table.has("invoiced_at") and ("invoiced_at" not in known or _names_buyers(table, known))
    of_product = base.has("stock_code") and left == base.columns[base.roles["stock_code"]]
    by_product = base.has("stock_code") and not base.has("amount") and "amount" not in known and not orders
    names = [name for name in table.roles if name in _OF_ANY or (by_product and name in AMOUNTS)]
    names = [name for name in names if table.roles[name] != key]
    positions = {table.roles[name] for name in names}
    if orders:
        dropped = {table.roles[name] for name in _NOT_OF_ORDERS if name in table.roles}
        dropped -= {at for at in dropped if "unit_price" in base.roles and is_of_orders(table.columns[at])}
        positions = set(range(len(table.columns))) - dropped
    else:  # ids by which others are joined
        positions |= {at for at, label in enumerate(table.columns) if is_id(label)}
    useful = orders or bool(set(names) - ({"stock_code"} if base.has("stock_code") else set())) or by_product
    kept = [at for at in sorted(positions - {key}) if table.columns[at]]
    there = {fold(label) for label in labels}
    if of_product and not base.has("description") and "description" not in names:
        called = [at for at, label in enumerate(table.columns) if fold(label) in _CALLED and at != key][:1]
        made = tuple((at, _name_of_goods(table, at)) for at in called)
        return made + tuple((at, _free(table.columns[at], table, there)) for at in kept if at not in called)
    made = tuple((at, _free(table.columns[at], table, there)) for at in kept)
    return made if useful else ()


def _name_of_goods(table: Table, at: int) -> str:
    """The file's own name of the column that says what products are called, its file before one as bare as `name`."""
    label = table.columns[at]
    return label if fold(label) not in _BARE_NAMES else f"products.{label}"


def _names_buyers(table: Table, known: set[str]) -> bool:
    return "customer_id" not in known and table.has("customer_id")


def _free(label: str, table: Table, there: set[str]) -> str:
    return label if fold(label) not in there else f"{table.sources[0].stem}.{label}"


def _gives(link: Link, name: str) -> bool:
    positions = {at for at, _ in link.taken} | {link.right}
    wanted = AMOUNTS if name == "amount" else (name,)
    return any(link.table.roles.get(each) in positions for each in wanted if each in link.table.roles)
