"""The HTTP client for servers of models: one for the process, as connections are kept and making one reads all
certificates.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    import httpx2

CONNECT = 5.0  # seconds
AGAIN = frozenset({429, 500, 502, 503, 504})  # a replica that was lost answers 500, a full queue 503


def reason(error: Exception) -> str:
    """Why a call failed, in words of ours: an error's own may hold the key that was sent."""
    import httpx2

    if isinstance(error, httpx2.TimeoutException):
        return "it took too long"
    return "no connection" if isinstance(error, httpx2.NetworkError) else type(error).__name__


def host(address: str) -> str:
    """What people call a server: neither a key nor a path."""
    try:
        return urlsplit(address).hostname or "of the address that is set"
    except ValueError:
        return "of the address that is set"


@cache
def client() -> httpx2.Client:
    """The client. Whoever asks with it says how long it may take, and who is asking."""
    import httpx2

    return httpx2.Client(limits=httpx2.Limits(max_connections=None, max_keepalive_connections=64))
