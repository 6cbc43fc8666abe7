"""Addresses that stand beside many names: a shop's own, or a marketplace's, and no customer's."""

import re

_OF_NOBODY = re.compile(
    r"^(?:orders?|sales?|info|shop|store|office|admin|contact|kontakt|bestellung(?:en)?|verkauf|marketplace|amazon|ebay"
    r"|etsy|walmart|allegro|otto|kasse|pos|till|kundenservice|kundendienst|customer[-_.]?(?:service|care)|support|hello"
    r"|hallo|mail|email|test|web(?:shop|site|store)?|ventas?|pedidos?|commandes?|ordini)[-_.+]?\d*@"
    r"|@.*(?:marketplace|relay)"
)
_FEW, _MANY = 3, 5  # names beside one of these, and beside any other
_SELDOM = 0.1  # of all addresses that may have several names, if a name beside them is the buyer's


class SharedAddresses:
    """Gathers over the batches of a file: addresses and the names beside them."""

    def __init__(self) -> None:
        self._first: dict[str, str] = {}
        self._names: dict[str, set[str]] = {}  # of addresses that have several, a few of them

    def add(self, address: str, name: str) -> None:
        """Take in an address of some rows and a name beside it, both in small letters."""
        if self._first.setdefault(address, name) != name:
            found = self._names.setdefault(address, {self._first[address]})
            if len(found) < _MANY:
                found.add(name)

    @property
    def nobody(self) -> list[str]:
        """Those that are no customer's."""
        seldom = len(self._names) <= _SELDOM * len(self._first)
        least = {address: _FEW if _OF_NOBODY.search(address) else _MANY for address in self._names}
        return [
            address
            for address, names in self._names.items()
            if len(names) >= least[address] and (seldom or least[address] == _FEW)
        ]
