"""Before the API: who has no key, asks too often or sends too much is told so before anything is read or done."""

from __future__ import annotations

import logging
import traceback

from starlette.exceptions import HTTPException
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pipelines.errors import LimitError
from pipelines.service.http.keys import OFF, WANTED, Keys
from pipelines.service.http.problems import Code, of_error, problem, unforeseen
from pipelines.service.rate import Rate

log = logging.getLogger(__name__)

DOCUMENT = "/openapi.json"  # may be read without a key, so that programs can be built against it


class Guard:
    """Around the API. What comes through has its owner in the request's state, as `owner`."""

    def __init__(self, app: ASGIApp, keys: Keys, rate: Rate, limit: int) -> None:
        self._app = app
        self._keys = keys
        self._rate = rate
        self._limit = limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """See ASGI."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        refused = self._refused(scope)
        if refused is not None:
            await refused(scope, receive, send)
            return
        await self._answered(scope, self._bounded(receive), send)

    def _refused(self, scope: Scope) -> ASGIApp | None:
        """The answer for who may not come in; None for who may."""
        if not self._keys:
            return problem(404, Code.OFF, OFF)
        if scope["path"].removeprefix(scope.get("root_path", "")) == DOCUMENT:
            return None
        owner = self._keys.owner(HTTPConnection(scope).headers)
        if owner is None:
            return problem(401, Code.KEY_WANTED, WANTED, headers={"WWW-Authenticate": "Bearer"})
        try:
            self._rate.check(owner)
        except LimitError as error:
            return of_error(error)
        scope.setdefault("state", {})["owner"] = owner
        return None

    def _bounded(self, receive: Receive) -> Receive:
        """Refuses a body over the limit while it arrives, not once it is there."""
        arrived = 0

        async def counted() -> Message:
            nonlocal arrived
            message = await receive()
            arrived += len(message.get("body", b""))
            if arrived > self._limit:
                raise HTTPException(413, f"The body has more than the {self._limit} bytes that are allowed.")
            return message

        return counted

    async def _answered(self, scope: Scope, receive: Receive, send: Send) -> None:
        """A bug is told by its place: the server would log its message, which can hold what was sent."""
        begun = False

        async def watched(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            await self._app(scope, receive, watched)
        except Exception as error:
            place = traceback.extract_tb(error.__traceback__)[-1]
            log.error("a request failed: %s at %s:%s", type(error).__name__, place.filename, place.lineno)
            if begun:
                # Half an answer must not look like a whole one: the server breaks the connection off.
                raise RuntimeError("an answer was broken off") from None
            await unforeseen()(scope, receive, send)
