"""Which texts PostgreSQL can hold."""


def is_storable(text: str) -> bool:
    """Whether no letter is NUL, which PostgreSQL takes in no text, nor half a letter, which is no UTF-8."""
    return not any(letter == "\x00" or "\ud800" <= letter <= "\udfff" for letter in text)
