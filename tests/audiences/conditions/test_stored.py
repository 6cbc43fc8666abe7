"""What was kept is read whatever was erased of it."""

from typing import Any

import pytest

from audiences.conditions import Definition, read_stored
from audiences.conditions.definition import Both, Chosen, Either, Not

NOBODY = Either(())


@pytest.mark.parametrize(
    ("data", "definition"),
    [
        ({"field": "customer_id", "in": ["12", "", "14"]}, Chosen("customer_id", ("12", "14"))),
        ({"field": "customer_id", "in": [""]}, NOBODY),
        ({"field": "customer_id", "in": []}, NOBODY),
        ({"not": {"field": "email", "begins": ""}}, Not(NOBODY)),
        ({"all": [{"bought": {"words": ""}}, {"attribute": "Town", "in": [""]}]}, Both((NOBODY, NOBODY))),
    ],
)
def test_what_was_erased_is_in_no_list(data: Any, definition: Definition) -> None:
    assert read_stored(data) == definition
