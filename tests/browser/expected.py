"""What the pages have to show, by SQL over the lines; written by the program's own formats, which have tests."""

from sqlalchemy import Engine, text

from dashboard.words import formats

LINES = """
with lines as (
    select l.invoice_no, l.customer_id, c.country, s.segment_id, l.invoiced_at, l.kind, quantity * unit_price as amount
    from transactions l join customers c using (customer_id) join customer_segments s using (customer_id)
    where s.segmentation_id = (select segmentation_id from segmentations where published and algorithm = 'rfm')
    union all
    select invoice_no, null, country, null, invoiced_at, kind, quantity * unit_price from guest_transactions
)
select
    coalesce(sum(amount) filter (where kind = 'sale'), 0) as gross,
    coalesce(sum(amount) filter (where kind = 'return'), 0) as returns,
    count(distinct (invoice_no, customer_id, country)) filter (where kind = 'sale') as orders,
    count(distinct customer_id) filter (where kind = 'sale') as customers
from lines where {where}
"""


def figures(store: Engine, where: str = "true") -> dict[str, str]:
    """Key figures of a selection, as written."""
    with store.connect() as connection:
        row = connection.execute(text(LINES.format(where=where))).one()
    return {
        "Gross sales": formats.money(row.gross, "GBP"),
        "Returns": formats.money(row.returns, "GBP"),
        "Net sales": formats.money(row.gross + row.returns, "GBP"),
        "Orders": formats.count(row.orders),
        "Customers": formats.count(row.customers),
        "Average order value": formats.money(formats.ratio(row.gross, row.orders), "GBP"),
    }


def scalar(store: Engine, statement: str) -> str:
    """One value."""
    with store.connect() as connection:
        return str(connection.execute(text(statement)).scalar_one())
