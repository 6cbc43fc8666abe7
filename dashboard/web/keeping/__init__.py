"""Views that are kept under a name, from any page; the one that somebody begins with; charts that are put on boards;
what people say of both."""

__all__ = ["buttons", "route", "thread"]
