"""Which addresses may be reached."""

import socket
from ipaddress import ip_network

import pytest

from warehouse.errors import InputError
from warehouse.outward import may_reach, refuse_inner
from worker.fetching.sockets import ForbiddenError, Outside, connect

OWN = (ip_network("10.1.0.0/16"), ip_network("fd00:1::/32"))


@pytest.mark.parametrize(
    ("address", "reached", "plainly"),
    [
        ("93.184.216.34", True, False),
        ("2606:2800:220:1::1", True, False),
        ("10.1.2.3", True, True),
        ("10.2.2.3", False, False),
        ("fd00:1::5", True, True),
        ("127.0.0.1", False, False),
        ("::1", False, False),
        ("0.0.0.0", False, False),
        ("169.254.169.254", False, False),  # where clouds tell their machines' keys
        ("fe80::1%eth0", False, False),
        ("100.64.0.1", False, False),
        ("224.0.0.251", False, False),
        ("::ffff:127.0.0.1", False, False),
        ("::127.0.0.1", False, False),
        ("::10.1.2.3", True, True),
        ("::ffff:10.1.2.3", True, True),
        ("64:ff9b::7f00:1", False, False),  # 127.0.0.1 through NAT64
        ("2002:7f00:1::", False, False),  # through 6to4
        ("2002:5db8:d822::", True, False),
        ("64:ff9b::5db8:d822", True, False),
        ("64:ff9b::c000:c0", False, False),  # 192.0.0.192
        ("64:ff9b:1::7f00:1", False, False),  # through NAT64 of one's own
        ("64:ff9b:1::5db8:d822", False, False),
        ("::ffff:0:7f00:1", False, False),  # through SIIT
        ("::ffff:0:a01:203", True, True),
        ("2001:0:4136:e378:8000:63bf:80ff:fffe", False, False),  # 127.0.0.1 through Teredo
        ("192.0.0.192", False, False),
        ("192.0.0.9", False, False),
        ("192.88.99.1", False, False),
        ("198.18.0.1", False, False),
        ("203.0.113.1", False, False),
        ("240.0.0.1", False, False),
        ("255.255.255.255", False, False),
        ("fec0::1", False, False),
        ("fd00:ec2::254", False, False),
        ("ff02::1", False, False),
        ("3fff::1", False, False),
        ("5f00::1", False, False),
        ("2001:db8::1", False, False),
        ("100::1", False, False),
    ],
)
def test_private_addresses_are_told_from_others(address: str, reached: bool, plainly: bool) -> None:
    assert (may_reach(address, OWN), may_reach(address, OWN, is_plain=True)) == (reached, plainly)


def test_a_name_is_looked_up_once_and_what_was_checked_is_connected_to(monkeypatch: pytest.MonkeyPatch) -> None:
    """A name of two addresses, one of them inside, that is only inside a moment later (DNS rebinding)."""
    answers = [["127.0.0.1", "127.0.0.2"], ["127.0.0.1"]]
    with socket.create_server(("", 0)) as server:
        port = server.getsockname()[1]

        def looked_up(_host: str, _port: int, **_more: object) -> list[tuple[object, ...]]:
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, port)) for one in answers.pop(0)]

        monkeypatch.setattr(socket, "getaddrinfo", looked_up)
        outside = Outside((ip_network("127.0.0.2/32"),))
        with connect("shop.example", port, outside) as made:
            assert made.getpeername() == ("127.0.0.2", port)
        outside.lifeline.close()
        assert len(answers) == 1
        with pytest.raises(ForbiddenError, match=r"shop\.example is in a private network"):
            connect("shop.example", port, outside)


INNER_HOSTS = [
    *("127.0.0.1", "127.1", "0x7f000001", "2130706433", "0177.0.0.1", "[::1]", "[::ffff:10.0.0.1]", "10.2.0.1"),
    *("localhost", "LOCALHOST.", "db.localhost", "nas.local", "vault.internal", "router.lan", "intranet"),
]


@pytest.mark.parametrize("host", INNER_HOSTS)
def test_an_inner_place_is_refused_as_it_is_written(host: str) -> None:
    """A name of the net may be one, too: that is seen when it is looked up."""
    for address in (f"https://{host}/hook", f"https://{host}:8443", f"sftp://me@{host}/lists"):
        with pytest.raises(InputError, match="is in a private network"):
            refuse_inner((), "https://hooks.example.com/x", address)


def test_places_of_one_s_own_networks_may_be_written() -> None:
    refuse_inner(
        (),
        "",
        None,
        "https://[x",
        "inbox:shop",
        "s3://exports/shop/",
        "https://hooks.example.com",
        "https://93.184.216.34/x",
    )
    refuse_inner(OWN, "https://10.1.2.3/x", "https://nas.local/x")
    with pytest.raises(InputError, match=r"^10\.2\.0\.1 is in a private network"):
        refuse_inner(OWN, "https://10.2.0.1/x")
