"""Charts of customers' features, and the arithmetic below them: densities, correlations, quantiles."""
