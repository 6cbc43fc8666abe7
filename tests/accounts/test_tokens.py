"""Secrets that are read again are sealed with a key that can be changed."""

import pytest

from accounts.tokens import seal, unseal
from warehouse.errors import SettingsError


def test_a_new_key_in_front_of_the_old_one_opens_what_either_sealed() -> None:
    before = seal("old key", "JBSWY3DPEHPK3PXP")
    both = "new key\nold key\n"
    assert unseal(both, before) == "JBSWY3DPEHPK3PXP"
    after = seal(both, "JBSWY3DPEHPK3PXP")
    assert (unseal(both, after), unseal("new key", after)) == ("JBSWY3DPEHPK3PXP", "JBSWY3DPEHPK3PXP")


@pytest.mark.parametrize("key", ["new key", "another\nand another", "old key 2"])
def test_another_key_opens_nothing(key: str) -> None:
    with pytest.raises(SettingsError):
        unseal(key, seal("old key", "JBSWY3DPEHPK3PXP"))
