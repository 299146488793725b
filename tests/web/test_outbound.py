"""The client that calls addresses people name: nothing inside a house is ever connected to (reliability P16)."""

from __future__ import annotations

import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from http.client import HTTPException
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from salesops.web import outbound
from salesops.web.outbound import UnsafeAddress, post_json, read_url

HOST = "hooks.example.com"
PUBLIC = "93.184.215.14"

# Never looked up: what is wrong can be read.
UNREADABLE = [
    "", "x", "http://hooks.example.com/", "HTTP://hooks.example.com/", "ftp://hooks.example.com/", "file:///etc/passwd",
    "gopher://hooks.example.com/", "//hooks.example.com/", "https:hooks.example.com", "https:///x", "https://", "https://?x",
    "https://hooks.example.com:80/", "https://hooks.example.com:8443/", "https://hooks.example.com:0/",
    "https://hooks.example.com:99999/", "https://hooks.example.com:x/", "https://hooks.example.com:-1/",
    "https://user@hooks.example.com/", "https://user:word@hooks.example.com/", "https://@hooks.example.com/",
    "https://hooks.example.com@127.0.0.1/", "https://127.0.0.1\\@hooks.example.com/", "https://hooks.example.com\\.evil.test/",
    "https://hooks.example.com/\r\nX-Evil: 1", "https://hooks.example.com/ x", "https://hooks.example.com/\t", " https://hooks.example.com/",
    "https://hooks.example.com\n/", "https://hooks.example.com/\x00", "https://höoks.example.com/", "https://ⓗooks.example.com/",
    "https://127。0。0。1/", "https://[::1/", "https://[fe80::1%25eth0]/x{", "https://hooks.example.com/" + "a" * 500, "https://<x>/", 'https://"x"/',
    "https://a|b/", "https://a^b/", "https://`id`/", "javascript:alert(1)", "data:text/plain,x", "jar:https://hooks.example.com!/",
]  # fmt: skip

# Looked up, and led into a house: by number, by old spellings of numbers, by name.
INSIDE = [
    "https://127.0.0.1/", "https://127.1/", "https://2130706433/", "https://0x7f000001/", "https://0177.0.0.1/",
    "https://0x7f.1/", "https://0/", "https://0.0.0.0/", "https://10.0.0.1/", "https://172.16.0.1/", "https://192.168.1.1/",
    "https://169.254.169.254/latest/meta-data/", "https://100.64.0.1/", "https://192.0.0.1/", "https://192.0.0.9/",
    "https://198.18.0.1/", "https://224.0.0.1/", "https://255.255.255.255/", "https://[::]/", "https://[::1]/",
    "https://[::ffff:127.0.0.1]/", "https://[::ffff:7f00:1]/", "https://[64:ff9b::7f00:1]/", "https://[2002:7f00:1::]/",
    "https://[2001:0:7f00:1::]/", "https://[fc00::1]/", "https://[fe80::1]/", "https://[ff02::1]/", "https://[2001:db8::1]/",
    "https://localhost/", "https://LOCALHOST/", "https://localhost./",
]  # fmt: skip


@pytest.fixture
def connections(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Every connection somebody tried to open; none is opened."""
    tried: list[Any] = []

    def refuse(address: Any, *_: Any, **__: Any) -> Any:
        tried.append(address)
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "create_connection", refuse)
    monkeypatch.setattr(socket.socket, "connect", lambda self, address: refuse(address))
    return tried


@pytest.fixture
def names(monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[str]]:
    """Have the host resolve to the given addresses, one list after the other; returns what was looked up."""

    def resolve_to(*answers: list[str]) -> list[str]:
        asked: list[str] = []

        def look_up(host: str, *_: Any, **__: Any) -> list[Any]:
            asked.append(host)
            found = answers[min(len(asked), len(answers)) - 1]
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 443)) for address in found]

        monkeypatch.setattr(socket, "getaddrinfo", look_up)
        return asked

    return resolve_to


class TestHostile:
    def test_there_are_enough(self) -> None:
        assert len(set(UNREADABLE + INSIDE)) >= 60

    @pytest.mark.parametrize("url", UNREADABLE)
    def test_is_refused_before_a_name_is_looked_up(
        self, url: str, connections: list[Any], names: Callable[..., list[str]]
    ) -> None:
        asked = names([PUBLIC])
        with pytest.raises(UnsafeAddress):
            post_json(url, b"{}")
        assert (asked, connections) == ([], [])

    @pytest.mark.parametrize("url", INSIDE)
    def test_is_refused_before_a_connection_is_opened(self, url: str, connections: list[Any]) -> None:
        with pytest.raises((UnsafeAddress, socket.gaierror)):
            post_json(url, b"{}")
        assert connections == []

    @pytest.mark.parametrize("found", [["127.0.0.1"], [PUBLIC, "10.0.0.1"], ["::ffff:8.8.8.8"], []])
    def test_a_name_with_one_address_inside_is_inside(
        self, found: list[str], connections: list[Any], names: Callable[..., list[str]]
    ) -> None:
        names(found)
        with pytest.raises(UnsafeAddress):
            post_json(f"https://{HOST}/x", b"{}")
        assert connections == []

    def test_a_name_that_changes_its_mind_is_asked_once(
        self, connections: list[Any], names: Callable[..., list[str]]
    ) -> None:
        asked = names([PUBLIC], ["127.0.0.1"])
        with pytest.raises(ConnectionRefusedError):
            post_json(f"https://{HOST}/x", b"{}")
        assert (asked, connections) == ([HOST], [(PUBLIC, 443)])

    def test_no_proxy_of_the_environment_is_asked(
        self, connections: list[Any], names: Callable[..., list[str]], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        for name in ("https_proxy", "HTTPS_PROXY", "all_proxy"):
            monkeypatch.setenv(name, "http://10.0.0.1:3128")
        names([PUBLIC])
        with pytest.raises(ConnectionRefusedError):
            post_json(f"https://{HOST}/x", b"{}")
        assert connections == [(PUBLIC, 443)]

    def test_reads_what_is_meant(self) -> None:
        target = read_url(f"https://{HOST}:443/services/T0/B0?x=1&y=%20#part")
        assert (target.host, target.path) == (HOST, "/services/T0/B0?x=1&y=%20")


def certificate(folder: Path) -> Path:
    """Write a certificate for the host, signed by itself, with its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HOST)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(HOST)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    path = folder / "host.pem"
    private = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    path.write_bytes(
        made.public_bytes(serialization.Encoding.PEM) + key.private_bytes(serialization.Encoding.PEM, *private)
    )
    return path


