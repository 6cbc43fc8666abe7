"""Who was erased, so that no load brings them back: hashes of numbers and addresses, worth nothing without a key."""

from sqlalchemy import Boolean, Column, DateTime, LargeBinary, Table, Text

from warehouse.schema.base import metadata, required

forgotten = Table(
    "forgotten",  # one row a customer number or email address of somebody who was erased
    metadata,
    Column("hash", LargeBinary, primary_key=True),  # keyed BLAKE2b
    required("forgotten_at", DateTime(timezone=True)),
)

erasure_keys = Table(
    "erasure_keys",  # the keys of these hashes: one, and those of backups that were restored
    metadata,
    Column("key_id", Text, primary_key=True),  # random
    required("key", Text),
    required("is_sealed", Boolean),  # with SECRET_KEY; else there was none
)
