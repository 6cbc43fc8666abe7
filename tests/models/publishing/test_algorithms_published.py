"""Several algorithms published side by side, with rules, outliers and how they go together."""

from collections.abc import Callable

from sqlalchemy import Engine, text

from models.publishing.fit import Options, fit, steps_of
from tests.models.publishing.test_publishing import shop


def test_algorithms_named_are_published_beside_rfm_and_k_means(engine: Engine, fill: Callable[..., None]) -> None:
    fill(shop())
    options = Options(algorithms=("ward", "gaussian-mixture"), features=("recency_days", "net", "interval_days"), k=3)
    steps: list[float] = []
    outcome = fit(engine, options, steps.append)
    found = {one["algorithm"]: one["metrics"] for one in outcome.segmentations}
    assert (list(found), outcome.notes) == (["rfm", "kmeans", "ward", "gaussian-mixture"], [])
    assert sum(steps) == steps_of(options)
    for name, metrics in found.items():
        assert set(metrics["crossed"]) == set(found) - {name}
        for against in metrics["crossed"].values():
            assert sum(customers for *_, customers in against["cells"]) == 60
    with engine.connect() as connection:
        rules = connection.execute(text("select rule, rule_precision, rule_recall from segments where customers > 0"))
        assert all(rule and 0 < precision <= 1 and 0 < recall <= 1 for rule, precision, recall in rules)
    fit(engine, Options())
    with engine.connect() as connection:
        published = connection.scalars(text("select algorithm from segmentations where published order by 1")).all()
    assert published == ["kmeans", "rfm"]
