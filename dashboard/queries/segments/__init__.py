"""What is kept of a run: its figures, moves, attributes, values, samples, and the grounds of findings and advice."""

__all__ = [
    "attributes",
    "features",
    "grounds",
    "migration",
    "runs",
    "samples",
    "value",
]  # the modules that other rooms use
