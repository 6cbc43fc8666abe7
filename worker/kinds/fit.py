"""Works out the segments and publishes them. Arguments: what `python -m models fit` can be told, by the same names:

as_of (YYYY-MM-DD), monetary, algorithm (list), features (list, or text with source customers), transform, scale,
outliers, k (4, or [3, 8]), seed, source, keep, full (true: whatever an earlier fit has kept).
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from models.attributes.segments import Choices
from models.clusters.kinds import SEED
from models.features.names import DEFAULT
from models.publishing import KEEP
from models.publishing.fit import Options, fit, steps_of
from models.publishing.fit_attributes import STEPS, fit_attributes
from warehouse.errors import InputError
from wording.console import progress
from wording.languages import say
from worker.work import Made, Work

_NAMES = (
    *("as_of", "monetary", "algorithm", "features", "transform", "scale", "outliers", "k", "seed", "source", "keep"),
    *("full", "then"),
)


def run(work: Work) -> Made:
    """Fit and publish."""
    said = work.arguments
    if unknown := sorted(set(said) - set(_NAMES)):
        raise InputError(
            say("{option} is no option of a fit. There are {known}.", option=unknown[0], known=", ".join(_NAMES[:-1]))
        )
    keep, seed = said.get("keep", KEEP), said.get("seed", SEED)
    if said.get("source") == "customers":
        choices = Choices(said.get("features"), said.get("k"), seed)
        with progress(say("Working out the segments"), STEPS) as advance:
            outcome = fit_attributes(work.engine, choices, keep, advance, work.say)
    else:
        options = options_of(said, work.settings.currency)
        with progress(say("Working out the segments"), steps_of(options)) as advance:
            outcome = fit(work.engine, options, advance, work.say)
    made = outcome.as_json()
    ids = [one["segmentation_id"] for one in outcome.segmentations]
    for action in ("fit", "publish"):  # one transaction does both
        work.record(action, {"segmentations": ids}, int(made["customers"]))
    return Made(made, segmentation_id=next(iter(ids), None))


def options_of(said: Mapping[str, Any], currency: str) -> Options:
    """A run's options; InputError for a value that cannot be one."""
    try:
        k = said.get("k")
        return Options(
            date.fromisoformat(said["as_of"]) if said.get("as_of") else None,
            int(said.get("seed", SEED)),
            (int(k[0]), int(k[1])) if isinstance(k, list) else k,
            int(said.get("keep", KEEP)),
            currency,
            algorithms=tuple(said.get("algorithm", ())),
            features=tuple(said.get("features") or DEFAULT),
            transform=said.get("transform", "log1p"),
            scale=said.get("scale", "standard"),
            set_aside=said.get("outliers") == "set-aside",
            monetary=said.get("monetary"),
            is_full=bool(said.get("full", False)),
        )
    except (TypeError, ValueError, IndexError) as error:
        raise InputError(say("The options of the fit cannot be read: {error}.", error=error)) from None
