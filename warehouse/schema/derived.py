"""What is worked out of it for all segmentations alike, brought up to date by each `models fit`."""

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    Identity,
    Index,
    Integer,
    LargeBinary,
    Numeric,
    PrimaryKeyConstraint,
    Table,
    Text,
)
from sqlalchemy.dialects.postgresql import BIT, JSONB

from warehouse.schema.base import metadata, required

OF_LOAD = "regulars.load"  # the setting of a transaction whose new lines are all of one load: its number

orders = Table(
    "orders",  # one row an invoice and customer (`warehouse.orders` tells them apart); a sale order has gross > 0
    metadata,
    required("customer_id", Text),
    required("invoice_no", Text),
    required("invoiced_at", DateTime),
    required("country", Text),
    required("gross", Numeric),
    required("returns", Numeric),  # <= 0
    required("units", Numeric),  # of sale lines
    required("lines", Integer),
    # Of orders whose number comes back: the number that their lines have, the day that they begin, the next one's.
    Column("shop_number", Text),
    Column("begun_on", Date),
    Column("followed_on", Date),
    PrimaryKeyConstraint("customer_id", "invoice_no"),
)

guest_orders = Table(
    "guest_orders",  # one row a guest invoice and country
    metadata,
    required("invoice_no", Text),
    required("country", Text),
    required("invoiced_at", DateTime),
    required("gross", Numeric),
    required("returns", Numeric),
    required("units", Numeric),
    required("lines", Integer),
    PrimaryKeyConstraint("invoice_no", "country"),
)

customer_features = Table(
    "customer_features",  # one row a customer, those without an order included (frequency 0, recency null)
    metadata,
    Column("customer_id", Text, primary_key=True),
    required("country", Text),
    Column("recency_days", Integer),
    required("frequency", Integer),
    required("monetary", Numeric),  # gross
    required("returns", Numeric),
    required("net", Numeric),  # gross + returns; what a run takes for money unless told otherwise
    Column("first_order_at", DateTime),
    Column("last_order_at", DateTime),
    Column("average_order_value", Numeric),
    Column("tenure_days", Integer),  # first order to as_of
    required("units", Numeric),
    required("distinct_products", Integer),
    Column("return_rate", Numeric),  # -returns / gross, at most what was sold: 0 … 1 and above
    Column("weekend_share", Numeric),  # of the orders, those of a Saturday or Sunday: 0 … 1, as the next two
    Column("night_share", Numeric),  # of the orders, those from 22 to 6 o'clock; null where no order has a time of day
    Column("discount_share", Numeric),  # of the lines of products with a usual price, those clearly below it
    required("sample_key", BigInteger),  # a hash of the id: the customers with the lowest form the fixed sample
    Column("place", Integer),  # of their first bit in `product_words`; null for who came after the run
    Column("bought_on", ARRAY(Date)),  # the days of their sale lines of products, ascending, a bit each; null likewise
)
Index("ix_customer_features_monetary", customer_features.c.monetary, customer_features.c.customer_id)
Index("ix_customer_features_net", customer_features.c.net, customer_features.c.customer_id)
Index("ix_customer_features_frequency", customer_features.c.frequency, customer_features.c.customer_id)
Index("ix_customer_features_last_order_at", customer_features.c.last_order_at, customer_features.c.customer_id)
Index("ix_customer_features_average_order_value", customer_features.c.average_order_value, "customer_id")
Index("ix_customer_features_country", customer_features.c.country, customer_features.c.monetary, "customer_id")
Index("ix_customer_features_sample_key", customer_features.c.sample_key)

customer_months = Table(
    "customer_months",  # one row a customer and month with any order or return
    metadata,
    required("customer_id", Text),
    required("month", Date),
    Column("previous_month", Date),  # the customer's sale month before; null in the first (and without a sale)
    Column("next_month", Date),  # the customer's sale month after; null in the last (and without a sale)
    required("orders", Integer),  # sale orders; 0 in a month of returns only
    required("gross", Numeric),
    required("returns", Numeric),
    required("units", Numeric),
    Column("last_order_on", Date),  # of the sale orders of the month
    PrimaryKeyConstraint("customer_id", "month"),
)

