"""Row-level security, views that mask, and the web's own role.

All of it is state that `warehouse.access` puts in place after the tables are what they should be; this revision makes
a store from before it ask for an upgrade.
"""

from alembic import op

from warehouse.access import withdraw

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing here: see above."""


def downgrade() -> None:
    withdraw(op.get_bind())
