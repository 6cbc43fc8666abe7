"""Who gets in: the gate before every request, the table of rights, and the pages of signing in, account, users, record.

`gate` decides; `table` says what each route, page and callback needs. The forms work without scripts.
"""

__all__ = ["force", "origin", "provider", "rail", "starting", "table", "visitors", "wiring"]
