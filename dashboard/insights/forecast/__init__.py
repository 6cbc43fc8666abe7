"""What the next months may bring, from monthly sums alone: quick enough to be worked out for any filter when asked."""

__all__ = ["ahead", "days", "month_index", "parting", "trial"]  # the modules that other rooms use
