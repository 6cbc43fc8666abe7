"""What segments buy more than others, what goes together, what to offer next; which products are kept by month."""
