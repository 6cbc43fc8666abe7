"""The whole store as one file, and back: PostgreSQL's own tools, and one transaction. Its face is named here."""

from warehouse.backup.making import back_up
from warehouse.backup.restoring import restore

__all__ = ["back_up", "restore"]
