"""Transactions -> segments and marts; each room uses only those before it (docs/architecture.md)."""
