"""How the values of one file are read: what its rules are told."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from etl.values.dates.dates import DateOrder
from etl.values.discounts import Share
from etl.values.first_line_only import Carried
from etl.values.numbers.decimals import Mark
from etl.values.order_corrections import Corrections
from etl.values.records.kinds import Meaning

CANCELLED = r"^[Cc]\d+$"


@dataclass(frozen=True)
class Reading:
    """How to read the values of one file."""

    date_order: DateOrder = "mdy"
    float_ids: bool = False  # customer numbers of digits read like 17850.0, some or all: the .0 is no part of it
    c_cancels: bool = True  # invoices C536379 are cancelled; false where others have letters too, or all begin so
    credits: tuple[str, ...] = ()  # letters that numbers of credit notes begin with
    float_invoices: bool = False  # likewise, of invoices
    email_ids: bool = False  # customers are known by their address, in which case does not matter
    same: Mapping[str, str] = field(default_factory=dict, repr=False)  # other spellings of customers, in another case
    nobody: tuple[str, ...] = ()  # customer numbers of whoever has none
    numbers: Mapping[str, str] = field(default_factory=dict, repr=False)  # addresses of customers with a number
    numeric_dates: bool = False  # all dates are numbers: epochs or Excel's days
    buddhist: bool = False  # years are those of the Buddhist calendar, 543 more than ours
    months: str = ""  # the language of months in words, where these are others elsewhere
    zone: str | None = None  # what moments with an offset are converted to
    marks: Mapping[str, Mark] = field(default_factory=dict)  # decimal mark, by name; a point where it has none
    cents: tuple[str, ...] = ()  # names of amounts that are in hundredths
    refunds_off: bool = False  # a sale called refunded went back in full
    told_back: frozenset[str] = field(default=frozenset(), repr=False)  # but not those orders whose own rows say so
    returned_off: bool = False  # the column that says yes where a sale was taken back is of cancelled ones
    refunded: tuple[str, ...] = ()  # other statuses that say so with the tool that wrote the file
    called_off: tuple[str, ...] = ()  # statuses of which somebody says that no sale came of them
    kinds: Mapping[str, Meaning] = field(default_factory=dict)  # of records, folded: what they mean beside their words
    anew: tuple[int, ...] = ()  # positions of what tells orders of one number apart: a day, a till
    continued: bool = False  # lines after an order's first do not name it
    share: Share = ""  # how a discount is written that is taken off the price
    carried: tuple[str, ...] = ()  # names filled on the first line of an order only
    firsts: Carried = field(default_factory=dict, repr=False)
    vouchers: bool = False  # discounts have rows of their own
    all_back: bool = False  # every row is a return
    pieces_back: tuple[int, ...] = ()  # positions of columns of pieces that came back
    pieces_off: tuple[int, ...] = ()  # positions of columns of pieces that were called off
    corrections: Corrections = field(default_factory=Corrections, repr=False)  # of lines, by what their orders come to

    @property
    def details(self) -> dict[str, Any]:
        """What the loads row keeps."""
        return asdict(
            replace(self, firsts={}, numbers={}, same={}, told_back=frozenset(), corrections=Corrections()),
            dict_factory=_kept,
        )


_LARGE = ("firsts", "numbers", "same", "told_back", "corrections")


def _kept(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    return {name: value for name, value in pairs if name not in _LARGE}
