"""Who may use the API: whoever has one of its keys. Without keys it is off."""

from __future__ import annotations

import hashlib
import hmac

from fastapi import Security
from fastapi.security import APIKeyHeader, HTTPAuthorizationCredentials, HTTPBearer
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from pipelines.errors import LimitError
from pipelines.service.http.problems import of_error, problem
from pipelines.service.rate import Rate
from pipelines.service.run import BY_KEY

OFF = "The HTTP API is off. Whoever runs this server can turn it on by setting ZHAIYI_API_KEYS."
WANTED = "Send one of this server's keys as `Authorization: Bearer KEY` or `X-Api-Key: KEY`."

_bearer = HTTPBearer(auto_error=False, description=WANTED)
_header = APIKeyHeader(name="X-Api-Key", auto_error=False, description=WANTED)


class Guard:
    """Around the API: nothing of a request is read before its key is known. The API's document needs none."""

    def __init__(self, app: ASGIApp, keys: str, rate: Rate) -> None:
        self._app = app
        self._keys = [key.strip() for key in keys.split(",") if key.strip()]
        self._rate = rate

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """See ASGI."""
        refusal = self._refusal(scope) if scope["type"] == "http" else None
        await (self._app if refusal is None else refusal)(scope, receive, send)

    def _refusal(self, scope: Scope) -> JSONResponse | None:
        if not self._keys:
            return problem(404, "off", OFF)
        if scope["path"].endswith("/openapi.json"):
            return None
        given = _given(Headers(scope=scope))
        if not fits(given, self._keys):
            refusal = problem(401, "no_key", WANTED)
            refusal.headers["WWW-Authenticate"] = "Bearer"
            return refusal
        owner = f"{BY_KEY}{hashlib.sha256(given.encode()).hexdigest()[:16]}"
        try:
            self._rate.check(owner)
        except LimitError as error:
            return of_error(error)
        scope.setdefault("state", {})["owner"] = owner
        return None


async def owner(
    request: Request,
    bearer: HTTPAuthorizationCredentials | None = Security(_bearer),  # noqa: B008  # for the API's document
    header: str | None = Security(_header),
) -> str:
    """Whose request this is: `Guard` has seen to it."""
    known: str = request.state.owner
    return known


def _given(headers: Headers) -> str:
    scheme, _, key = headers.get("authorization", "").partition(" ")
    return key.strip() if scheme.lower() == "bearer" else headers.get("x-api-key", "")


def fits(given: str, keys: list[str]) -> bool:
    """Whether this is one of the keys; how long that takes does not say how much of it is right."""
    return any([hmac.compare_digest(given.encode(), key.encode()) for key in keys])
