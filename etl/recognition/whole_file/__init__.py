"""What only all rows tell: the order of dates, decimal marks, who is nobody, whether orders add up."""
