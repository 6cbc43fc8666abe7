"""Orders whose number comes back: the shop's own number, and from when to when it is theirs."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("orders", sa.Column("shop_number", sa.Text()))
    op.add_column("orders", sa.Column("begun_on", sa.Date()))
    op.add_column("orders", sa.Column("followed_on", sa.Date()))


def downgrade() -> None:
    for name in ("shop_number", "begun_on", "followed_on"):
        op.drop_column("orders", name)
