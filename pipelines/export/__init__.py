"""Exports: one file a format, and the one table of them.

contents.py   what every format shows      notes.py    flags and findings in words
credits.py    models and their licences    literal.py  text that is only text

A row here is all that the page and the command line know of a format; its module is loaded when it is used.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from pipelines.document import Digest


@dataclass(frozen=True, slots=True)
class Format:
    """A format: `render` makes the whole file of a digest, finished or not; the same digest gives the same bytes."""

    name: str
    extension: str
    mime: str
    render: Callable[[Digest], bytes]

    @property
    def is_text(self) -> bool:
        """Whether a terminal can show it."""
        return not self.mime.startswith("application/vnd")


def _json(digest: Digest) -> bytes:
    from pipelines.export import json

    return json.dumps(digest).encode("utf-8", "backslashreplace")  # half a surrogate pair, as JSON writes it


def _markdown(digest: Digest) -> bytes:
    from pipelines.export import markdown

    return markdown.render(digest).encode()


def _docx(digest: Digest) -> bytes:
    from pipelines.export import docx

    return docx.render(digest)


def _tmx(digest: Digest) -> bytes:
    from pipelines.export import tmx

    return tmx.render(digest)


def _text(digest: Digest) -> bytes:
    from pipelines.export import text

    return text.render(digest).encode()


FORMATS: tuple[Format, ...] = (
    Format("json", "json", "application/json", _json),
    Format("md", "md", "text/markdown", _markdown),
    Format("docx", "docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", _docx),
    Format("tmx", "tmx", "application/x-tmx+xml", _tmx),
    Format("txt", "txt", "text/plain", _text),
)
