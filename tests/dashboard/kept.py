"""A shop with people and without guests, and with audiences that say what filters say: their numbers are the same."""

import csv
import random
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, text

from audiences.conditions import read
from audiences.lists import brought, keeping
from etl.people.load import load_customers
from tests.stores import fit_store

EVERYBODY: dict[str, Any] = {"all": []}
SEGMENT = "champions"
CLUSTER = "cluster"  # the k-means segment of most customers, whatever it is called
COUNTRIES = ("DE", "FR")
IN_LIST = 7  # every seventh customer


def fill_kept(engine: Engine, folder: Path) -> None:
    """On top of the generated shop."""
    with engine.begin() as connection:
        connection.execute(text("truncate guest_transactions"))
        ids = list(connection.scalars(text("select customer_id from customers order by customer_id")))
    load_customers(engine, _people(folder / "people.csv", ids))
    fit_store(engine)
    with engine.begin() as connection:
        for name, value in (("regulars.countries", "*"), ("regulars.personal", "yes")):
            connection.execute(text("select set_config(:name, :value, true)"), {"name": name, "value": value})
        for name, definition in _definitions(connection, ids).items():
            keeping.keep(connection, name, read(definition), "test")


def _people(path: Path, ids: list[str]) -> Path:
    """What is known of most of them, and of some who never ordered."""
    chance = random.Random(11)
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["customer_id", "country", "email", "consent", "city", "birth_year", "Age", "Plan", "Member"])
        for at, name in enumerate([*ids[3:], *(f"new-{number}" for number in range(40))]):
            consent = ("yes", "no", "")[at % 3]
            country = "" if name in ids else ("DE", "FR", "GB")[at % 3]
            plan = chance.choice(("gold", "silver", "tin", ""))
            age = 18 + chance.random() * 60
            born = date(2020, 1, 1).year - int(age)
            rows.writerow([name, country, f"c{at}@example.com", consent, "Bonn", born, f"{age:.1f}", plan, at % 2])
    return path


def _definitions(connection: Any, ids: list[str]) -> dict[str, dict[str, Any]]:
    biggest = connection.scalar(
        text(
            "select segment_id from segments join segmentations using (segmentation_id)"
            " where published and algorithm = 'kmeans' order by customers desc limit 1"
        )
    )
    listed = brought.bring(connection, "Every seventh", brought.find(connection, ids[::IN_LIST]), "test")
    return {
        "everybody": EVERYBODY,
        SEGMENT: {"segment": [SEGMENT], "of": "rfm"},
        CLUSTER: {"segment": [biggest], "of": "kmeans"},
        "prospects": {"segment": ["prospect"], "of": "rfm"},
        "countries": {"field": "country", "in": [*COUNTRIES]},
        "list": {"list": listed},
        "by name": {"field": "city", "in": ["Bonn"]},
        "nobody": {"any": []},
    }
