"""Accounts: who may sign in and how far, and a record of what they did that can only grow."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

NEW = (
    *("audit", "identities", "setup_codes", "recovery_codes", "invitations", "sign_in_attempts", "sessions"),
    *("user_countries", "users"),
)
# The owner of the table could do anything; who is not reaches this through `retire_audit` alone, which runs as its
# owner. Rows of the last 30 days stay whatever it is asked, so that nobody removes their own traces with it.
KEEPING = """
create function keep_audit() returns trigger language plpgsql as $body$
begin
    if coalesce(current_setting('regulars.retiring_audit', true), '') = 'yes' and tg_op = 'DELETE'
        and current_user = (select pg_get_userbyid(relowner) from pg_class where oid = tg_relid)
    then
        return null;
    end if;
    raise exception 'The audit is only ever added to.' using errcode = 'insufficient_privilege';
end
$body$;
create trigger audit_is_kept before update or delete or truncate on audit
    for each statement execute function keep_audit();
create function retire_audit(older_than timestamptz) returns bigint
    language plpgsql security definer set search_path = {schema}, pg_temp as $body$
declare
    retired bigint;
begin
    perform set_config('regulars.retiring_audit', 'yes', true);
    delete from {schema}.audit where at < least(older_than, now() - interval '30 days');
    get diagnostics retired = row_count;
    perform set_config('regulars.retiring_audit', '', true);
    return retired;
end
$body$;
"""


def upgrade() -> None:
    moment = sa.DateTime(timezone=True)
    _people(moment)
    _ways_in(moment)
    op.create_table(
        "audit",
        sa.Column("audit_id", sa.BigInteger(), sa.Identity(), nullable=False),
        sa.Column("at", moment, nullable=False),
        sa.Column("user_id", sa.BigInteger()),
        sa.Column("user_email", sa.Text()),
        sa.Column("address", sa.Text()),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("details", postgresql.JSONB(), nullable=False),
        sa.Column("rows", sa.BigInteger()),
        sa.PrimaryKeyConstraint("audit_id"),
    )
    op.create_index("ix_audit_at", "audit", ["at"])
    op.create_index("ix_audit_action", "audit", ["action", "audit_id"])
    op.create_index("ix_audit_user_email", "audit", ["user_email", "audit_id"])
    schema = op.get_bind().scalar(sa.text("select quote_ident(current_schema())"))
    op.get_bind().exec_driver_sql(KEEPING.format(schema=schema))


def _people(moment: sa.DateTime) -> None:
    op.create_table(
        "users",
        sa.Column("user_id", sa.BigInteger(), sa.Identity(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("password_hash", sa.Text()),
        sa.Column("totp_secret", sa.Text()),
        sa.Column("totp_confirmed_at", moment),
        sa.Column("totp_last_step", sa.BigInteger()),
        sa.Column("created_at", moment, nullable=False),
        sa.Column("disabled_at", moment),
        sa.CheckConstraint("email = lower(email)", name="ck_users_email"),
        sa.PrimaryKeyConstraint("user_id"),
        sa.UniqueConstraint("email", name=op.f("uq_users_email")),
    )
    op.create_table(
        "user_countries",
        sa.Column("user_id", sa.BigInteger(), sa.ForeignKey("users.user_id"), nullable=False),
        sa.Column("country", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("user_id", "country"),
    )
    op.create_table(
        "identities",
        sa.Column("issuer", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), sa.ForeignKey("users.user_id"), nullable=False),
        sa.Column("linked_at", moment, nullable=False),
        sa.PrimaryKeyConstraint("issuer", "subject"),
    )
    op.create_index("ix_identities_user_id", "identities", ["user_id"])
    op.create_table(
        "recovery_codes",
        sa.Column("user_id", sa.BigInteger(), sa.ForeignKey("users.user_id"), nullable=False),
        sa.Column("code_hash", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("user_id", "code_hash"),
    )


def _ways_in(moment: sa.DateTime) -> None:
    op.create_table(
        "sessions",
        sa.Column("session_id", sa.BigInteger(), sa.Identity(), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), sa.ForeignKey("users.user_id"), nullable=False),
        sa.Column("method", sa.Text(), nullable=False),
        sa.Column("awaits_code", sa.Boolean(), nullable=False),
        sa.Column("created_at", moment, nullable=False),
        sa.Column("last_seen_at", moment, nullable=False),
        sa.Column("expires_at", moment, nullable=False),
        sa.Column("address", sa.Text()),
        sa.Column("agent", sa.Text()),
        sa.Column("revoked_at", moment),
        sa.PrimaryKeyConstraint("session_id"),
        sa.UniqueConstraint("token_hash", name=op.f("uq_sessions_token_hash")),
    )
    op.create_index("ix_sessions_user_id", "sessions", ["user_id"])
    op.create_table(
        "sign_in_attempts",
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("last_at", moment, nullable=False),
        sa.Column("locked_until", moment),
        sa.PrimaryKeyConstraint("kind", "subject"),
    )
    op.create_table(
        "invitations",
        sa.Column("invitation_id", sa.BigInteger(), sa.Identity(), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), sa.ForeignKey("users.user_id")),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("role", sa.Text()),
        sa.Column("countries", sa.ARRAY(sa.Text())),
        sa.Column("created_at", moment, nullable=False),
        sa.Column("created_by", sa.BigInteger(), sa.ForeignKey("users.user_id")),
        sa.Column("expires_at", moment, nullable=False),
        sa.Column("used_at", moment),
        sa.PrimaryKeyConstraint("invitation_id"),
        sa.UniqueConstraint("token_hash", name=op.f("uq_invitations_token_hash")),
    )
    op.create_index("ix_invitations_email", "invitations", ["email"])
    op.create_table(
        "setup_codes",
        sa.Column("code_hash", sa.LargeBinary(), nullable=False),
        sa.Column("expires_at", moment, nullable=False),
        sa.PrimaryKeyConstraint("code_hash"),
    )


def downgrade() -> None:
    for table in NEW:
        op.drop_table(table)
    op.execute("drop function retire_audit(timestamptz)")
    op.execute("drop function keep_audit()")
