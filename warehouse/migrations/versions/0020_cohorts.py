"""What the customers of a first month did in each later one, filled for what is published."""

import sqlalchemy as sa
from alembic import op

from warehouse.access import withdraw

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

# As models/cohorts/sql/segment_cohorts.sql fills it for a new run: the published ones stand on the months of today.
PUBLISHED = """
insert into segment_cohorts
    (segmentation_id, country, segment_id, first_month, month, customers, orders, gross, returns)
select
    segmentation_id, country, segment_id, first_month, customer_months.month,
    count(*) filter (where customer_months.orders > 0), sum(customer_months.orders), sum(customer_months.gross),
    sum(customer_months.returns)
from customer_months
join (
    select customer_id, month as first_month from customer_months where orders > 0 and previous_month is null
) as firsts using (customer_id)
join customer_segments using (customer_id)
join customer_features using (customer_id)
join segmentations using (segmentation_id)
where segmentations.published and customer_months.month >= first_month
group by segmentation_id, country, segment_id, first_month, customer_months.month
"""


def upgrade() -> None:
    op.create_table(
        "segment_cohorts",
        sa.Column("segmentation_id", sa.Integer(), nullable=False),
        sa.Column("country", sa.Text(), nullable=False),
        sa.Column("segment_id", sa.Text(), nullable=True),
        sa.Column("first_month", sa.Date(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("customers", sa.Integer(), nullable=False),
        sa.Column("orders", sa.Integer(), nullable=False),
        sa.Column("gross", sa.Numeric(), nullable=False),
        sa.Column("returns", sa.Numeric(), nullable=False),
        sa.UniqueConstraint(
            *("segmentation_id", "country", "segment_id", "first_month", "month"),
            name=op.f("uq_segment_cohorts_segmentation_id_country_segment_id_first_month_month"),
            postgresql_nulls_not_distinct=True,
        ),
    )
    op.execute(PUBLISHED)


def downgrade() -> None:
    withdraw(op.get_bind())
    op.drop_table("segment_cohorts")
