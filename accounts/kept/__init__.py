"""What people keep: views, boards of charts, what they say of both, notes on dates. Its face is named here."""

__all__ = ["boards", "cards", "comments", "date_notes", "named", "saved_views"]
