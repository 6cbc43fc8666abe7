"""What knows words only: the names of the parts of a line, and how shops call their columns (`synonyms/`).

Other rooms use `canonical_names`, `labels` (fold a label, quote it), `vocabulary` (tables of synonyms), `matching` (a
header to names), `hints` (what a name says it is not), `contacts` and `told_columns` (`--map`).
"""

__all__ = [
    "canonical_names",
    "combined",
    "contacts",
    "hints",
    "labels",
    "matching",
    "questions",
    "told_columns",
    "vocabulary",
]  # the modules that other rooms use
