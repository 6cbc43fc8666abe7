"""What people are told of a server's or initdb's log."""

import pytest

from warehouse.embedded.processes import last_words

KILLED = b"""selecting default time zone ... UTC
running bootstrap script ... child process was terminated by signal 9: Killed
initdb: removing contents of data directory "/srv/one/data"
"""
NO_ROOM = b"""initdb: error: could not write to file "base/1/1247": No space left on device
initdb: removing data directory "/srv/one/data"
"""


@pytest.mark.parametrize(
    ("said", "told"),
    [
        (KILLED, "running bootstrap script ... child process was terminated by signal 9: Killed."),
        (NO_ROOM, 'could not write to file "base/1/1247": No space left on device.'),
        (b"", "it said nothing."),
    ],
)
def test_the_reason_is_told_and_not_what_is_tidied_after_it(said: bytes, told: str) -> None:
    assert last_words(said) == told
