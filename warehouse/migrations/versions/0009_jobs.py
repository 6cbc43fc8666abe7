"""Jobs for the worker, files that were uploaded for them, and schedules."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "jobs",
        sa.Column("job_id", sa.BigInteger(), sa.Identity(), primary_key=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("arguments", JSONB(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("asked_by", sa.Text()),
        sa.Column("asked_at", _MOMENT, nullable=False),
        sa.Column("started_at", _MOMENT),
        sa.Column("finished_at", _MOMENT),
        sa.Column("progress", sa.Float()),
        sa.Column("step", sa.Text()),
        sa.Column("result", JSONB()),
        sa.Column("error", sa.Text()),
        sa.Column("attempts", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("worker", sa.Text()),
        sa.Column("cancel_asked_at", _MOMENT),
        sa.Column("cancel_asked_by", sa.Text()),
        sa.Column("load_id", sa.BigInteger()),
        sa.Column("segmentation_id", sa.BigInteger()),
        sa.Column("schedule_id", sa.BigInteger()),
    )
    op.create_index(
        "ix_jobs_open", "jobs", ["state", "job_id"], postgresql_where=sa.text("state in ('waiting', 'running')")
    )
    op.create_table(
        "workers",
        sa.Column("worker", sa.Text(), primary_key=True),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("started_at", _MOMENT, nullable=False),
        sa.Column("beat_at", _MOMENT, nullable=False),
    )
    op.create_table(
        "uploads",
        sa.Column("upload_id", sa.Text(), primary_key=True),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("bytes", sa.BigInteger(), nullable=False),
        sa.Column("received_bytes", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("sha256", sa.Text()),
        sa.Column("uploaded_by", sa.Text()),
        sa.Column("started_at", _MOMENT, nullable=False),
        sa.Column("finished_at", _MOMENT),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("loaded_at", _MOMENT),
        sa.Column("removed_at", _MOMENT),
    )
    op.create_table(
        "schedules",
        sa.Column("schedule_id", sa.BigInteger(), sa.Identity(), primary_key=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("arguments", JSONB(), nullable=False),
        sa.Column("every", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("weekday", sa.Integer()),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("owner", sa.Text()),
        sa.Column("is_active", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.Column("next_at", _MOMENT, nullable=False),
        sa.Column("last_at", _MOMENT),
        sa.Column("last_job_id", sa.BigInteger()),
        sa.Column("failures", sa.Integer(), server_default=sa.text("0"), nullable=False),
    )


def downgrade() -> None:
    for table in ("schedules", "uploads", "workers", "jobs"):
        op.drop_table(table)
