"""Clean rows -> the store: one load = one transaction, whole or not at all; and what loads leave behind.

Other rooms use `load.load_file`, `undo.undo_load`, `status.read_status`, `journal` (who loads now), `statements`,
`rejections`, `tolerance`, `clearing` and `comparing` (what of a file is stored already). SQL is in `sql/`, a folder a
job.
"""

__all__ = [
    "attribute_profiles",
    "clearing",
    "comparing",
    "copying",
    "earlier_loads",
    "erased",
    "home_countries",
    "journal",
    "load",
    "rejections",
    "statements",
    "status",
    "tolerance",
    "undo",
]  # the modules that other rooms use
