"""Lines as the last fit read them, packed for the next one, and what forgets them as soon as they change.

Until the first fit nothing is kept. What a load adds is of that load alone, and says so; whatever else adds lines,
changes or empties them makes the next fit read all. Where lines go, all packed ones of their loads are gone.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from warehouse.access import withdraw

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None

LINES = ("transactions", "guest_transactions")
CHANGES = {"insert": "after insert", "update": "after update", "truncate": "after truncate"}
FORGET_LINES = """
    create function forget_lines() returns trigger language plpgsql as $$
    begin
        if tg_op = 'INSERT' and coalesce(current_setting('regulars.load', true), '') <> '' then
            update kept_loads set is_gone = true
            where load_id = current_setting('regulars.load')::bigint and not is_gone;
        else
            delete from kept_lines;
            delete from kept_loads;
        end if;
        return null;
    end $$
"""
FORGET_GONE_LINES = """
    create function forget_gone_lines() returns trigger language plpgsql as $$
    begin
        update kept_loads set is_gone = true
        where not is_gone and load_id in (select load_id from gone_lines);
        return null;
    end $$
"""


def upgrade() -> None:
    op.create_table(
        "kept_loads",
        sa.Column("load_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("is_gone", sa.Boolean(), nullable=False),
        sa.Column("sizes", JSONB(), nullable=False),
        sa.Column("fit", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("load_id"),
    )
    op.create_table(
        "kept_lines",
        sa.Column("block_id", sa.BigInteger(), sa.Identity(), nullable=False),
        sa.Column("is_guests", sa.Boolean(), nullable=False),
        sa.Column("lines", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("block_id"),
    )
    op.execute("alter table kept_lines alter column content set storage external")  # it is packed
    op.execute("alter table customer_features set (fillfactor = 50)")  # a new day changes all rows, in no index
    op.execute(FORGET_LINES)
    op.execute(FORGET_GONE_LINES)
    for table in LINES:
        op.create_index(f"ix_{table}_load_id", table, ["load_id"], postgresql_using="brin")
        for change, when in CHANGES.items():
            op.execute(
                f"create trigger forget_after_{change} {when} on {table}"
                " for each statement execute function forget_lines()"
            )
        op.execute(
            f"create trigger forget_gone after delete on {table} referencing old table as gone_lines"
            " for each statement execute function forget_gone_lines()"
        )


def downgrade() -> None:
    withdraw(op.get_bind())
    for table in LINES:
        for name in (*(f"forget_after_{change}" for change in CHANGES), "forget_gone"):
            op.execute(f"drop trigger {name} on {table}")
        op.drop_index(f"ix_{table}_load_id", table)
    for function in ("forget_gone_lines()", "forget_lines()"):
        op.execute(f"drop function {function}")
    op.execute("alter table customer_features reset (fillfactor)")
    op.drop_table("kept_lines")
    op.drop_table("kept_loads")
