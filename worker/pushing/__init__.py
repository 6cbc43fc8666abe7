"""Lists to places outside, as they are in the ledger: each kind of place in a file of its own."""

from worker.pushing.pushing import push, try_out

__all__ = ["push", "try_out"]
