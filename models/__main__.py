"""The command line of the models: compute and publish segmentations, list them."""

import argparse
import json
import runpy
import sys
from typing import Any

from sqlalchemy import func, select

from models.arguments import fitting
from warehouse.engine import open_warehouse
from warehouse.schema import segmentations, segments
from warehouse.settings import Settings
from wording.console import run, table
from wording.renewal import advice, older

# Commands that are known by this name but not the models' own: the module that runs each, of which no more is known.
ELSEWHERE = {"report": "dashboard.report"}


def fit_command(arguments: argparse.Namespace) -> None:
    """Compute and publish."""
    from models import fitting as command  # two seconds of libraries that `list` and `--help` do without

    command.carry_out(arguments)


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
