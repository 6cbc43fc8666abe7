"""The command `fit`: what was said on the command line -> a run, and what is printed of it."""

import argparse
import json
import sys

from models.arguments import names
from models.attributes.segments import Choices
from models.clusters.naming import people
from models.features.names import DEFAULT
from models.publishing.fit import Options, Outcome, fit, steps_of
from models.publishing.fit_attributes import STEPS as ATTRIBUTE_STEPS
from models.publishing.fit_attributes import fit_attributes
from warehouse.engine import open_warehouse
from warehouse.errors import InputError
from warehouse.settings import Settings
from wording.console import progress, table


def carry_out(arguments: argparse.Namespace) -> None:
    """Compute and publish."""
    settings = Settings.from_environment()
    options = _options(arguments, settings.currency)
    by_attributes = arguments.source == "customers"
    if by_attributes and arguments.as_of:
        raise InputError("--as-of is about orders; with --source customers there is no such day.")
    if by_attributes and arguments.monetary:
        raise InputError("--monetary is about orders; --source customers knows none.")
    if by_attributes and arguments.full:
        raise InputError("--full is about orders; --source customers leaves them as the last fit did.")
    if by_attributes and not (isinstance(arguments.k, int) or arguments.k is None):
        raise InputError("With --source customers, --k is one number.")
    with (
        open_warehouse(settings) as engine,
        progress("Segmenting", ATTRIBUTE_STEPS if by_attributes else steps_of(options)) as advance,
    ):
        if by_attributes:
            choices = Choices(arguments.features, arguments.k, arguments.seed)
            outcome = fit_attributes(engine, choices, arguments.keep, advance, _say)
        else:
            outcome = fit(engine, options, advance, _say)
    for note in outcome.notes:
        print(f"note: {note}", file=sys.stderr)
    if arguments.json:
        print(json.dumps(outcome.as_json()))
    else:
        _show(outcome)


def _options(arguments: argparse.Namespace, currency: str) -> Options:
    by_orders = arguments.source != "customers"
    return Options(
        arguments.as_of,
        arguments.seed,
        arguments.k,
        arguments.keep,
        currency,
        algorithms=tuple(dict.fromkeys(name for part in arguments.algorithm for name in part)),
        features=names(arguments.features) if arguments.features and by_orders else DEFAULT,
        transform=arguments.transform,
        scale=arguments.scale,
        set_aside=arguments.outliers == "set-aside",
        monetary=arguments.monetary,
        is_full=arguments.full,
    )


def _say(sentence: str) -> None:
    print(sentence, file=sys.stderr)


def _show(outcome: Outcome) -> None:
    for segmentation in outcome.segmentations:
        rows = [(one["name"], one["customers"], one["orders"], one["description"]) for one in segmentation["segments"]]
        table(("segment", "customers", "orders", "who they are"), rows, title=segmentation["name"])
        if "reason" in segmentation["metrics"]:
            print(" ".join([segmentation["metrics"]["reason"], *segmentation["metrics"].get("against", ())]))
    if outcome.read:
        print(outcome.read)
    if outcome.value:
        print(outcome.value)
    print(f"{people(outcome.customers)} as of {outcome.as_of}, published in {outcome.seconds:.1f} seconds.")
