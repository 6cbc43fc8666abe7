"""What each role may do: the one table that decides it. docs/accounts.md shows the same to people."""

from typing import Final

from wording.languages import to_say

# Right -> what it lets one do.
RIGHTS: Final = {
    "look": to_say("see all pages, without personal data"),
    "see_personal_data": to_say("see names, addresses and contacts of customers"),
    "lists": to_say("open lists of customers and pages of one customer"),
    "export": to_say("take data away as a file"),
    "audiences": to_say("define audiences and send them out"),
    "upload": to_say("bring files in"),
    "load": to_say("load files, repair and undo loads"),
    "fit": to_say("work out segments anew"),
    "publish": to_say("choose which segmentation everybody sees"),
    "users": to_say("invite people, change their roles and limits, end their sessions"),
    "settings": to_say("change what holds for the whole shop"),
    "audit": to_say("read who did what"),
    "erase": to_say("erase what is stored about a customer"),
}
_LOOKING = ("look",)
_MARKETING = (*_LOOKING, "see_personal_data", "lists", "export", "audiences")
_ANALYSING = (*_MARKETING, "upload", "load", "fit", "publish")
# Role -> its rights; from the least to the most.
ROLES: Final = {
    "viewer": frozenset(_LOOKING),
    "marketer": frozenset(_MARKETING),
    "analyst": frozenset(_ANALYSING),
    "admin": frozenset(RIGHTS),
}
# What concerns all countries at once: a file that is brought in can move customers from one to another. Who is limited
# to some has none of these, whatever their role; an administrator is never limited.
WHOLE_SHOP: Final = frozenset({"upload", "load", "fit", "publish", "users", "settings", "audit"})
UNLIMITED: Final = "admin"


def rights_of(role: str, *, is_limited: bool = False) -> frozenset[str]:
    """What a role may do, of all countries or of some; an unknown role nothing."""
    return ROLES.get(role, frozenset()) - (WHOLE_SHOP if is_limited else frozenset())


def may(role: str, right: str, *, is_limited: bool = False) -> bool:
    """Whether a role has a right; an unknown role has none. An unknown right is a mistake of the program: KeyError."""
    if right not in RIGHTS:
        raise KeyError(right)
    return right in rights_of(role, is_limited=is_limited)


def strongest(roles: set[str]) -> str | None:
    """The role with most rights of some; None of none."""
    return next((role for role in reversed(ROLES) if role in roles), None)
