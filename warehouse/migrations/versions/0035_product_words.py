"""Who bought on which days by common words of descriptions, as bits, in the place of who ever bought a product.

The next fit fills them; until then rows are asked.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY, BIT

from warehouse.access import withdraw

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None


def upgrade() -> None:
    withdraw(op.get_bind())
    op.drop_table("product_buyers")
    op.create_table(
        "product_words",
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("days", BIT(varying=True), nullable=False),
        sa.PrimaryKeyConstraint("words"),
    )
    op.add_column("customer_features", sa.Column("bought_on", ARRAY(sa.Date())))
    op.execute("update customer_features set place = null")  # it counted customers, not their days


def downgrade() -> None:
    withdraw(op.get_bind())
    op.drop_column("customer_features", "bought_on")
    op.execute("update customer_features set place = null")
    op.drop_table("product_words")
    op.create_table(
        "product_buyers",
        sa.Column("stock_code", sa.Text(), nullable=False),
        sa.Column("buyers", BIT(varying=True), nullable=False),
        sa.PrimaryKeyConstraint("stock_code"),
    )
