"""What every answer carries: headers that tie the browser's hands, and the cookie that tells the page its visitor."""

from __future__ import annotations

import re
import secrets
from http.cookies import CookieError, SimpleCookie

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

COOKIE = "zhaiyi_visitor"
TOKEN = re.compile(r"[\w-]{20,100}", re.ASCII)
_YEAR = 365 * 86_400

# Streamlit's own page needs inline scripts and styles, eval for its charts, and blobs for components. What matters here
# is what it may not do: load from or send to anywhere else, be framed by another page, or post a form elsewhere.
POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "media-src 'self' data: blob:",
        "connect-src 'self' ws: wss: data: blob:",
        "worker-src 'self' blob:",
        "frame-src 'self' blob:",
        "frame-ancestors 'self'",
        "form-action 'self'",
        "base-uri 'self'",
        "object-src 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "Referrer-Policy": "no-referrer",  # the address of a result is the key to it
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}


class SafeHeaders:
    """Around the whole server. Websockets pass through untouched."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """See ASGI."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        asked = Headers(scope=scope)
        path = scope["path"].removeprefix(scope.get("root_path", ""))  # before routing writes into the scope

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                given = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    given.setdefault(name, value)
                if path.startswith("/v1/"):
                    given["Cache-Control"] = "no-store"
                is_page = given.get("content-type", "").startswith("text/html") and scope["method"] == "GET"
                if is_page and not _known(asked):
                    given.append("Set-Cookie", _cookie(scope, asked))
            await send(message)

        await self._app(scope, receive, with_headers)


def _known(asked: Headers) -> bool:
    """Whether the browser has a cookie of ours already."""
    try:
        cookies = SimpleCookie(asked.get("cookie", ""))
    except CookieError:
        return False
    return COOKIE in cookies and TOKEN.fullmatch(cookies[COOKIE].value) is not None


def _cookie(scope: Scope, asked: Headers) -> str:
    """A new one. Scripts cannot read it, other sites cannot have it sent but by a link that is followed."""
    encrypted = "https" in (scope.get("scheme"), asked.get("x-forwarded-proto", "").split(",")[0].strip())
    secure = "; Secure" if encrypted else ""
    return f"{COOKIE}={secrets.token_urlsafe(24)}; Path=/; Max-Age={_YEAR}; HttpOnly; SameSite=Lax{secure}"
