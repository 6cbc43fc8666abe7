"""The same questions as `dashboard.queries.sales.activity` asks the marts, in plain SQL over the lines."""

from datetime import date
from typing import Any

import pandas as pd
from sqlalchemy import Engine, text

from dashboard.filters.selection import GUESTS, Scope

STATEMENT = """
with

lines as (
    select l.invoice_no, l.customer_id, c.country, s.segment_id, l.invoiced_at, l.kind, l.quantity, l.unit_price
    from transactions l
    join customers c on c.customer_id = l.customer_id
    join customer_segments s on s.customer_id = l.customer_id and s.segmentation_id = :segmentation
    union all
    select invoice_no, null, country, null, invoiced_at, kind, quantity, unit_price from guest_transactions
),

invoices as (
    select customer_id, country, segment_id, invoice_no, min(invoiced_at) as at,
        coalesce(sum(quantity * unit_price) filter (where kind = 'sale'), 0) as gross,
        coalesce(sum(quantity * unit_price) filter (where kind = 'return'), 0) as returns,
        coalesce(sum(quantity) filter (where kind = 'sale'), 0) as units
    from lines
    where (:all_countries or country = any(:countries))
        and (:all_segments or segment_id = any(:segments) or (:guests and segment_id is null))
    group by customer_id, country, segment_id, invoice_no
),

buyers as (
    select customer_id, min(at) as first_at, count(*) filter (where at >= :start and at < :until) as in_window
    from invoices where gross > 0 and customer_id is not null group by customer_id
),

inside as (
    select invoices.*, first_at, in_window, cast(date_trunc('month', at) as date) as month,
        gross > 0 and customer_id is not null as bought,
        row_number() over (partition by customer_id, gross > 0 order by at desc) = 1 as is_last
    from invoices left join buyers using (customer_id)
    where at >= :start and at < :until and (gross > 0 or returns <> 0)
)

select {key} as key,
    count(distinct customer_id) filter (where bought) as customers,
    count(distinct customer_id) filter (where bought and date_trunc('month', first_at) = month) as new_customers,
    count(*) filter (where gross > 0) as orders,
    count(*) filter (where bought) as identified_orders,
    coalesce(sum(gross), 0) as gross,
    coalesce(sum(returns), 0) as returns,
    coalesce(sum(gross + returns), 0) as net,
    coalesce(sum(gross) filter (where customer_id is not null), 0) as identified_gross,
    coalesce(sum(gross) filter (where customer_id is null), 0) as guest_gross,
    coalesce(sum(gross + returns) filter (where customer_id is not null), 0) as identified_net,
    coalesce(sum(gross + returns) filter (where customer_id is null), 0) as guest_net,
    coalesce(sum(units), 0) as units,
    count(*) filter (where bought and in_window = 1) as single_customers,
    coalesce(sum(gross) filter (where bought and in_window = 1), 0) as single_gross,
    avg(:as_of - cast(at as date)) filter (where bought and is_last) as recency_days
from inside
{group}
"""
EXACT = ["customers", "new_customers", "orders", "identified_orders", "single_customers"]
MONEY = ["gross", "returns", "net", "identified_gross", "guest_gross", "identified_net", "guest_net", "units"]
MONEY.append("single_gross")


def bound(scope: Scope) -> dict[str, Any]:
    """What plain SQL asks of a scope: its segmentation, countries, segments and months."""
    return {
        "segmentation": scope.segmentation_id,
        "start": scope.start,
        "end": scope.end,
        "all_countries": not scope.countries,
        "countries": list(scope.countries),
        "all_segments": not scope.segments,
        "segments": list(scope.identified_segments),
        "guests": GUESTS in scope.segments,
    }


def plain_totals(engine: Engine, scope: Scope) -> dict[str, float]:
    """The totals of a scope."""
    return _ask(engine, scope, "cast(null as text)", "").iloc[0].drop(["key", "recency_days"]).to_dict()


def plain_by(engine: Engine, scope: Scope, key: str) -> pd.DataFrame:
    """One row a `month`, `segment_id` or `country`, sorted by it, guests last."""
    frame = _ask(engine, scope, key, f"group by {key}").rename(columns={"key": key})
    return frame.sort_values(key, key=lambda values: values.astype(str)).reset_index(drop=True)


def _ask(engine: Engine, scope: Scope, key: str, group: str) -> pd.DataFrame:
    named = [segment for segment in scope.segments if segment != GUESTS]
    values: dict[str, object] = {
        "segmentation": scope.segmentation_id,
        "all_countries": not scope.countries,
        "countries": list(scope.countries),
        "all_segments": not scope.segments,
        "segments": named,
        "guests": GUESTS in scope.segments,
        "start": scope.start,
        "until": _next(scope.end),
        "as_of": scope.as_of,
    }
    with engine.connect() as connection:
        result = connection.execute(text(STATEMENT.format(key=key, group=group)), values)
        frame = pd.DataFrame(result.all(), columns=list(result.keys()))
    numbers = [name for name in frame if name != "key"]
    frame[numbers] = frame[numbers].astype(float)
    return frame


def _next(month: date) -> date:
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)
