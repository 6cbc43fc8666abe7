"""Dates and times as people and programs write them -> moments."""

__all__ = ["clocks", "dates", "month_languages", "month_names", "time_zones"]  # the modules that other rooms use
