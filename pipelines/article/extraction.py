"""From a source of any kind to its plain text: what a reader is shown before a run, and what the repairs begin with."""

from __future__ import annotations

import re
from dataclasses import replace

from pipelines.article import isolated, kinds, markdown, marked, mhtml, subtitles
from pipelines.article.encoding import decode
from pipelines.article.extracted import Extract, Kind
from pipelines.errors import ErrorCode, InputError
from pipelines.settings import Settings

# Characters of a page. Trafilatura took 34 s and 609 MB for the 3 million of a hostile one; for as many as this, 5 s.
_LARGE = 250_000
_surrogates = re.compile("[\ud800-\udfff]")


def extracted(data: str | bytes, name: str, address: str, switched_off: frozenset[str], settings: Settings) -> Extract:
    """What `pipelines.article.extract` says."""
    if len(data) > settings.max_bytes:
        raise InputError(ErrorCode.TOO_LARGE, size=len(data), limit=settings.max_bytes)
    if isinstance(data, bytes) and mhtml.is_mhtml(data):
        data = mhtml.page(data)
    kind = kinds.told(data) if isinstance(data, bytes) else Kind.TEXT
    if kind is Kind.ARCHIVE:
        raise InputError(ErrorCode.ARCHIVE)
    if kind is Kind.TEXT:
        found = _of_text(decode(data), name, switched_off, settings)
    else:
        found = isolated.read(kind, data, settings)  # type: ignore[arg-type]  # what has another kind is bytes
        found = replace(found, text=_surrogates.sub("\ufffd", found.text))
        _refuse_empty(found.text)
    _refuse_long(found.text, settings)
    return replace(found, name=name, address=address)


def _of_text(text: str, name: str, switched_off: frozenset[str], settings: Settings) -> Extract:
    """Of a page or feed its article, of subtitles what is said, anything else as it is."""
    _refuse_empty(text)
    marked_up = marked.kind(text) if "markup" not in switched_off else None
    if marked_up and len(text) > _LARGE:
        return isolated.read(marked_up, text.encode(), settings)
    if marked_up:
        return marked.found(text, marked_up)
    if subtitles.is_subtitles(text):
        said = subtitles.read(text)
        _refuse_empty(said.text)
        return said
    _refuse_long(text, settings)
    kind = Kind.MARKDOWN if markdown.is_markdown(text, name) else Kind.TEXT
    return Extract(kind, text, markdown.heading(text) if kind is Kind.MARKDOWN else "")


def _refuse_long(text: str, settings: Settings) -> None:
    if len(text) > settings.max_characters:
        raise InputError(ErrorCode.TOO_LONG, length=len(text), limit=settings.max_characters)


def _refuse_empty(text: str) -> None:
    if not re.search(r"[^\W_]", text):
        raise InputError(ErrorCode.EMPTY)
