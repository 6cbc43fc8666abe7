"""Which column is which, and how its values are to be read: told, remembered, named, or seen in the rows.

Other rooms use `planning` (first look, then `Plan`), `early_plan` for large files, `remembered.Memory` and `advice`.
"""
