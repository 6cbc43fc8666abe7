"""The customers that /explore is about, and what its cards stand on."""

from __future__ import annotations

import pandas as pd

from dashboard.figures.explore import features
from dashboard.filters import scope_words
from dashboard.filters.selection import Scope
from dashboard.queries.segments import features as queries
from dashboard.shop import Shop
from dashboard.shop.few import refuse_few
from dashboard.words import formats
from wording.languages import say, say_n, to_say_n

OF_A_SAMPLE = to_say_n("{n} customer of a fixed sample of {whole}", "{n} customers of a fixed sample of {whole}")


def customers(shop: Shop, scope: Scope) -> pd.DataFrame:
    """The sample's customers in the scope, with all features and their segment's name. Raises FewError."""
    frame = shop.ask(queries.sample, scope.version, scope.segmentation_id, scope.audience)
    found = features.with_features(features.chosen(frame, scope))
    refuse_few(shop, len(found))
    known = {one.segment_id: one for one in shop.published().of(scope).segments}
    ids = found["segment_id"].astype(object)
    return found.assign(
        name=ids.map({key: one.name for key, one in known.items()}),
        position=ids.map({key: one.position for key, one in known.items()}),
    )


def basis(shop: Shop, scope: Scope, measure: str, number: int) -> str:
    """What a card stands on: measure, how many customers, whether they are a sample, who."""
    published = shop.published()
    whole = len(shop.ask(queries.sample, scope.version, scope.segmentation_id, scope.audience))
    people = formats.plural(number, "customer")
    if whole == queries.MOST_CUSTOMERS:
        people = say_n(number, *OF_A_SAMPLE, whole=formats.count(whole))
    until = say("whole life as of {day}", day=formats.day(published.of(scope).as_of))
    return " · ".join(part for part in (measure, people, scope_words.who(published, scope), until) if part)


def left_out(values: pd.Series, is_log: bool) -> str:
    """How many customers an axis cannot show, and why."""
    missing = int(values.isna().sum())
    below = int((values <= 0).sum()) if is_log else 0
    parts = [say("{customers} without the feature", customers=formats.count(missing))] if missing else []
    parts += [say("{customers} at zero or below not on this scale", customers=formats.count(below))] if below else []
    return f" · {', '.join(parts)}" if parts else ""
