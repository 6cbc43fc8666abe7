"""The command line of the models: compute and publish segmentations, list them."""

import argparse
import json
import runpy
import sys
from typing import Any

from sqlalchemy import func, select

from models.arguments import fitting, names
from models.attributes.segments import Choices
from models.clusters.naming import people
from models.features import transforms
from models.publishing.fit import Options, Outcome, fit, steps_of
from models.publishing.fit_attributes import STEPS as ATTRIBUTE_STEPS
from models.publishing.fit_attributes import fit_attributes
from warehouse.engine import open_warehouse
from warehouse.errors import InputError
from warehouse.schema import segmentations, segments
from warehouse.settings import Settings
from wording.console import progress, run, table
from wording.renewal import advice, older

# Commands that are known by this name but not the models' own: the module that runs each, of which no more is known.
ELSEWHERE = {"report": "dashboard.report"}


def fit_command(arguments: argparse.Namespace) -> None:
    """Compute and publish."""
    settings = Settings.from_environment()
    options = _options(arguments, settings.currency)
    by_attributes = arguments.source == "customers"
    if by_attributes and arguments.as_of:
        raise InputError("--as-of is about orders; with --source customers there is no such day.")
    if by_attributes and arguments.monetary:
        raise InputError("--monetary is about orders; --source customers knows none.")
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
        features=names(arguments.features) if arguments.features and by_orders else transforms.DEFAULT,
        transform=arguments.transform,
        scale=arguments.scale,
        set_aside=arguments.outliers == "set-aside",
        monetary=arguments.monetary,
    )


def _say(sentence: str) -> None:
    print(sentence, file=sys.stderr)


def list_command(arguments: argparse.Namespace) -> None:
    """List the segmentations, newest first."""
    sizes = (
        select(segments.c.segmentation_id, func.count().label("segments"), func.sum(segments.c.customers).label("sum"))
        .group_by(segments.c.segmentation_id)
        .subquery()
    )
    query = select(segmentations, sizes.c.segments, sizes.c.sum).outerjoin_from(
        segmentations, sizes, sizes.c.segmentation_id == segmentations.c.segmentation_id
    )
    with open_warehouse(Settings.from_environment()) as engine, engine.connect() as connection:
        rows = connection.execute(query.order_by(segmentations.c.segmentation_id.desc())).all()
        old = older(connection)
    found = [_row(item) for item in rows]
    if arguments.json:
        print(json.dumps(found))
    elif found:
        shown = [_shown(one) for one in found]
        table([name.replace("_", " ") for name in shown[0]], [list(one.values()) for one in shown])
        stale = [one["algorithm"] for one in found if one["is_stale"] and one["published"]]
        for sentence, renewing in advice(stale, old):
            print(sentence, " and ".join(renewing))
    else:
        print("There are no segmentations yet: python -m models fit makes them.")


def elsewhere_command(arguments: argparse.Namespace) -> None:
    """Hand over to the module that the command belongs to, with the options as they were given."""
    sys.argv = [sys.argv[0], *arguments.options]
    runpy.run_module(ELSEWHERE[arguments.word], run_name="__main__", alter_sys=True)


def _row(item: Any) -> dict[str, Any]:
    return {
        "segmentation_id": item.segmentation_id,
        "name": item.name,
        "algorithm": item.algorithm,
        "created_at": item.created_at.isoformat(timespec="seconds"),
        "as_of": item.as_of.isoformat(),
        "published": item.published,
        "is_stale": item.is_stale,
        "segments": item.segments or 0,
        "customers": int(item.sum or 0),
        "silhouette": item.metrics.get("silhouette"),
    }


def _shown(one: dict[str, Any]) -> dict[str, Any]:
    """A row of the table: that data has changed since is marked where readers see it, on the published ones."""
    published = ("yes, data changed since" if one["is_stale"] else "yes") if one["published"] else "no"
    shown = {**one, "published": published, "silhouette": _rounded(one["silhouette"])}
    del shown["is_stale"]
    return shown


def _rounded(value: float | None) -> str | None:
    return None if value is None else f"{value:.3f}"


def _show(outcome: Outcome) -> None:
    for segmentation in outcome.segmentations:
        rows = [(one["name"], one["customers"], one["orders"], one["description"]) for one in segmentation["segments"]]
        table(("segment", "customers", "orders", "who they are"), rows, title=segmentation["name"])
        if "reason" in segmentation["metrics"]:
            print(" ".join([segmentation["metrics"]["reason"], *segmentation["metrics"].get("against", ())]))
    if outcome.value:
        print(outcome.value)
    print(f"{people(outcome.customers)} as of {outcome.as_of}, published in {outcome.seconds:.1f} seconds.")


def parser() -> argparse.ArgumentParser:
    """What can be said on the command line."""
    top = argparse.ArgumentParser(prog="python -m models", description=__doc__)
    commands = top.add_subparsers(metavar="COMMAND", required=True)
    words = "compute and publish the RFM groups and k-means of everything loaded"
    command = commands.add_parser("fit", help=words, description="C" + words[1:] + ".")
    fitting(command)
    command.add_argument("--json", action="store_true", help="print one JSON object")
    command.set_defaults(main=fit_command)
    command = commands.add_parser("list", help="list the segmentations", description=list_command.__doc__)
    command.add_argument("--json", action="store_true", help="print one JSON list")
    command.set_defaults(main=list_command)
    words = "write a report of the shop: --output FILE.html or FILE.pdf, filters; see `python -m models report --help`"
    # No character starts an option here, so that all of them are passed on.
    command = commands.add_parser("report", help=words, add_help=False, prefix_chars="\0")
    command.add_argument("options", nargs="*")
    command.set_defaults(main=elsewhere_command, word="report")
    return top


if __name__ == "__main__":
    sys.exit(run(lambda arguments: arguments.main(arguments), parser()))
