"""Who may use the API: whoever has one of its keys. Without keys it is off."""

from __future__ import annotations

import hashlib
import hmac

from fastapi import Request, Security
from fastapi.security import APIKeyHeader, HTTPAuthorizationCredentials, HTTPBearer
from starlette.datastructures import Headers

OFF = "The HTTP API is off. Whoever runs this server can turn it on by setting ZHAIYI_API_KEYS."
WANTED = "Send one of this server's keys as `Authorization: Bearer KEY` or `X-Api-Key: KEY`."

_bearer = HTTPBearer(auto_error=False, description=WANTED)
_header = APIKeyHeader(name="X-Api-Key", auto_error=False, description=WANTED)


class Keys:
    """The keys of a server: false where there are none."""

    def __init__(self, keys: str) -> None:
        self._keys = [key.strip() for key in keys.split(",") if key.strip()]

    def __len__(self) -> int:
        return len(self._keys)

    @property
    def owners(self) -> tuple[str, ...]:
        """All whose requests come in by these keys."""
        return tuple(map(_owner, self._keys))

    def owner(self, headers: Headers) -> str | None:
        """Whose request this is, or None where no key of ours comes with it."""
        given = bearer(headers) or headers.get("x-api-key", "")
        return _owner(given) if fits(given, self._keys) else None


def asked_by(
    request: Request,
    by_bearer: HTTPAuthorizationCredentials | None = Security(_bearer),  # noqa: B008  # how FastAPI's document is told
    by_header: str | None = Security(_header),
) -> str:
    """As a dependency of a route: whose request this is. Nobody gets here without a key."""
    owner: str = request.state.owner
    return owner


def bearer(headers: Headers) -> str:
    """The bearer token of a request, or nothing."""
    scheme, _, token = headers.get("authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""


def fits(given: str, keys: list[str]) -> bool:
    """Whether this is one of the keys; how long that takes does not say how much of it is right."""
    return any([hmac.compare_digest(given.encode(), key.encode()) for key in keys])


def _owner(key: str) -> str:
    return f"key:{hashlib.sha256(key.encode()).hexdigest()[:16]}"
