"""Totals of orders that are asked about: one on each line that would count several times, and those that are far from
what the lines come to."""

from collections.abc import Mapping

from etl.names.hints import says
from etl.names.labels import fold, quoted
from etl.names.vocabulary import synonyms
from etl.recognition.whole_file.evidence import Evidence
from etl.recognition.whole_file.reconciling import Outcome
from warehouse.errors import Choice, InputError, Question
from wording.languages import say

_TELLING = 30  # such lines, whatever the total is called
_CERTAIN = 1  # line of a total that is called the order's, and none that differs from the line before
_LEAST = 3  # orders
_HALF = 0.5  # of the orders, of which fewer agree
_FARTHEST = 1.5  # times what one sum may be of the other
_TOLD = ("quantity", "unit_price", "total", "order_total", "order_discount", "refund", "discount")


def refuse_far_apart(outcome: Outcome, labels: Mapping[str, str], told: Mapping[str, str]) -> None:
    """InputError where few orders agree with their totals and all of them come to something quite different, as where
    a row sums up the others of its order; what somebody said of amounts counts."""
    if set(_TOLD) & set(told) or outcome.way.counts or outcome.compared < _LEAST or outcome.of_payments:
        return
    near = outcome.given > 0 and 1 / _FARTHEST < outcome.made / outcome.given < _FARTHEST
    if near or outcome.agree >= _HALF * outcome.compared:
        return
    total = outcome.amounts[outcome.way.total].label
    name = next(each for each in ("unit_price", "total") if each in labels)
    by_total, by_lines = f"order_total={total}", f"{name}={labels[name]}"
    raise InputError(
        f"Only {outcome.agree:,} of {outcome.compared:,} orders come to their own {total}: their lines come to "
        f"{outcome.made:,.2f}, their totals to {outcome.given:,.2f}. Some rows may sum up others. "
        f"Say which counts with --map order_total={quoted(total)} or --map {name}={quoted(labels[name])}.",
        (
            Question(
                "map",
                say("Which counts, {total} or {column}?", total=total, column=labels[name]),
                (
                    Choice(
                        by_total, say("{total}, once an order: {amount}", total=total, amount=f"{outcome.given:,.2f}")
                    ),
                    Choice(
                        by_lines,
                        say("{column} of each row: {amount}", column=labels[name], amount=f"{outcome.made:,.2f}"),
                    ),
                ),
            ),
        ),
    )


def refuse_order_totals(labels: Mapping[str, str], evidence: Evidence) -> None:
    """An order's total on each of its lines would count as often as it has lines."""
    of_orders = {fold(label) for label in synonyms("transactions")["total"][2]}
    total = labels["total"]
    named = fold(total) in of_orders or says(total, "of_order")
    if evidence.totals.are_of_orders(_CERTAIN if named else _TELLING):
        raise InputError(
            say(
                "{total} is the same on all lines of an order, so it seems to be the order's, and the file "
                "has no price of a line. If it is the order's, say so with --map order_total={quoted}, so t"
                "hat it counts once; if it is the line's, with --map total={quoted}.",
                total=total,
                quoted=quoted(total),
            ),
            (
                Question(
                    "map",
                    say("Is {total} the total of the order or of the line?", total=total),
                    (
                        Choice(f"order_total={total}", say("Of the order: it counts once")),
                        Choice(f"total={total}", say("Of the line")),
                    ),
                ),
            ),
        )
