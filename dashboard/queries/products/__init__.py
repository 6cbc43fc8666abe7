"""What sells, what goes together, and what to offer whom."""
