"""How many there are of something."""


def counted(number: int, thing: str) -> str:
    """`1 row`, `1,204 rows`."""
    return f"{number:,} {thing}{'' if number == 1 else 's'}"
