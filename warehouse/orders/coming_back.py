"""Numbers of orders that begin anew, each month or year: one customer's number that comes back is another order.

Lines of one order may come in several files, and on several days: deliveries of one order are days apart, numbers that
begin anew weeks. Returns tell nothing: they come back weeks later, against the number of what was bought.
"""

APART = 21  # days without a sale under a number, after which it is another order's: less than the shortest month
APART_OF_GUESTS = 0  # who are many people: a till's numbers begin anew each day
# Of each table of lines: the columns that an order is told by beside its number, and the days.
ORDERS = {"transactions": (("customer_id",), APART), "guest_transactions": (("country",), APART_OF_GUESTS)}


def coming_back(lines: str) -> str:
    """A query, in PostgreSQL's dialect and in DuckDB's: a row an order of those whose number comes back.

    `lines` is one of the tables of `ORDERS`. Columns of the result: what an order is told by, `invoice_no`, `begun_on`
    (a date; null for the first of them) and `followed_on` (the next one's, or null).
    """
    owner, apart = ORDERS[lines]
    told = ", ".join([*owner, "invoice_no"])
    return f"""
        with long as (
            select {told}
            from {lines}
            where kind = 'sale'
            group by {told}
            having max(cast(invoiced_at as date)) - min(cast(invoiced_at as date)) > {apart}
        ),
        days as (
            select distinct {told}, cast(invoiced_at as date) as day
            from {lines}
            join long using ({told})
            where kind = 'sale'
        ),
        gaps as (
            select {told}, day, day - lag(day) over (partition by {told} order by day) as gap
            from days
        ),
        begun as (
            select
                {told},
                case when gap is not null then day end as begun_on,
                lead(day) over (partition by {told} order by day) as followed_on
            from gaps
            where gap is null or gap > {apart}
        )
        select {told}, begun_on, followed_on
        from begun
        where begun_on is not null or followed_on is not null
    """  # noqa: S608 own names only
