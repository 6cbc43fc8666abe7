"""How much of a file may be unusable before it is refused as a whole."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from etl.names.vocabulary import is_foreign
from etl.values.cleaning import Rejected
from warehouse.errors import Choice, InputError, Question
from wording.languages import say, say_n, to_say, to_say_n, whole

FEW = 10  # rejected rows that somebody can look at one by one: fewer refuse a file only when told so
_MOSTLY = 0.5  # of the rows, above which a column was mistaken, and not some rows
_REASONS = 3  # that an error names
_DIVIDED = re.compile(r"[,;\t|]")
_FEWEST = 2  # columns of a second table, and rows below its header
_LONGEST = 100  # characters of a header that is shown

# What reasons are about, by the words that they use of it.
_ABOUT = {
    "invoice number": ("invoice_no",),
    "date": ("invoiced_at", "time"),
    "quantity": ("quantity",),
    "price": ("unit_price",),
    "total": ("total",),
    "customer number": ("customer_id",),
    "product code": ("stock_code",),
    "country": ("country",),
    "discount": ("discount",),
}
REFUSED = to_say("{file} was not loaded: {part} of its {rows} rows cannot be used, and at most {most} % may be.")
REPAIR = to_say(
    "Repair the file, say which column is which with --map, or load the others with --max-rejected {share}."
)
LEFT = to_say_n(
    "Only {n} of them is left to load, so a column is not what it was taken for: say which is which with --map.",
    "Only {n} of them are left to load, so a column is not what it was taken for: say which is which with --map.",
)
NONE_LEFT = to_say("None is left to load, so a column is not what it was taken for: say which is which with --map.")
SECOND_TABLE = to_say(
    "A second table begins in {begins}: save it as a file of its own, and load the first one alone with "
    "--max-rejected {share}."
)
NO_LABELS: Mapping[str, str] = {}


def with_column(reason: str, labels: Mapping[str, str]) -> str:
    """A reason with the file's own name of the column that it is about, where there is one."""
    for words, names in _ABOUT.items():
        if reason.removeprefix("no ").startswith(words):
            columns = " and ".join(labels[name] for name in names if name in labels)
            return f"{reason} ({columns})" if columns else reason
    return reason


@dataclass(frozen=True)
class Tolerance:
    """The largest share of a file's rows (0 to 1) that may be rejected."""

    share: float = 0.05
    by_default: bool = True  # nobody asked for exactly this share

    @classmethod
    def parse(cls, text: str) -> "Tolerance":
        """`5%`, `0.5 %`, `100%`; InputError for anything else."""
        found = re.fullmatch(r"\s*(\d+(?:\.\d+)?)\s*%\s*", text)
        if not found or float(found[1]) > 100:
            raise InputError(say("{text} is not a share of the rows, such as 5% or 100%.", text=text))
        return cls(float(found[1]) / 100, by_default=False)

    def allows(self, rejected: int, rows: int) -> bool:
        """Whether a file may be loaded of whose `rows` so many were rejected."""
        return rejected <= self.share * rows or (self.by_default and rejected < FEW)

    def check(
        self,
        name: str,
        rows: int,
        reasons: Counter[str],
        examples: Mapping[str, Rejected],
        labels: Mapping[str, str] = NO_LABELS,
    ) -> None:
        """InputError for a file of `rows` of which too much was rejected: the commonest reasons, an example of each.

        `labels` are the file's own names of its columns, by what they are.
        """
        rejected = reasons.total()
        if self.allows(rejected, rows):
            return
        shown = []
        for reason, count in reasons.most_common(_REASONS):
            example = examples[reason]
            shown.append(
                f"\n  {with_column(reason, labels)}: {count:,}, such as line {example.line:,}: {example.raw[:200]}"
            )
        share = _needed(rejected, rows)
        advice = say(REPAIR, share=share)
        if rejected > _MOSTLY * rows:
            advice = say_n(rows - rejected, *LEFT) if rejected < rows else say(NONE_LEFT)
        if begins := second_table(rejected, examples):
            advice = say(SECOND_TABLE, begins=begins, share=share)
        refused = say(REFUSED, file=name, part=whole(rejected), rows=whole(rows), most=f"{100 * self.share:g}")
        raise InputError(
            f"{refused} {advice}{''.join(shown)}",
            () if rejected > _MOSTLY * rows and not begins else (usable_rest(rejected, rows),),
        )


def _needed(rejected: int, rows: int) -> str:
    """The share that must be allowed for so many rows to be rejected, in whole per cents."""
    return f"{-(-100 * rejected // rows)}%"


def usable_rest(rejected: int, rows: int) -> Question:
    """Whether to load a file without what of it cannot be used."""
    words = say("{part} of {rows} rows cannot be used. Load the others?", part=whole(rejected), rows=whole(rows))
    return Question("max_rejected", words, (Choice("100%", say("Yes, the other {rows}", rows=whole(rows - rejected))),))


def second_table(rejected: int, examples: Mapping[str, Rejected]) -> str:
    """Where a second table begins, in words such as `line 33 (Month,Visits,Cost)`; '' where none does.

    `examples` are the first row of each reason that rows were rejected for.
    """
    first = min(examples.values(), key=lambda row: row.line, default=None)
    if first is None or rejected <= _FEWEST:
        return ""
    cells = [cell.strip(' "') for cell in _DIVIDED.split(first.raw) if cell.strip(' "')]
    if len(cells) < _FEWEST or len(set(cells)) < len(cells) or any(letter.isdigit() for letter in first.raw):
        return ""
    return "" if is_foreign(cells) else f"line {first.line:,} ({first.raw.strip()[:_LONGEST]})"
