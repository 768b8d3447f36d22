"""The HTTP client for servers of models: one for the process, as connections are kept and making one reads all
certificates.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import httpx2

CONNECT = 5.0  # seconds
AGAIN = frozenset({429, 500, 502, 503, 504})  # a replica that was lost answers 500, a full queue 503


@cache
def client() -> httpx2.Client:
    """The client. Whoever asks with it says how long it may take, and who is asking."""
    import httpx2

    return httpx2.Client(limits=httpx2.Limits(max_connections=None, max_keepalive_connections=64))
