"""Customers by what files say of them beyond their orders: features, segments, names, explanations."""
