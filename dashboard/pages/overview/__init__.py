"""/: how the shop is doing, what stands out, and why sales changed."""

from dashboard.pages.overview.page import PAGE, key_figures_of, layout, register, reports, standing_out, trend

# The report says what `trend` says.
__all__ = ["PAGE", "key_figures_of", "layout", "register", "reports", "standing_out", "trend"]
