"""Pages saved whole in one file (MHTML), by browsers and, often named .doc, by Word."""

from __future__ import annotations

import email
import email.policy
import re

from pipelines.errors import ErrorCode, InputError

_HEAD = 4_000  # bytes in which the fields stand
_DEEPEST = 20  # parts within each other; each costs the parser a level of recursion
_MOST_LINES = 5_000  # that may begin a part; 500,000 of them took 11 s
_fields = re.compile(rb"\A(?:[\w-]+:[^\n]*\n(?:[ \t][^\n]*\n)*)*?content-type:\s*multipart/related", re.IGNORECASE)


def is_mhtml(data: bytes) -> bool:
    """Whether the file begins with the fields of such a page."""
    return bool(_fields.match(data[:_HEAD].lstrip().replace(b"\r\n", b"\n")))


def page(data: bytes) -> bytes:
    """The HTML in it, as it is encoded there. Raises InputError DAMAGED."""
    if data.lower().count(b"boundary=") > _DEEPEST or data.count(b"\n--") > _MOST_LINES:
        raise InputError(ErrorCode.DAMAGED, kind="MHTML")
    message = email.message_from_bytes(data.lstrip(), policy=email.policy.compat32)
    for part in message.walk():
        payload = part.get_payload(decode=True)
        if part.get_content_type() == "text/html" and isinstance(payload, bytes) and payload.strip():
            return payload
    raise InputError(ErrorCode.DAMAGED, kind="MHTML")
