"""Who bought a product as bits, a bit a customer; the next fit fills them, and until then rows are asked as before."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import BIT

from warehouse.access import withdraw

revision = "0028"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "product_buyers",
        sa.Column("stock_code", sa.Text(), nullable=False),
        sa.Column("buyers", BIT(varying=True), nullable=False),
        sa.PrimaryKeyConstraint("stock_code"),
    )
    op.add_column("customer_features", sa.Column("place", sa.Integer()))


def downgrade() -> None:
    withdraw(op.get_bind())
    op.drop_column("customer_features", "place")
    op.drop_table("product_buyers")