def whole_request(caller: ssl.SSLSocket) -> bytes:
    """Read a request to its end: what is left unread when a socket is closed takes the answer with it."""
    reader, head, length = caller.makefile("rb"), b"", 0
    for line in reader:
        head += line
        if line.lower().startswith(b"content-length:"):
            length = int(line.split()[1])
        if line == b"\r\n":
            break
    return head + reader.read(length)


class Receiver:
    """A server of the test's own that speaks TLS; `answers` writes to each caller."""

    def __init__(self, pem: Path, answers: Callable[[ssl.SSLSocket], None]) -> None:
        self.heard: list[bytes] = []
        self.answers = answers
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.context.load_cert_chain(pem)
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.thread = threading.Thread(target=self._serve, daemon=True)
        self.thread.start()

    def _serve(self) -> None:
        with suppress(OSError):
            while True:
                plain, _ = self.listener.accept()
                with suppress(OSError), self.context.wrap_socket(plain, server_side=True) as caller:
                    self.heard.append(whole_request(caller))
                    self.answers(caller)


@contextmanager
def receiver(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, names: Any, answers: Callable[[ssl.SSLSocket], None]
) -> Iterator[Receiver]:
    """Run a receiver that the host's public address leads to, with a certificate this client trusts."""
    pem = certificate(tmp_path)
    running = Receiver(pem, answers)
    names([PUBLIC])

    def lead_here(address: tuple[str, int], timeout: float) -> socket.socket:
        assert address == (PUBLIC, 443)
        plain = socket.socket()
        plain.settimeout(timeout)
        plain.connect(running.listener.getsockname())
        return plain

    monkeypatch.setattr(socket, "create_connection", lead_here)
    monkeypatch.setattr(outbound, "context", lambda: ssl.create_default_context(cafile=str(pem)))
    yield running
    running.listener.close()


def saying(text: bytes) -> Callable[[ssl.SSLSocket], None]:
    """Return an answer of these bytes."""
    return lambda caller: caller.sendall(text)


class TestAReceiver:
    def test_hears_the_post_and_is_heard(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, names: Callable[..., list[str]]
    ) -> None:
        answer = saying(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
        with receiver(tmp_path, monkeypatch, names, answer) as running:
            assert post_json(f"https://{HOST}/services/T0?x=1", b'{"text": "hi"}') == 200
        [heard] = running.heard
        assert heard.endswith(b'\r\n\r\n{"text": "hi"}')
        assert heard.startswith(b"POST /services/T0?x=1 HTTP/1.1\r\nHost: hooks.example.com\r\n")

    def test_is_not_followed_elsewhere(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, names: Callable[..., list[str]]
    ) -> None:
        answer = saying(b"HTTP/1.1 302 Found\r\nLocation: https://169.254.169.254/\r\nContent-Length: 0\r\n\r\n")
        with receiver(tmp_path, monkeypatch, names, answer) as running:
            assert post_json(f"https://{HOST}/x", b"{}") == 302
        assert len(running.heard) == 1

    def test_may_say_much_and_is_read_a_little(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, names: Callable[..., list[str]]
    ) -> None:
        sent = [0]

        def endless(caller: ssl.SSLSocket) -> None:
            caller.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000000000\r\n\r\n")
            for _ in range(10_000):
                caller.sendall(b"x" * 65536)
                sent[0] += 65536

        with receiver(tmp_path, monkeypatch, names, endless):
            assert post_json(f"https://{HOST}/x", b"{}") == 200
        assert sent[0] < 50_000_000

    def test_that_drips_is_cut_off(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, names: Callable[..., list[str]]
    ) -> None:
        def drip(caller: ssl.SSLSocket) -> None:
            caller.sendall(b"HTTP/1.1 ")
            for _ in range(600):
                time.sleep(0.05)
                caller.sendall(b"x")

        monkeypatch.setattr(outbound, "TIMEOUT", timedelta(seconds=0.5))
        with receiver(tmp_path, monkeypatch, names, drip), pytest.raises((OSError, HTTPException)):
            post_json(f"https://{HOST}/x", b"{}")

    def test_with_a_certificate_of_another_host_hears_nothing(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, names: Callable[..., list[str]]
    ) -> None:
        with receiver(tmp_path, monkeypatch, names, saying(b"HTTP/1.1 200 OK\r\n\r\n")) as running:
            with pytest.raises(ssl.SSLCertVerificationError):
                post_json("https://other.example.com/x", b"{}")
            assert running.heard == []
