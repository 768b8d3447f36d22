"""Connections that go to an address that was looked up and checked before, and end at a deadline."""

from __future__ import annotations

import socket
import ssl
import threading
import time
from collections.abc import Iterable, Sequence
from typing import Any

import httpcore2


class Network:
    """The network of this machine."""

    def resolve(self, host: str, port: int, seconds: float) -> Sequence[str] | None:
        """The IP addresses of `host`, none where there is no such host; None where that takes too long."""
        found: list[str] = []

        def look_up() -> None:
            try:
                answers = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            except (OSError, UnicodeError):
                return
            found.extend(str(answer[4][0]) for answer in answers)

        # The system's resolver cannot be told a time.
        thread = threading.Thread(target=look_up, daemon=True)
        thread.start()
        thread.join(max(seconds, 0.0))
        return None if thread.is_alive() else tuple(dict.fromkeys(found))

    def connect(self, address: str, port: int, seconds: float) -> httpcore2.NetworkStream:
        """A connection to an IP address. Raises httpcore2's ConnectError or ConnectTimeout."""
        return httpcore2.SyncBackend().connect_tcp(address, port, timeout=seconds, socket_options=())

    def tls(self) -> ssl.SSLContext:
        """Whom a secure connection believes: what the system trusts, or what SSL_CERT_FILE names."""
        return httpcore2.default_ssl_context()


class Pinned(httpcore2.NetworkBackend):
    """Connects to `addresses`, whatever host it is asked for; the deadline holds for all that is done with it."""

    def __init__(self, network: Network, addresses: Sequence[str], deadline: float) -> None:
        self._network = network
        self._addresses = addresses
        self._deadline = deadline

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore2.NetworkStream:
        failed: Exception | None = None
        for number, address in enumerate(self._addresses):
            # The next one has a turn, too, when this one does not answer.
            left = _left(self._deadline, httpcore2.ConnectTimeout) / (len(self._addresses) - number)
            try:
                return _Timed(self._network.connect(address, port, left), self._deadline)
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as error:
                failed = error
        raise failed or httpcore2.ConnectError("no address")


class _Timed(httpcore2.NetworkStream):
    """A connection on which every wait ends at the deadline, however often a server sends a little."""

    def __init__(self, stream: httpcore2.NetworkStream, deadline: float) -> None:
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, _left(self._deadline, httpcore2.ReadTimeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, _left(self._deadline, httpcore2.WriteTimeout))

    def close(self) -> None:
        self._stream.close()

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore2.NetworkStream:
        left = _left(self._deadline, httpcore2.ConnectTimeout)
        return _Timed(self._stream.start_tls(ssl_context, server_hostname, left), self._deadline)


def _left(deadline: float, late: type[Exception]) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise late("the deadline has passed")
    return left