products = Table(
    "products",
    metadata,
    Column("stock_code", Text, primary_key=True),
    required("description", Text),  # the commonest one
    required("gross", Numeric),
    required("is_product", Boolean),  # postage, fees, vouchers, manual corrections: false
)

customer_products = Table(
    "customer_products",  # one row a product and customer who bought it before the day that recency counts to
    metadata,
    required("stock_code", Text),
    required("customer_id", Text),
    required("days", ARRAY(Date)),  # of its sale lines, ascending, each once
    required("last_on", Date),
    PrimaryKeyConstraint("stock_code", "customer_id"),
)

product_words = Table(
    "product_words",  # one row a run of words in descriptions of what is bought much, in small letters
    metadata,
    Column("words", Text, primary_key=True),
    required("days", BIT(varying=True)),  # a bit a customer and day: 1 for who bought a product that has the words
)

sample_months = Table(
    "sample_months",  # customer_months of the fixed sample, for distributions under any filter
    metadata,
    required("customer_id", Text),
    required("sample_key", BigInteger),
    required("country", Text),
    required("month", Date),
    required("orders", Integer),
    required("gross", Numeric),
    required("last_order_on", Date),
    PrimaryKeyConstraint("customer_id", "month"),
)

# What the processes of a dashboard have answered; unlogged, for it may be lost at any time.
kept_answers = Table(
    "kept_answers",  # one row an answer
    metadata,
    Column("key", LargeBinary, primary_key=True),  # a hash, with a secret, of all that it hangs on
    required("countries", Text),  # as the viewer's settings say whom it may be shown
    required("personal", Text),
    Column("erased_at", Text),  # when somebody was erased last, as far as who worked it out knew
    required("version", ARRAY(Integer)),  # the segmentations that were published
    required("seen", JSONB),  # what it looked at beside them -> a hash of how that stood
    required("answer", LargeBinary),
    required("made_at", DateTime(timezone=True)),
    prefixes=["UNLOGGED"],
)

# Sums over the customers of an audience that it is filtered by; the same.
kept_sums = Table(
    "kept_sums",  # one row a column of a mart's rows: all as an array, in the column of its type; and their seal
    metadata,
    Column("key", LargeBinary),  # as of an answer
    required("countries", Text),
    required("personal", Text),
    Column("erased_at", Text),
    required("version", ARRAY(Integer)),
    required("made_at", DateTime(timezone=True)),
    Column("name", Text),
    Column("texts", ARRAY(Text)),
    Column("days", ARRAY(Date)),
    Column("counts", ARRAY(BigInteger)),
    Column("numbers", ARRAY(Numeric)),
    PrimaryKeyConstraint("key", "name"),
    prefixes=["UNLOGGED"],
)

# The lines as the last fit read them, so that the next one reads those of loads since. No more than a copy: triggers on
# the lines (migration 0033) forget of it what has changed.
kept_loads = Table(
    "kept_loads",  # one row a load whose lines are packed
    metadata,
    Column("load_id", BigInteger, primary_key=True, autoincrement=False),
    required("is_gone", Boolean),  # lines of it went since: none of its packed ones counts
    required("sizes", JSONB),  # of its lines: how many, from when to when, digits and sums of the numbers
    required("fit", Text),  # by which program and tables, as of which day
)

kept_lines = Table(
    "kept_lines",  # one row a block of lines of any loads
    metadata,
    Column("block_id", BigInteger, Identity(), primary_key=True),
    required("is_guests", Boolean),
    required("lines", Integer),
    required("content", LargeBinary),  # Arrow's stream, compressed
)
