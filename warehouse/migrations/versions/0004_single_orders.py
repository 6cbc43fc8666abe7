"""Single orders: a mart of them, filled for what is published."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

# As models/sql/segment_single_orders.sql fills it for a new run: the published ones stand on the orders of today.
PUBLISHED = """
insert into segment_single_orders (segmentation_id, country, segment_id, month, later_month, customers, gross)
with

neighbours as (
    select
        customer_id,
        gross,
        cast(date_trunc('month', invoiced_at) as date) as month,
        cast(date_trunc('month', lag(invoiced_at) over one_customer) as date) as month_before,
        cast(date_trunc('month', lead(invoiced_at) over one_customer) as date) as month_after
    from orders
    where gross > 0
    window one_customer as (partition by customer_id order by invoiced_at, invoice_no)
),

counted as (
    select customer_id, month, month as later_month, 1 as customers, gross from neighbours
    union all
    select customer_id, month_before, month, -1, -gross from neighbours where month_before is not null
    union all
    select customer_id, month, month_after, -1, -gross from neighbours where month_after is not null
    union all
    select customer_id, month_before, month_after, 1, gross from neighbours
    where month_before is not null and month_after is not null
)

select segmentation_id, country, segment_id, month, later_month, sum(customers), sum(counted.gross)
from counted
join customer_segments using (customer_id)
join customer_features using (customer_id)
join segmentations using (segmentation_id)
where segmentations.published
group by segmentation_id, country, segment_id, month, later_month
having sum(customers) <> 0 or sum(counted.gross) <> 0
"""


def upgrade() -> None:
    op.create_table(
        "segment_single_orders",
        sa.Column("segmentation_id", sa.Integer(), nullable=False),
        sa.Column("country", sa.Text(), nullable=False),
        sa.Column("segment_id", sa.Text(), nullable=True),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("later_month", sa.Date(), nullable=False),
        sa.Column("customers", sa.Integer(), nullable=False),
        sa.Column("gross", sa.Numeric(), nullable=False),
        sa.UniqueConstraint(
            "segmentation_id",
            "country",
            "segment_id",
            "month",
            "later_month",
            name=op.f("uq_segment_single_orders_segmentation_id_country_segment_id_month_later_month"),
            postgresql_nulls_not_distinct=True,
        ),
    )
    op.execute(PUBLISHED)


def downgrade() -> None:
    op.drop_table("segment_single_orders")
