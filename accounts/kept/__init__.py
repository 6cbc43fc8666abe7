"""What people put together of views: boards of charts, and what they say of both. Its face is named here."""

__all__ = ["boards", "cards", "comments"]
