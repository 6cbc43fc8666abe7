"""Cohorts: what the customers of a first month did in each later one."""

__all__ = ["retention"]  # the modules that other rooms use
