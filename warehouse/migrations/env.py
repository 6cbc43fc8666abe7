"""What Alembic runs: the migrations, on the connection it is handed, within the caller's transaction."""

from alembic import context

from warehouse.migrations import VERSION_TABLE
from warehouse.schema import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    version_table=VERSION_TABLE,
)
with context.begin_transaction():
    context.run_migrations()
