"""The kinds of jobs: a file each, with `run(work) -> Made`, and a line in this table."""

from worker.work import Kind

KINDS: dict[str, Kind] = {
    "inspect": Kind("worker.kinds.inspect", "Look at files", writes=False),
    "load": Kind("worker.kinds.load", "Load files", writes=True),
    "customers": Kind("worker.kinds.customers", "Load customers", writes=True),
    "undo": Kind("worker.kinds.undo", "Take a load back", writes=True),
    "rejected": Kind("worker.kinds.rejected", "Write rejected rows to repair", writes=False),
    "fit": Kind("worker.kinds.fit", "Work out the segments", writes=True, is_lean=False),
    "forget": Kind("worker.kinds.forget", "Erase a customer", writes=True),
    "watch": Kind("worker.kinds.watch", "Load what is new in a folder", writes=True),
    "fetch": Kind("worker.kinds.fetch", "Fetch what is new and load it", writes=True, asks_outside=True),
    "push": Kind("worker.kinds.push", "Send a list", writes=False, asks_outside=True, is_lean=False),
    "report": Kind("worker.kinds.report", "Mail a report", writes=False),
    "send": Kind("worker.kinds.send", "Make a campaign's list", writes=False, is_lean=False),
    "notify": Kind("worker.kinds.notify", "Tell people", writes=False),
    "retention": Kind("worker.kinds.retention", "Remove what is old", writes=False),
}
WRITERS = tuple(name for name, kind in KINDS.items() if kind.writes and not kind.asks_outside)
READERS = tuple(name for name, kind in KINDS.items() if not kind.writes and not kind.asks_outside)
FETCHERS = tuple(name for name, kind in KINDS.items() if kind.asks_outside)
REPEATABLE = tuple(name for name, kind in KINDS.items() if kind.is_repeatable)

__all__ = ["FETCHERS", "KINDS", "READERS", "REPEATABLE", "WRITERS"]
