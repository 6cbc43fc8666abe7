"""What stands out in a view. `ranking.ranked_findings` is the way in, `finding` what comes out."""

__all__ = ["finding", "ranking"]  # the modules that other rooms use
