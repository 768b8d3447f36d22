"""Who may use the API: whoever has one of its keys. Without keys it is off."""

from __future__ import annotations

import hashlib
import hmac

from fastapi import Security
from fastapi.security import APIKeyHeader, HTTPAuthorizationCredentials, HTTPBearer
from starlette.exceptions import HTTPException

from pipelines.service.rate import Rate

OFF = "The HTTP API is off. Whoever runs this server can turn it on by setting ZHAIYI_API_KEYS."
WANTED = "Send one of this server's keys as `Authorization: Bearer KEY` or `X-Api-Key: KEY`."

_bearer = HTTPBearer(auto_error=False, description=WANTED)
_header = APIKeyHeader(name="X-Api-Key", auto_error=False, description=WANTED)


class Keys:
    """The keys of a server. As a dependency of a route it gives the owner of what is asked for."""

    def __init__(self, keys: str, rate: Rate) -> None:
        self._keys = [key.strip() for key in keys.split(",") if key.strip()]
        self._rate = rate

    async def __call__(
        self,
        bearer: HTTPAuthorizationCredentials | None = Security(_bearer),  # noqa: B008  # how FastAPI is told
        header: str | None = Security(_header),
    ) -> str:
        """Whose request this is. Raises 404 where the API is off, 401 without a key, LimitError for too many."""
        if not self._keys:
            raise HTTPException(404, OFF)
        given = bearer.credentials if bearer else header or ""
        if not fits(given, self._keys):
            raise HTTPException(401, WANTED, {"WWW-Authenticate": "Bearer"})
        owner = f"key:{hashlib.sha256(given.encode()).hexdigest()[:16]}"
        self._rate.check(owner)
        return owner


def fits(given: str, keys: list[str]) -> bool:
    """Whether this is one of the keys; how long that takes does not say how much of it is right."""
    return any([hmac.compare_digest(given.encode(), key.encode()) for key in keys])
