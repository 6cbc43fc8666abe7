"""How the orders of a file add up, in sentences for the report."""

from collections.abc import Iterator, Mapping

from etl.names.labels import listed, quoted
from etl.recognition.whole_file.reconciling import Outcome
from etl.values.order_amounts import AFTER, REFUND
from wording.counts import be, counted
from wording.languages import marked, say, say_n, to_say_n

TOLD = to_say_n(
    "{column}: {amount} of {n} order (such as {order}) is told by rows of their own as well, and counts once.",
    "{column}: {amount} of {n} orders (such as {order}) is told by rows of their own as well, and counts once.",
)


def sentences(outcome: Outcome, labels: Mapping[str, str]) -> Iterator[str]:
    """What was taken off, what went back, and how many orders come to their own totals."""
    yield from _discounts(outcome, labels)
    yield from _refunds(outcome, labels)
    yield from _totals(outcome)


def _discounts(outcome: Outcome, labels: Mapping[str, str]) -> Iterator[str]:
    amounts, way = outcome.amounts, outcome.way
    labels_ = [amounts[at].label for at in way.discounts]
    taken, are = listed(labels_), be(len(set(labels_)))
    if taken and outcome.discounted:
        over = "its own lines" if outcome.part or outcome.corrections.off_lines else "the lines of its order"
        price = labels.get("unit_price", "")
        unsure = f" If {price} is the price after it, load with --map unit_price={quoted(price)}." if price else ""
        yield (
            f"{taken} ({outcome.discounted:,.2f}) {are} taken off {over}"
            + (", as the orders' own totals say." if way.confirmed else "." + unsure)
        )
    if outcome.untaken and not taken:
        paid = labels.get("unit_price", labels.get("total", ""))
        because = (
            "the orders' own totals agree without it"
            if way.confirmed
            else f"no total says so, and {paid} may be after it already"
        )
        yield (
            f"{listed(outcome.untaken)} {be(len(set(outcome.untaken)))} not taken off: {because}. "
            f"To take it off, load with --map order_discount={quoted(outcome.untaken[0])}."
        )


def _refunds(outcome: Outcome, labels: Mapping[str, str]) -> Iterator[str]:
    label = next((each.label for each in outcome.amounts if each.kind in (REFUND, AFTER)), "")
    orders = len(outcome.corrections.refunds)
    if outcome.double:
        yield say("{column} is not counted: the file has rows of their own for what went back.", column=label)
    elif outcome.told[0]:
        number, amount, such = outcome.told
        yield say_n(number, *TOLD, column=label, amount=marked(f"{amount:,.2f}"), order=such)
    if orders and not outcome.double:
        returns = "a return" if orders == 1 else "returns, a line each"
        yield (
            f"{label}: {outcome.refunded:,.2f} of {counted(orders, 'order')} became {returns}, "
            "at the time of the order."
        )
    if outcome.unlike:
        yield say("{unlike} is not counted: most orders come to something else.", unlike=outcome.unlike)
    if outcome.beyond[0]:
        more, amount = outcome.beyond
        goods = "its goods come" if more == 1 else "their goods come"
        yield (
            f"{label}: {amount:,.2f} more went back of {counted(more, 'order')} than {goods} to, as shipping or taxes "
            "do: that is in no total."
        )
    if outcome.netted and not outcome.double:
        yield (
            f"{label}: {outcome.netted:,.2f} is not counted again, for {labels.get('quantity', 'the quantity')} is "
            "without what went back."
        )


def _totals(outcome: Outcome) -> Iterator[str]:
    if not outcome.compared:
        return
    total, extras = outcome.amounts[outcome.way.total].label, [outcome.amounts[at] for at in outcome.way.extras]
    more, less = ([each.label for each in extras if each.minus == minus] for minus in (False, True))
    adding = (f" with {listed(more)}" if more else "") + (f" less {listed(less)}" if less else "")
    if outcome.of_payments:
        yield (
            f"{total} ({outcome.given:,.2f}) is what was paid, and payments are not counted: what the lines come to "
            f"({outcome.made:,.2f}) is."
        )
        return
    if outcome.way.counts:
        yield from _counted_totals(outcome, total)
        return
    come = "comes to its" if outcome.compared == 1 else "come to their"
    share = f"{outcome.agree:,} of {counted(outcome.compared, 'order')} {come} own {total}{adding}, to the cent."
    number, difference = outcome.worst
    if outcome.agree < outcome.compared:
        share += " What the lines come to counts."
    if 2 * outcome.agree < outcome.compared:
        share += f" If {total} is what counts, load with --map order_total={quoted(total)}."
    yield share + (
        f" The one that is off most is {number}, by {difference:,.2f}."
        if number and outcome.agree < outcome.compared
        else ""
    )


def _counted_totals(outcome: Outcome, total: str) -> Iterator[str]:
    others = outcome.compared - outcome.agree
    yield (
        f"{total} counts, once an order: it is spread over the lines of {counted(outcome.agree, 'order')}."
        + (f" {counted(others, 'order')} with nothing to spread it over, by what the lines come to." if others else "")
    )
