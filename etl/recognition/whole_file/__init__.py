"""What only all rows tell: the order of dates, decimal marks, who is nobody, whether orders add up."""

__all__ = [
    "evidence",
    "far_from_totals",
    "order_sums",
    "reconciling",
    "record_kinds",
    "spellings",
    "vouchers",
]  # the modules that other rooms use
