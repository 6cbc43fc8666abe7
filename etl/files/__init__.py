"""Bytes -> batches of raw text columns, whatever the format; which column is which is not known here.

Other rooms use `sources.look` (what a file is), `readers.read_batches` (its rows), `fingerprints.fingerprint` (all its
bytes) and `usable_files`; each format has a room of its own. Nothing is imported here, so that the process which
reads .xls stays small.
"""

__all__ = [
    "databases",
    "fingerprints",
    "inputs",
    "readers",
    "rows",
    "sources",
    "text",
    "usable_files",
    "workbooks",
]  # the modules that other rooms use
