"""Who brings files from where and when they were last heard of, the record's clock, and no limited administrators.

The record's own time is the database's for whoever does not own it, so that the web's role cannot write into the past.
An administrator's limit held nothing, since they could take it away themselves; now there is none.
"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0012"
branch_labels = None
depends_on = None

_STAMP = """
create function stamp_audit() returns trigger language plpgsql as $body$
begin
    if not pg_has_role((select relowner from pg_class where oid = tg_relid), 'usage') then
        new.at := clock_timestamp();
    end if;
    return new;
end $body$
"""


def upgrade() -> None:
    op.add_column("uploads", sa.Column("heard_at", sa.DateTime(timezone=True)))
    op.add_column("uploads", sa.Column("address", sa.Text()))
    op.create_index("ix_uploads_started_at", "uploads", ["started_at"])
    op.execute(_STAMP)
    op.execute("create trigger audit_is_stamped before insert on audit for each row execute function stamp_audit()")
    op.execute("delete from user_countries where user_id in (select user_id from users where role = 'admin')")
    op.execute("update invitations set countries = null where role = 'admin' and used_at is null")


def downgrade() -> None:
    op.execute("drop trigger audit_is_stamped on audit")
    op.execute("drop function stamp_audit()")
    op.drop_index("ix_uploads_started_at", "uploads")
    op.drop_column("uploads", "address")
    op.drop_column("uploads", "heard_at")
