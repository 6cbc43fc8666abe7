"""Row-level security, views that mask, and the web's own role.

All of it is state that `warehouse.access` puts in place after the tables are what they should be; this revision makes
a store from before it ask for an upgrade.
"""

from alembic import op

from warehouse import access

revision = "0010"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing here: see above."""


def downgrade() -> None:
    access.withdraw(op.get_bind())
