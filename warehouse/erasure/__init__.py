"""People taken out of the store, in every table and file, and kept out of it. Its face is named here."""

from warehouse.erasure.again import erase_again, remembered
from warehouse.erasure.erasing import erase
from warehouse.erasure.tables import KEY, tables_of_customers
from warehouse.erasure.taking_out import Erased

__all__ = ["KEY", "Erased", "erase", "erase_again", "remembered", "tables_of_customers"]
