"""Loads uploaded files as customers, whatever they look like. Arguments as of `load`."""

from worker.kinds.load import load_uploads
from worker.work import Made, Work


def run(work: Work) -> Made:
    """Load what the uploads say of customers."""
    return load_uploads(work, "customers")
