"""What a server answers over the network, and waiting until it does."""

import time
import urllib.error
import urllib.request


def get(address: str, timeout: float = 30) -> tuple[int, str, float]:
    """Status, words and seconds."""
    began = time.monotonic()
    try:
        with urllib.request.urlopen(address, timeout=timeout) as answer:
            return answer.status, answer.read().decode(), time.monotonic() - began
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode(), time.monotonic() - began


def wait_for(address: str, seconds: float = 40, timeout: float = 30) -> None:
    """Until it answers well."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            if get(address, timeout)[0] == 200:
                return
        except OSError:
            time.sleep(0.1)
    raise AssertionError(f"{address} does not answer")
