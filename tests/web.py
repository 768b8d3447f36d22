"""A web server on this machine that answers what a test wants, and a network in which its address is any name's."""

from __future__ import annotations

import contextlib
import socket
import ssl
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence

import httpcore2

from pipelines.article.network import Network

Answer = bytes | Callable[[socket.socket], None]


def response(body: bytes = b"", *, status: str = "200 OK", **headers: str) -> bytes:
    """A whole HTTP response; `content_type="text/html"` is a header."""
    lines = [f"HTTP/1.1 {status}", *(f"{name.replace('_', '-')}: {value}" for name, value in headers.items())]
    if "content_length" not in headers:
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join((*lines, "", "")).encode() + body


class Server:
    """Answers by path; what is not there is 404. `requests` are the heads of what was asked."""

    def __init__(self, answers: Mapping[str, Answer], context: ssl.SSLContext | None = None) -> None:
        self.answers = dict(answers)
        self.requests: list[str] = []
        self.closed = threading.Event()
        self._context = context
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._socket.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        with contextlib.suppress(OSError):
            while not self.closed.is_set():
                threading.Thread(target=self._one, args=(self._socket.accept()[0],), daemon=True).start()

    def _one(self, connection: socket.socket) -> None:
        with contextlib.suppress(OSError), connection:
            if self._context:
                with self._context.wrap_socket(connection, server_side=True) as secure:
                    self._answer(secure)
            else:
                self._answer(connection)

    def _answer(self, connection: socket.socket) -> None:
        head = b""
        while b"\r\n\r\n" not in head:
            if not (part := connection.recv(65536)):
                return
            head += part
        self.requests.append(head.decode("latin-1"))
        path = self.requests[-1].split(" ")[1]
        answer = self.answers.get(path, response(status="404 Not Found"))
        if isinstance(answer, bytes):
            connection.sendall(answer)
        else:
            answer(connection)

    def close(self) -> None:
        self.closed.set()
        self._socket.close()


@contextlib.contextmanager
def serving(answers: Mapping[str, Answer], context: ssl.SSLContext | None = None) -> Iterator[Server]:
    """A server for the length of a test."""
    server = Server(answers, context)
    try:
        yield server
    finally:
        server.close()


class OtherNetwork(Network):
    """A network in which names have the addresses that a test gives, and every address is one server's on this machine.

    What is asked of the names and which addresses are connected to is kept.
    """

    def __init__(self, server: Server, names: Mapping[str, Sequence[Sequence[str]]], trusted: str = "") -> None:
        self._server = server
        self._names = {name: list(answers) for name, answers in names.items()}
        self._trusted = trusted
        self.asked: list[str] = []
        self.connected: list[tuple[str, int]] = []

    def resolve(self, host: str, port: int, seconds: float) -> Sequence[str] | None:
        self.asked.append(host)
        answers = self._names.get(host, [[]])
        return answers.pop(0) if len(answers) > 1 else answers[0]

    def connect(self, address: str, port: int, seconds: float) -> httpcore2.NetworkStream:
        self.connected.append((address, port))
        return super().connect("127.0.0.1", self._server.port, seconds)

    def tls(self) -> ssl.SSLContext:
        return ssl.create_default_context(cafile=self._trusted) if self._trusted else super().tls()
