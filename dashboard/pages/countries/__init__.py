"""/countries: where the sales come from; a click leads to a country."""

from dashboard.pages.countries.page import PAGE, register

__all__ = ["PAGE", "page", "register", "table"]  # the report says what `page` and `table` say
