"""What only all rows tell: the order of dates, decimal marks, who is nobody, whether orders add up."""

__all__ = ["evidence", "order_sums", "reconciling"]  # the modules that other rooms use
