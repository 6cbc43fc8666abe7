"""What `fit` can be told, and the values of its options."""

import argparse
from datetime import date

from models.clusters.kinds import ALGORITHMS, SEED, Numbers
from models.features import money
from models.features import names as features
from models.publishing import KEEP


def fitting(command: argparse.ArgumentParser) -> None:
    """Of which customers, by which day, and how many runs are kept."""
    command.add_argument(
        "--as-of", type=_day, metavar="DATE", help="recency counts to this day (default: the day after the last line)"
    )
    command.add_argument(
        "--monetary",
        choices=money.MEASURES,
        help="what counts as a customer's money: sales net of what was given back, or gross (default: net where the "
        "store knows returns)",
    )
    _clustering(command)
    command.add_argument(
        "--source",
        choices=("transactions", "customers"),
        default="transactions",
        help="segment by orders, or by the attributes of the customers alone (default: %(default)s)",
    )
    command.add_argument(
        "--full",
        action="store_true",
        help="read all lines and write all tables anew (default: read what was loaded since the last fit, and write "
        "what it changes; the result is the same)",
    )
    command.add_argument(
        "--keep", type=int, default=KEEP, metavar="N", help="runs kept of each algorithm (default: %(default)s)"
    )


def _clustering(command: argparse.ArgumentParser) -> None:
    """What can be said about clusters; none of it changes the RFM groups."""
    group = command.add_argument_group(
        "clusters",
        "RFM groups and k-means are always computed and published. The options below apply to the algorithms named, "
        "to k-means where none is. Algorithms published earlier and not named now are no longer published, because "
        "their figures would not match the new ones: name all that should stand side by side.",
    )
    known = ", ".join(ALGORITHMS)
    group.add_argument(
        "--algorithm", type=names, action="append", default=[], metavar="NAME,…", help=f"also: {known}; repeatable"
    )
    group.add_argument(
        "--features",
        metavar="NAMES",
        help=f"of {', '.join(features.STATEMENTS)} (default: {','.join(features.DEFAULT)}); {features.MISSING}. "
        "attribute:NAME is an attribute of the customers, categorical ones a column for each common value. "
        "With --source customers attributes, as Income,Spend=Wine+Meat, or all (default: income, spend and "
        "partnership where there are such, else all)",
    )
    group.add_argument("--transform", choices=features.TRANSFORMS, default="log1p", help="default: %(default)s")
    group.add_argument("--scale", choices=features.SCALES, default="standard", help="default: %(default)s")
    group.add_argument(
        "--outliers",
        choices=("keep", "set-aside"),
        default="keep",
        help="set-aside leaves customers with unusual buying out of the fit; they are still assigned (default: keep)",
    )
    group.add_argument(
        "--k",
        type=_numbers,
        metavar="N",
        help="segments: a number, or a range to choose from (default: 3-8, by a rule)",
    )
    group.add_argument("--seed", type=int, default=SEED, help="of random starts and samples (default: %(default)s)")


def _day(value: str) -> date:
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{value!r} is not a day like 2011-12-10") from None


def _numbers(value: str) -> Numbers:
    """`4`, or `3-8`."""
    try:
        low, dash, high = value.partition("-")
        return (int(low), int(high)) if dash and int(low) < int(high) else int(value)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{value!r} is neither a number like 4 nor a range like 3-8") from None


def names(value: str) -> tuple[str, ...]:
    """`a, b` as a tuple."""
    return tuple(name.strip() for name in value.split(",") if name.strip())
