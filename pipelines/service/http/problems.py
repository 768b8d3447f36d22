"""What goes wrong, as RFC 9457 has it: application/problem+json with our code, its facts and the English sentence."""

from __future__ import annotations

import logging
import traceback
from typing import Any

from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse

from pipelines.errors import ErrorCode, InputError, LimitError, ModelError, PipelineError

log = logging.getLogger(__name__)

MEDIA = "application/problem+json"
RETRY = 5  # seconds after which to come again where nothing better is known
_TOO_LARGE = (ErrorCode.TOO_LONG, ErrorCode.TOO_LARGE)
_WRONG_NAME = (ErrorCode.UNKNOWN_MODEL, ErrorCode.WRONG_TASK, ErrorCode.NOT_ALLOWED)
_NOT_NOW = (ErrorCode.TOO_SLOW, ErrorCode.UNWATCHED, ErrorCode.WORKER_LOST)
_TOO_MANY = (ErrorCode.TOO_FAST, ErrorCode.OWN_WAITING)


class Problem(BaseModel):
    """Something that went wrong. `code` is for programs, `detail` says it in English and what to do about it."""

    title: str = Field(examples=["Too many requests"])
    status: int = Field(examples=[429])
    code: str = Field(examples=["too_fast"])
    detail: str = Field(examples=["That was more than 30 requests within a minute. Try again in 12 seconds."])
    facts: dict[str, str | int] = {}


TITLES = {
    400: "Bad request",
    401: "Key wanted",
    403: "Not allowed",
    404: "Not here",
    405: "Method not allowed",
    409: "Not ready",
    413: "Too large",
    422: "Cannot be used",
    429: "Too many requests",
    500: "Failed",
    503: "Not now",
}


def problem(status: int, code: str, detail: str, **facts: str | int) -> JSONResponse:
    """The answer for a problem; of 429 and 503 it says when to come again."""
    body = Problem(title=TITLES.get(status, "Failed"), status=status, code=code, detail=detail, facts=facts)
    headers = {"Retry-After": str(facts.get("seconds", RETRY))} if status in (429, 503) else None
    return JSONResponse(body.model_dump(), status, headers, media_type=MEDIA)


def of_error(error: PipelineError) -> JSONResponse:
    """The answer for an error of the library."""
    return problem(_status(error), error.code.value, str(error), **error.facts)


def _status(error: PipelineError) -> int:
    if error.code in _TOO_LARGE:
        return 413
    if isinstance(error, InputError) or error.code in _WRONG_NAME:
        return 422
    if error.code in _NOT_NOW:
        return 503
    if isinstance(error, LimitError):
        return 429 if error.code in _TOO_MANY else 503
    if isinstance(error, ModelError):
        return 409
    return 500


async def told(request: Request, error: Exception) -> JSONResponse:
    """The handler of everything that is raised in the API."""
    match error:
        case PipelineError():
            return of_error(error)
        case RequestValidationError():
            # Where and why, without what was sent: that may be somebody's text.
            return problem(422, "invalid", "; ".join(_place(one) for one in error.errors()[:5]))
        case HTTPException():
            answer = problem(error.status_code, "http", str(error.detail))
            answer.headers.update(error.headers or {})
            return answer
    return failed(error)


def failed(error: Exception) -> JSONResponse:
    """The answer for what nobody foresaw. The log names the place; the message could hold somebody's text."""
    place = traceback.extract_tb(error.__traceback__)[-1]
    log.error("a request failed: %s at %s:%s", type(error).__name__, place.filename, place.lineno)
    return problem(500, "failed", "This failed, and the log of the server says where.")


def _place(fault: dict[str, Any]) -> str:
    """Where and why a request is not as it should be, without a word of what was sent."""
    *above, last = (str(part) for part in fault["loc"])
    shown = above if fault["type"] == "extra_forbidden" else [*above, last]
    return f"{'.'.join(shown[1:]) or 'body'}: {fault['msg']}"


def answers(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """For the API's document: these statuses are answered with a problem."""
    return {
        status: {"model": Problem, "description": TITLES[status], "content": {MEDIA: {}}} for status in sorted(statuses)
    }
