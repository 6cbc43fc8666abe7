"""Members of a list go with it, also those whom whoever removes it does not see."""

from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

KEY = "static_list_members_list_id_fkey"


def upgrade() -> None:
    op.execute("delete from static_list_members where list_id not in (select list_id from static_lists)")
    op.create_foreign_key(KEY, "static_list_members", "static_lists", ["list_id"], ["list_id"], ondelete="CASCADE")


def downgrade() -> None:
    op.drop_constraint(KEY, "static_list_members", type_="foreignkey")
