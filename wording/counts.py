"""How many there are of something."""


def counted(number: int, thing: str) -> str:
    """`1 row`, `1,204 rows`."""
    return f"{number:,} {thing}{'' if number == 1 else 's'}"


def the_first(number: int, thing: str) -> str:
    """`the first row`, `the first 1,204 rows`."""
    return f"the first {thing}" if number == 1 else f"the first {counted(number, thing)}"


def be(number: int) -> str:
    """`is` of one, `are` of several."""
    return "is" if number == 1 else "are"


def others(number: int) -> str:
    """`1 other`, `1,204 others`."""
    return counted(number, "other")


def as_sales(number: int) -> str:
    """`it counts as a sale` of one row, `they count as sales` of several."""
    return "it counts as a sale" if number == 1 else "they count as sales"
