"""Web addresses: which ones may be fetched, and from which machine."""

from __future__ import annotations

import ipaddress
from collections.abc import Sequence
from typing import NamedTuple

from pipelines.errors import ErrorCode, InputError

_PORTS = {"http": 80, "https": 443}
_LONGEST = 2_000
_SHOWN = 80
# Global for Python 3.11, or by registration, but no machine of the internet's own: shared space of providers, relays,
# benchmarks, documentation, and IPv4 wrapped in IPv6 (6to4, Teredo; NAT64 is outside 2000::/3).
_CLOSED = tuple(
    ipaddress.ip_network(network)
    for network in (
        "0.0.0.0/8",
        "100.64.0.0/10",
        "192.0.0.0/24",
        "192.88.99.0/24",
        "198.18.0.0/15",
        "224.0.0.0/3",
        "2001::/23",
        "2001:db8::/32",
        "2002::/16",
        "3fff::/20",
    )
)
_GLOBAL = ipaddress.ip_network("2000::/3")


class Place(NamedTuple):
    """What an address asks for: `host` in ASCII, as certificates and the DNS have it; `url` complete."""

    url: str
    scheme: str
    host: str
    port: int


def place(address: str, private: bool) -> Place:
    """Where `address` leads; `private` allows any port.

    Raises InputError: BAD_ADDRESS (no http or https, no host, a user's name or password), BAD_PORT.
    """
    import httpx2

    bad = InputError(ErrorCode.BAD_ADDRESS, address=shown(address))
    if len(address) > _LONGEST or any(character.isspace() or not character.isprintable() for character in address):
        raise bad
    try:
        url = httpx2.URL(address)
        host = url.raw_host.decode("ascii").rstrip(".")
    except (httpx2.InvalidURL, ValueError) as error:
        raise bad from error
    if url.scheme not in _PORTS or not host or url.userinfo or "%" in host:
        raise bad
    port = _PORTS[url.scheme] if url.port is None else url.port
    if port not in _PORTS.values() and not private:
        raise InputError(ErrorCode.BAD_PORT, address=shown(address), port=port)
    return Place(str(url.copy_with(fragment=None)), url.scheme, host, port)


def refuse_private(host: str, found: Sequence[str]) -> None:
    """Raise InputError PRIVATE_ADDRESS unless every address that `host` has is one of the public internet."""
    if not all(is_public(address) for address in found):
        raise InputError(ErrorCode.PRIVATE_ADDRESS, host=shown(host))


def is_public(address: str) -> bool:
    """Whether an IP address is one machine's on the public internet, itself and what is wrapped in it.

    After the IANA special-purpose registries; IPv6 only from the space that is given out (2000::/3).
    """
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:  # also with a zone, fe80::1%eth0
        return False
    if isinstance(ip, ipaddress.IPv6Address):
        if ip.ipv4_mapped is not None:
            return is_public(str(ip.ipv4_mapped))
        if ip not in _GLOBAL:
            return False
    return ip.is_global and not ip.is_multicast and not any(ip in network for network in _CLOSED)


def shown(text: str) -> str:
    """`text` short enough for a message, with nothing in it that cannot be seen."""
    visible = "".join(character for character in text if character.isprintable())
    return visible if len(visible) <= _SHOWN else visible[: _SHOWN - 1] + "…"
