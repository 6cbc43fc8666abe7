"""What is known about countries beyond their names."""

from __future__ import annotations

from sqlalchemy import Connection, select

from warehouse.schema import countries


def alpha_3_codes(connection: Connection, version: tuple[int, ...]) -> dict[str, str]:
    """country -> its ISO 3166 alpha-3 code, for those that have one; `version` only keys the cached answer."""
    c = countries.c
    rows = connection.execute(select(c.country, c.alpha_3).where(c.alpha_3.is_not(None)).order_by(c.country))
    return {row.country: row.alpha_3 for row in rows}
