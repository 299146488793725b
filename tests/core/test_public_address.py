"""Which addresses are anybody's: none that leads into a house, by whatever way it is written (reliability P16)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salesops.core.public_address import is_public

WRITTEN = """
    0.0.0.0 0.1.2.3 10.0.0.1 10.255.255.255 100.64.0.1 100.127.255.254 127.0.0.1 127.255.255.255 169.254.169.254
    172.16.0.1 172.31.255.255 192.0.0.1 192.0.0.9 192.0.0.10 192.0.0.170 192.0.2.1 192.88.99.1 192.168.0.1 198.18.0.1
    198.19.255.255 198.51.100.1 203.0.113.1 224.0.0.1 239.255.255.255 240.0.0.1 255.255.255.255
    :: ::1 ::127.0.0.1 ::ffff:127.0.0.1 ::ffff:8.8.8.8 ::ffff:0:8.8.8.8 64:ff9b::7f00:1 64:ff9b::808:808 64:ff9b:1::1
    100::1 100:0:0:1::1 2001::1 2001:0:4136:e378:8000:63bf:3fff:fdd2 2001:2::1 2001:10::1 2001:20::1 2001:db8::1 2002:7f00:1::
    2002:808:808::1 2620:4f:8000::1 3fff::1 4000::1 5f00::1 fc00::1 fd12:3456::1 fe80::1 fe80::1%eth0 2600::1%1 fec0::1 ff02::1 ff0e::1
    localhost 0x7f.0.0.1 2130706433 127.1 017700000001 1.2.3.4/8
"""
INSIDE = [*WRITTEN.split(), "", " 8.8.8.8", "8.8.8.8\n"]
OUTSIDE = "1.1.1.1 8.8.8.8 9.9.9.9 100.63.255.255 100.128.0.0 172.15.0.1 172.32.0.1 192.167.1.1 223.255.255.255 2600:1f18::1 2a00:1450::1 2606:4700::1".split()


@pytest.mark.parametrize("address", INSIDE)
def test_is_not_anybody_s(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", OUTSIDE)
def test_is_anybody_s(address: str) -> None:
    assert is_public(address)


@given(st.ip_addresses(v=4))
def test_is_never_more_open_than_the_library_for_old_addresses(ip: object) -> None:
    assert not is_public(str(ip)) or ip.is_global  # type: ignore[attr-defined]


@given(st.ip_addresses(v=6))
def test_is_never_more_open_than_the_library_for_new_addresses(ip: object) -> None:
    assert not is_public(str(ip)) or (ip.is_global and not ip.is_multicast)  # type: ignore[attr-defined]
