"""The only HTTP client that calls addresses people name: https, public addresses, no redirects (reliability P16)."""

from __future__ import annotations

import http.client
import re
import socket
import ssl
from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlsplit

from salesops.core.public_address import is_public
from salesops.web.deadline import cut_off_after

PORT = 443
TIMEOUT = timedelta(seconds=10)
LARGEST_ANSWER = 64 * 1024
LONGEST_URL = 500
# Without blanks, control signs, backslashes: what two programs might read differently.
SIGNS = re.compile(r"[A-Za-z0-9._~:/?#@!$&'()*+,;=%\[\]-]+")


class UnsafeAddress(Exception):
    """The address is not one we call; the sentence says why."""


@dataclass(frozen=True, slots=True)
class Target:
    """Where an address leads: the host by name, and the path with its query."""

    host: str
    path: str


def read_url(url: str) -> Target:
    """This function will take an address apart, before any name is looked up.

    Raises: UnsafeAddress for anything but https, port 443, a host and no sign-in in it.
    """
    if len(url) > LONGEST_URL or not SIGNS.fullmatch(url):
        raise UnsafeAddress("The address has signs that no address has, or is too long.")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise UnsafeAddress("This is not an address.") from error
    if parts.scheme != "https":
        raise UnsafeAddress("The address begins with https://.")
    if parts.username is not None or parts.password is not None:
        raise UnsafeAddress("A name or password stands in the address.")
    if port not in (None, PORT):
        raise UnsafeAddress("Only port 443 is called.")
    if not parts.hostname:
        raise UnsafeAddress("The address names no host.")
    return Target(parts.hostname, (parts.path or "/") + (f"?{parts.query}" if parts.query else ""))


def resolve(host: str) -> str:
    """This function will look a host up once and return the address to call.

    Raises: UnsafeAddress where any address of the host is not public; OSError where it has none.
    """
    found = [str(entry[4][0]) for entry in socket.getaddrinfo(host, PORT, type=socket.SOCK_STREAM)]
    if not found or not all(is_public(address) for address in found):
        raise UnsafeAddress("The host is not on the public internet.")
    return found[0]


def post_json(url: str, body: bytes) -> int:
    """This function will post JSON to an address and return the status of the answer, within ten seconds.

    The name is looked up once, every address it has is checked, and the connection goes to the checked one. A
    redirect is an answer like any other and is not followed; no proxy of the environment is asked.

    Raises: UnsafeAddress before anything is sent; OSError, http.client.HTTPException.
    """
    target = read_url(url)
    connection = _Pinned(target.host, resolve(target.host))
    headers = {"Content-Type": "application/json", "User-Agent": "salesops", "Connection": "close"}
    with closing(connection), cut_off_after(TIMEOUT, lambda: connection.sock):
        connection.request("POST", target.path, body=body, headers=headers)
        answer = connection.getresponse()
        answer.read(LARGEST_ANSWER)
        return answer.status


class _Pinned(http.client.HTTPSConnection):
    """A connection to one checked address, whose certificate must name the host."""

    def __init__(self, host: str, address: str) -> None:
        self.context = context()
        super().__init__(host, PORT, timeout=TIMEOUT.total_seconds(), context=self.context)
        self.address = address

    def connect(self) -> None:
        """Connect to the address; the name is not looked up again."""
        plain = socket.create_connection((self.address, PORT), timeout=TIMEOUT.total_seconds())
        self.sock = plain  # the deadline holds for the handshake too
        self.sock = self.context.wrap_socket(plain, server_hostname=self.host)


def context() -> ssl.SSLContext:
    """This function will return how certificates are checked: as every browser does."""
    return ssl.create_default_context()
