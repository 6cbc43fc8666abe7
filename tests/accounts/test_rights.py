"""The table of roles, and that its page says the same."""

import re
from itertools import pairwise

import pytest

from accounts.rights import RIGHTS, ROLES, WHOLE_SHOP, may, rights_of, strongest
from tests.docs.markdown import sections


def test_each_role_has_all_that_the_one_before_has() -> None:
    rights = list(ROLES.values())
    assert all(less < more for less, more in pairwise(rights))
    assert rights[-1] == set(RIGHTS)


@pytest.mark.parametrize(
    ("role", "right", "has"),
    [
        ("viewer", "look", True),
        ("viewer", "see_personal_data", False),
        ("viewer", "export", False),
        ("marketer", "export", True),
        ("marketer", "upload", False),
        ("analyst", "publish", True),
        ("analyst", "users", False),
        ("admin", "audit", True),
        ("king", "look", False),
        ("", "look", False),
    ],
)
def test_what_a_role_may(role: str, right: str, has: bool) -> None:
    assert may(role, right) is has


@pytest.mark.parametrize(("role", "left"), [("viewer", ["look"]), ("analyst", [*ROLES["marketer"]]), ("king", [])])
def test_who_is_limited_to_countries_has_no_right_over_the_whole_shop(role: str, left: list[str]) -> None:
    assert rights_of(role, is_limited=True) == set(left)
    assert all(not may(role, right, is_limited=True) for right in WHOLE_SHOP)
    told = sections("docs/accounts.md")["Countries"]
    assert [right for right in WHOLE_SHOP if f"`{right}`" not in told] == []


def test_a_right_that_there_is_not_is_a_mistake() -> None:
    with pytest.raises(KeyError):
        may("admin", "dance")


def test_the_strongest_of_some() -> None:
    assert [strongest(roles) for roles in ({"viewer", "analyst"}, {"king"}, set())] == ["analyst", None, None]


def test_the_page_shows_this_table() -> None:
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in sections("docs/accounts.md")["Roles"].splitlines()
        if line.startswith("|")
    ]
    assert rows[0] == ["may", "right", *ROLES]
    told = {re.sub("`", "", right): (words, granted) for words, right, *granted in rows[2:]}
    assert {right: words for right, (words, _) in told.items()} == RIGHTS
    assert {right: granted for right, (_, granted) in told.items()} == {
        right: ["yes" if may(role, right) else "" for role in ROLES] for right in RIGHTS
    }
