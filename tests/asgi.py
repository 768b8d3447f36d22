"""An ASGI application on a port of this machine, for tests of what asks over the network."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import uvicorn


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as free:
        free.bind(("localhost", 0))
        return int(free.getsockname()[1])


@contextmanager
def serving(app: Any) -> Iterator[str]:
    """Its address."""
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, log_level="critical", lifespan="off", timeout_graceful_shutdown=1))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(10)
        listening.close()


class Faulty:
    """An application that fails as it is told before it works: each of `faults` once, in order.

    A number is a status, "hang" no answer at all, "nonsense" one that is no JSON, "drop" a broken connection.
    """

    def __init__(self, app: Any) -> None:
        self._app = app
        self.faults: list[int | str] = []
        self.always: int | str | None = None
        self.asked = 0
        self.headers: list[dict[bytes, bytes]] = []

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        from anyio import sleep
        from starlette.responses import PlainTextResponse

        self.asked += 1
        self.headers.append(dict(scope["headers"]))
        fault = self.faults.pop(0) if self.faults else self.always
        match fault:
            case None:
                await self._app(scope, receive, send)
            case int():
                await PlainTextResponse("fault", fault, {"Retry-After": "0"})(scope, receive, send)
            case "hang":
                await sleep(30)
            case "nonsense":
                await PlainTextResponse("<html>")(scope, receive, send)
            case "drop":
                raise ConnectionError
