"""Every query of the dashboard as the callbacks ask it, without the cache; the other ones by guess."""

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from benchmarks.browser import WatchedShop
from benchmarks.report import Line
from benchmarks.samples import Samples
from dashboard import queries
from dashboard.filters.selection import Filters
from dashboard.queries.customers.customer_filter import CustomerFilter

QUERIES = "queries"
MOST_ARGUMENTS = 4  # of the same query for the same selection


def measure(shop: WatchedShop) -> Iterator[Line]:
    """One line a query, by name; a query that nobody asked and that cannot be called by guess has no numbers."""
    for query in sorted(set(all_queries()) | set(shop.asked), key=_name):
        asked = shop.asked.get(query) or _guess(shop, query)
        samples = Samples()
        for scope, calls in asked.items():
            for number, arguments in enumerate(sorted(calls, key=repr)[:MOST_ARGUMENTS], 1):
                samples.repeat(f"{scope} {number}", partial(_run, shop, query, arguments))
        if not asked:
            yield Line(QUERIES, _name(query), {"median ms": None, "p95 ms": None})
            continue
        scope, least = samples.undisturbed
        values = {"median ms": samples.median, "p95 ms": samples.p95, "undisturbed ms": least}
        yield Line(QUERIES, _name(query), values, f"{least:.0f} undisturbed, slowest for {scope}")


def all_queries() -> Iterator[Callable[..., Any]]:
    """The public functions of dashboard.queries that take a connection first."""
    for module in pkgutil.walk_packages(queries.__path__, f"{queries.__name__}."):
        found = importlib.import_module(module.name)
        for name, function in inspect.getmembers(found, inspect.isfunction):
            is_own = function.__module__ == found.__name__ and not name.startswith("_")
            if is_own and name != "read" and next(iter(inspect.signature(function).parameters), "") == "connection":
                yield function


def _run(shop: WatchedShop, query: Callable[..., Any], arguments: tuple[Any, ...]) -> None:
    with shop.connect() as connection:
        query(connection, *arguments)


def _guess(shop: WatchedShop, query: Callable[..., Any]) -> dict[str, set[tuple[Any, ...]]]:
    """Arguments by their names, for what is not asked through the shop."""
    scope = shop.scope(Filters())
    known = {
        "scope": scope,
        "version": scope.version,
        "segmentation_id": scope.segmentation_id,
        "wanted": CustomerFilter(),
    }
    names = list(inspect.signature(query).parameters)[1:]
    return {"all": {tuple(known[name] for name in names)}} if set(names) <= set(known) else {}


def _name(query: Callable[..., Any]) -> str:
    return f"{query.__module__.rsplit('.', 1)[-1]}.{query.__name__}"
