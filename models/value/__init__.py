"""Customers -> what they may bring: BG/NBD, Gamma-Gamma, and the chance of an order within 90 days."""

__all__ = ["run"]  # the modules that other rooms use
