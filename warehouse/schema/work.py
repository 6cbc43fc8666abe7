"""What is asked of the worker: jobs, files that were uploaded, what the clock asks for, where lists are pushed to."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    DateTime,
    Float,
    Identity,
    Index,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

from warehouse.schema.base import metadata, required

jobs = Table(
    "jobs",  # one row a job that somebody or the clock asked for
    metadata,
    Column("job_id", BigInteger, Identity(), primary_key=True),
    required("kind", Text),  # inspect, load, fit, …: the worker's registry
    required("arguments", JSONB),
    required("state", Text),  # waiting | running | done | failed | cancelled
    Column("asked_by", Text),
    required("asked_at", DateTime(timezone=True)),
    Column("started_at", DateTime(timezone=True)),
    Column("finished_at", DateTime(timezone=True)),
    Column("progress", Float),  # 0 to 1 of the step; null where nobody knows
    Column("step", Text),  # what is done just now, in words
    Column("result", JSONB),
    Column("error", Text),  # a sentence
    required("attempts", Integer, server_default=text("0")),
    Column("worker", Text),  # who runs it, of workers
    Column("cancel_asked_at", DateTime(timezone=True)),
    Column("cancel_asked_by", Text),
    Column("load_id", BigInteger),  # the first load that it made
    Column("segmentation_id", BigInteger),  # the first segmentation that it made
    Column("schedule_id", BigInteger),  # that asked for it
)
Index(
    "ix_jobs_open",
    jobs.c.state,
    jobs.c.job_id,
    postgresql_where=jobs.c.state.in_(("waiting", "running")),
)

workers = Table(
    "workers",  # one row a worker that lives, or died without a word
    metadata,
    Column("worker", Text, primary_key=True),  # random
    required("place", Text),  # host and process, for people
    required("started_at", DateTime(timezone=True)),
    required("beat_at", DateTime(timezone=True)),  # the database's clock: who has been silent for long is dead
)

uploads = Table(
    "uploads",  # one row a file that somebody brought through the browser
    metadata,
    Column("upload_id", Text, primary_key=True),  # random: the file's name on disk
    required("file_name", Text),  # as it was given, for people
    required("bytes", BigInteger),  # as announced
    required("received_bytes", BigInteger, server_default=text("0")),
    Column("sha256", Text),  # when complete
    Column("uploaded_by", Text),
    required("started_at", DateTime(timezone=True)),
    Column("finished_at", DateTime(timezone=True)),
    required("state", Text),  # receiving | complete | loaded | removed
    Column("loaded_at", DateTime(timezone=True)),
    Column("removed_at", DateTime(timezone=True)),
    Column("heard_at", DateTime(timezone=True)),  # when its last piece came: room is kept for what comes
    Column("address", Text),  # of the net, whence it was announced
)
Index("ix_uploads_started_at", uploads.c.started_at)

schedules = Table(
    "schedules",  # one row a job that the clock asks for again and again
    metadata,
    Column("schedule_id", BigInteger, Identity(), primary_key=True),
    required("name", Text),
    required("kind", Text),
    required("arguments", JSONB),
    required("every", Text),  # hour | night | week
    required("at", Text),  # HH:MM; of an hour only the minutes count
    Column("weekday", Integer),  # 0 Monday to 6 Sunday, of weekly ones
    required("zone", Text),  # IANA, in which `at` is meant
    Column("owner", Text),
    required("is_active", Boolean, server_default=text("true")),
    required("created_at", DateTime(timezone=True)),
    required("next_at", DateTime(timezone=True)),
    Column("last_at", DateTime(timezone=True)),
    Column("last_job_id", BigInteger),
    required("failures", Integer, server_default=text("0")),  # in a row
    required("tell", JSONB, server_default=text("'{}'")),  # who hears of its runs: emails, webhook
    Column("sealed", Text),  # its passwords and keys, as JSON, sealed with SECRET_KEY
    Column("tell_error", Text),  # why the last word could not be sent; null: it was
    Column("crossed_at", DateTime(timezone=True)),  # when its threshold was told of; null: it is not crossed
)

asked_forms = Table(
    "asked_forms",  # one row a form that somebody sent a moment ago: sent twice, it is done once
    metadata,
    Column("owner", Text),  # an address of a user; null on one's own machine
    required("form_hash", LargeBinary),  # of what was asked
    required("asked_at", DateTime(timezone=True)),
    Column("answer", Text),  # what came of it, sealed where there is a key
    UniqueConstraint("owner", "form_hash", name="asked_forms_key", postgresql_nulls_not_distinct=True),
)

fetched_files = Table(
    "fetched_files",  # one row a file of a schedule's source, as it was when it was last fetched
    metadata,
    required("schedule_id", BigInteger),
    required("name", Text),  # at its source
    required("mark", Text),  # what the source says of its content without sending it: etag, or size and time
    required("sha256", Text),
    required("bytes", BigInteger),
    required("fetched_at", DateTime(timezone=True)),
    required("is_loaded", Boolean),
    Column("failed", JSONB),  # why not, as it was told; null: it did not come whole, and is fetched again
    Column("read_by", Text),  # by which answers: with others it may be readable
    PrimaryKeyConstraint("schedule_id", "name"),
)

alerts = Table(
    "alerts",  # one row a thing that looked wrong after a schedule's run
    metadata,
    Column("alert_id", BigInteger, Identity(), primary_key=True),
    required("key", Text, unique=True),  # of what it is about: nothing is told twice
    required("schedule_id", BigInteger),
    required("job_id", BigInteger),  # the run after which it was noticed
    required("kind", Text),  # rows | columns | gap | segment | failure
    required("words", Text),
    required("raised_at", DateTime(timezone=True)),
)

connections = Table(
    "connections",  # one row a place outside that lists are pushed to
    metadata,
    Column("connection_id", BigInteger, Identity(), primary_key=True),
    required("name", Text),
    required("kind", Text),  # webhook | sftp | s3 | mailchimp | klaviyo | brevo
    required("settings", JSONB),  # where, as everybody may read it
    Column("sealed", Text),  # its keys and passwords, as JSON, sealed with SECRET_KEY
    Column("created_by", Text),
    required("created_at", DateTime(timezone=True)),
    Column("retired_at", DateTime(timezone=True)),  # what was pushed there stays on record
)
Index(
    "uq_connections_name",
    func.lower(connections.c.name),
    unique=True,
    postgresql_where=connections.c.retired_at.is_(None),
)

pushes = Table(
    "pushes",  # one row a delivery and the place that it goes to: how far it got, and that it arrived
    metadata,
    required("delivery_id", BigInteger),
    required("connection_id", BigInteger),
    required("begun_at", DateTime(timezone=True)),
    required("done", JSONB),  # part -> how many of its batches arrived
    Column("arrived_at", DateTime(timezone=True)),  # all of it
    PrimaryKeyConstraint("delivery_id", "connection_id"),
)
