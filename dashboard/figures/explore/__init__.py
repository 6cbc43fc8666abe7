"""Charts of customers' features, and the arithmetic below them: densities, correlations, quantiles."""

__all__ = ["boxes", "correlations", "features", "histogram", "pairs"]  # the modules that other rooms use
