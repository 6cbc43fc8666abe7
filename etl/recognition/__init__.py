"""Which column is which, and how its values are to be read: told, remembered, named, or seen in the rows.

Other rooms use `planning` (first look, then `Plan`), `early_plan` for large files, `remembered.Memory` and `advice`.
"""

__all__ = [
    "advice",
    "buyers",
    "columns",
    "early_plan",
    "head",
    "planning",
    "related",
    "remembered",
    "remembered_encoding",
]  # the modules that other rooms use
