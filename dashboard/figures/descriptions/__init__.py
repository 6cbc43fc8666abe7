"""What a chart shows, apart from who draws it: plotly on a page, matplotlib on paper. Frames -> values. Pure."""

__all__ = [
    "bridge",
    "concentration",
    "loyalty",
    "months",
    "ranked",
    "segments",
    "week",
]  # the modules that other rooms use
