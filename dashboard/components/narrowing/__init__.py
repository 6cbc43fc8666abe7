"""What a view is narrowed to, as one sees it: chips, and the way from all to one."""

from dashboard.components.narrowing.row import chip_row, chips_of, trail_of

__all__ = ["chip_row", "chips_of", "trail_of"]
