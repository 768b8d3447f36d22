"""Values as bytes and back, for the store: compressed JSON, which runs no code when it is read."""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Hashable
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar, cast

from pipelines import errors
from pipelines.article import Extract
from pipelines.errors import ErrorCode, PipelineError
from pipelines.service.run import Request

if TYPE_CHECKING:
    from pydantic import TypeAdapter

T = TypeVar("T")


def packed(kind: type[T], value: T) -> bytes:
    """A value of the library."""
    return zlib.compress(_adapter(kind).dump_json(value))


def unpacked(kind: type[T], data: bytes) -> T:
    """The value again. Raises ValueError for bytes that `packed` did not write."""
    try:
        return _adapter(kind).validate_json(zlib.decompress(data))
    except zlib.error as error:
        raise ValueError("not packed") from error


def plain(kind: type[T], value: T) -> dict[str, Any]:
    """A value as plain data, the fields named as the library names them."""
    data: dict[str, Any] = _adapter(kind).dump_python(value, mode="json")
    return data


def packed_request(request: Request) -> bytes:
    """A request. What it holds (a text, a file, what was found in one) stands beside the rest, under its own name."""
    data: Any = request.data
    if isinstance(data, bytes):
        held = {"file": base64.b64encode(data).decode()}
    elif isinstance(data, Extract):
        held = {"extract": _adapter(Extract).dump_python(data, mode="json")}
    else:  # a text or, as a list, sentences
        held = {"text": data}
    rest = _adapter(Request).dump_python(replace(request, data=""), mode="json")
    # A lone surrogate, which broken text can hold, is no UTF-8, so JSON escapes what is not ASCII.
    return zlib.compress(json.dumps({**held, "rest": rest}).encode())


def unpacked_request(data: bytes) -> Request:
    """The request again. Raises ValueError for bytes that `packed_request` did not write."""
    try:
        whole = json.loads(zlib.decompress(data))
    except zlib.error as error:
        raise ValueError("not packed") from error
    rest = _adapter(Request).validate_python(whole["rest"] | {"data": ""})
    if "file" in whole:
        return replace(rest, data=base64.b64decode(whole["file"]))
    if "extract" in whole:
        return replace(rest, data=_adapter(Extract).validate_python(whole["extract"]))
    held = whole["text"]
    return replace(rest, data=tuple(held) if isinstance(held, list) else held)


def written_error(error: PipelineError | None) -> str | None:
    """An error as JSON: its kind, its code, its facts."""
    if error is None:
        return None
    return json.dumps({"kind": type(error).__name__, "code": error.code.value, "facts": error.facts})


def read_error(text: str | None) -> PipelineError | None:
    """The error again."""
    if not text:
        return None
    known = json.loads(text)
    kind = getattr(errors, known["kind"], PipelineError)
    error: PipelineError = kind(ErrorCode(known["code"]), **known["facts"])
    return error


def valid(text: str) -> str:
    """Text that any database takes: broken text may hold half a character, or the one that ends a text in C."""
    return text.encode("utf-8", "replace").decode().replace("\0", "")


def _adapter(kind: type[T]) -> TypeAdapter[T]:
    adapter: TypeAdapter[T] = _adapters(cast(Hashable, kind))
    return adapter


@cache
def _adapters(kind: Any) -> Any:
    from pydantic import TypeAdapter

    return TypeAdapter(kind)
