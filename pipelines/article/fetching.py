"""A web page, fetched from the public internet only, within limits that no server can stretch.

A host is looked up once for each request and connected to at exactly the address that was checked, so that a second
answer of the DNS cannot lead elsewhere (rebinding); the Host header and the name in the certificate stay the host's.
Proxies of the environment are not used: a proxy looks the name up itself, and the check would say nothing.
"""

from __future__ import annotations

import http
import ssl
import time
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from pipelines.article.addresses import Place, place, refuse_private, shown
from pipelines.article.network import Network, Pinned
from pipelines.errors import ErrorCode, InputError
from pipelines.settings import Settings

if TYPE_CHECKING:
    import httpcore2

MOST_BYTES = 5_000_000  # unpacked
SECONDS = 10.0  # for everything, redirects included
MOST_REDIRECTS = 5
_HEADERS = (
    ("User-Agent", "Zhaiyi/0.1 (reads one article for one reader)"),
    ("Accept", "text/html, application/xhtml+xml, text/*;q=0.9, application/pdf;q=0.8, */*;q=0.5"),
    ("Accept-Language", "zh-CN, zh;q=0.9, en;q=0.3"),
    ("Accept-Encoding", "gzip"),
    ("Connection", "close"),
)
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
# Whatever else is sent is told by its content, as servers call Word documents and text files many things.
_NO_ARTICLES = ("image/", "audio/", "video/", "font/", "model/", "text/css", "text/javascript")
_NO_ARTICLE = frozenset({"application/json", "application/javascript", "application/x-javascript", "application/wasm"})


@dataclass(frozen=True, slots=True)
class Fetched:
    """What an address gave: the bytes, and the address they came from after all redirects."""

    data: bytes
    address: str

    @property
    def name(self) -> str:
        """The last part of the address's path, as the name of a file."""
        return unquote(urlsplit(self.address).path.rpartition("/")[2])


def fetched(address: str, settings: Settings, network: Network) -> Fetched:
    """What `pipelines.article.fetch_article` says."""
    if not settings.fetch:
        raise InputError(ErrorCode.FETCH_OFF)
    deadline = time.monotonic() + SECONDS
    for _ in range(MOST_REDIRECTS + 1):
        there = place(address.strip(), settings.fetch_private)
        answer = _answer(there, settings, network, deadline)
        if isinstance(answer, bytes):
            return Fetched(answer, there.url)
        address = answer
    raise InputError(ErrorCode.TOO_MANY_REDIRECTS, host=shown(there.host), limit=MOST_REDIRECTS)


def _answer(there: Place, settings: Settings, network: Network, deadline: float) -> bytes | str:
    """What is at this place, or the address it sends on to."""
    import httpcore2

    timeout = InputError(ErrorCode.FETCH_TIMEOUT, host=shown(there.host), seconds=round(SECONDS))
    found = network.resolve(there.host, there.port, deadline - time.monotonic())
    if found is None:
        raise timeout
    if not found:
        raise InputError(ErrorCode.NO_SUCH_HOST, host=shown(there.host))
    if not settings.fetch_private:
        refuse_private(there.host, found)
    backend = Pinned(network, found, deadline)
    try:
        with (
            httpcore2.ConnectionPool(ssl_context=network.tls(), network_backend=backend, retries=0) as pool,
            pool.stream("GET", there.url, headers=list(_HEADERS)) as response,
        ):
            return _read(there, response)
    except httpcore2.TimeoutException as error:
        raise timeout from error
    except httpcore2.NetworkError as error:
        raise _unreachable(there, error) from error
    except (httpcore2.ProtocolError, httpcore2.UnsupportedProtocol, zlib.error) as error:
        raise InputError(ErrorCode.BROKEN_ANSWER, host=shown(there.host)) from error


def _unreachable(there: Place, error: Exception) -> InputError:
    """What became of a connection: the certificate's fault, or the network's."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return InputError(ErrorCode.UNSAFE_CONNECTION, host=shown(there.host), reason=cause.verify_message)
        if isinstance(cause, ssl.SSLError):
            return InputError(ErrorCode.UNSAFE_CONNECTION, host=shown(there.host), reason=cause.reason or "TLS")
        if isinstance(cause, OSError) and cause.strerror:
            return InputError(ErrorCode.UNREACHABLE, host=shown(there.host), reason=cause.strerror.lower())
        cause = cause.__cause__ or cause.__context__
    return InputError(ErrorCode.BROKEN_ANSWER, host=shown(there.host))


def _read(there: Place, response: httpcore2.Response) -> bytes | str:
    import httpx2

    headers = httpx2.Headers(response.headers)
    status = response.status
    if status in _REDIRECTS and headers.get("location"):
        return _sent_on(there, next(value for name, value in response.headers if name.lower() == b"location"))
    if status != http.HTTPStatus.OK:
        raise InputError(ErrorCode.HTTP_STATUS, host=shown(there.host), status=status, meaning=_meaning(status))
    kind = headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind.startswith(_NO_ARTICLES) or kind in _NO_ARTICLE:
        raise InputError(ErrorCode.WRONG_CONTENT, kind=shown(kind))
    length = headers.get("content-length", "")
    if length.isdecimal() and int(length[:20]) > MOST_BYTES:
        raise InputError(ErrorCode.PAGE_TOO_LARGE, host=shown(there.host), limit=MOST_BYTES)
    encoding = headers.get("content-encoding", "identity").strip().lower()
    if encoding not in ("", "identity", "gzip", "x-gzip", "deflate"):
        raise InputError(ErrorCode.BROKEN_ANSWER, host=shown(there.host))
    parts, size = [], 0
    for part in _unpacked(response.iter_stream(), encoding):
        size += len(part)
        if size > MOST_BYTES:
            raise InputError(ErrorCode.PAGE_TOO_LARGE, host=shown(there.host), limit=MOST_BYTES)
        parts.append(part)
    return b"".join(parts)


def _sent_on(there: Place, location: bytes) -> str:
    import httpx2

    target = location.decode("utf-8", "replace").strip()
    try:
        return str(httpx2.URL(there.url).join(target))
    except (httpx2.InvalidURL, ValueError) as error:
        raise InputError(ErrorCode.BAD_ADDRESS, address=shown(target)) from error


def _unpacked(parts: Iterable[bytes], encoding: str) -> Iterator[bytes]:
    """The body, unpacked piece by piece: of a bomb no more than one piece is ever there."""
    if encoding in ("", "identity"):
        yield from parts
        return
    decoder: Any = None
    for part in parts:
        if decoder is None:
            # "deflate" should be a zlib stream and often is a bare one.
            bare = encoding == "deflate" and part[:1] and part[0] & 0x0F != 8
            decoder = zlib.decompressobj(-zlib.MAX_WBITS if bare else zlib.MAX_WBITS | 32)
        rest = part
        while rest and not decoder.eof:
            yield decoder.decompress(rest, 1 << 16)
            rest = decoder.unconsumed_tail
    if decoder is not None and not decoder.eof:
        raise zlib.error("the stream breaks off")


def _meaning(status: int) -> str:
    try:
        return f" ({http.HTTPStatus(status).phrase})"
    except ValueError:
        return ""
