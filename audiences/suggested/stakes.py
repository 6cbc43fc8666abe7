"""The one rule by which money at stake is estimated. Pure."""


def beyond(order: float, chance: float | None, customers: int, one_in: int) -> float:
    """What acting could bring beyond what would come anyway.

    One customer in so many, an assumption, does what is asked and orders once more; less what each is expected to bring
    anyway, the chance of an order times that order. A chance that is not known takes nothing off.
    """
    return (order - order * (chance or 0.0)) * customers / one_in
