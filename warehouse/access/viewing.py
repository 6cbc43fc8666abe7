"""Being a viewer of everything: what the owner's own commands are, where they ask the views that mask."""

from sqlalchemy import Connection

from warehouse.access.tables import COUNTRIES, EVERYTHING, PERSONAL

_EVERYTHING = f"set local {COUNTRIES} = '{EVERYTHING}'; set local {PERSONAL} = 'yes'"


def see_everything(connection: Connection) -> None:
    """For this transaction. Not by a query: what begins a transaction may go on to choose its isolation."""
    connection.exec_driver_sql(_EVERYTHING)
