"""Around the API: bodies are bounded while they arrive, and what nobody foresaw is told without anybody's text."""

from __future__ import annotations

from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pipelines.service.http.problems import failed


class Bounded:
    """Refuses a body over the limit, in bytes, while it arrives, not once it is there."""

    def __init__(self, app: ASGIApp, limit: int) -> None:
        self._app = app
        self._limit = limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """See ASGI."""
        arrived = 0

        async def counted() -> Message:
            nonlocal arrived
            message = await receive()
            arrived += len(message.get("body", b""))
            if arrived > self._limit:
                raise HTTPException(413, f"The body has more than the {self._limit} bytes that are allowed.")
            return message

        await self._app(scope, counted, send)


class Quiet:
    """Answers an exception that came through everything else. Let go further, it would be logged with its message."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """See ASGI."""
        begun = False

        async def noted(message: Message) -> None:
            nonlocal begun
            begun = begun or message["type"] == "http.response.start"
            await send(message)

        try:
            await self._app(scope, receive, noted)
        except Exception as error:
            answer = failed(error)
            if not begun:
                await answer(scope, receive, send)
