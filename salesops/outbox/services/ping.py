"""Tell somebody outside that the sweeper lives: when the pings stop, they raise the alarm (reliability P36)."""

from __future__ import annotations

from urllib.request import Request, urlopen

TIMEOUT_SECONDS = 5


def ping(url: str) -> None:
    """This function will call the operator's address once; an empty one is nobody to tell.

    Raises: ValueError where the address is not https; OSError where nobody answers.
    """
    if not url:
        return
    if not url.startswith("https://"):
        raise ValueError("DEAD_MANS_URL does not start with https://; name the address that waits for the ping.")
    with urlopen(Request(url, method="GET"), timeout=TIMEOUT_SECONDS):  # noqa: S310  https only, set by the operator
        return
