"""From a source of any kind to its plain text: what a reader is shown before a run, and what the repairs begin with."""

from __future__ import annotations

import re
from dataclasses import replace

from pipelines.article import isolated, kinds, markdown, markup, subtitles
from pipelines.article.encoding import decode
from pipelines.article.extracted import Extract, Kind
from pipelines.errors import ErrorCode, InputError
from pipelines.settings import Settings

_surrogates = re.compile("[\ud800-\udfff]")


def extracted(data: str | bytes, name: str, address: str, switched_off: frozenset[str], settings: Settings) -> Extract:
    """What `pipelines.article.extract` says."""
    if len(data) > settings.max_bytes:
        raise InputError(ErrorCode.TOO_LARGE, size=len(data), limit=settings.max_bytes)
    kind = kinds.told(data) if isinstance(data, bytes) else Kind.TEXT
    if kind is Kind.ARCHIVE:
        raise InputError(ErrorCode.ARCHIVE)
    if kind is Kind.TEXT:
        found = _of_text(decode(data), name, switched_off)
    else:
        found = isolated.read(kind, data, settings)  # type: ignore[arg-type]  # what has another kind is bytes
        found = replace(found, text=_surrogates.sub("\ufffd", found.text))
        _refuse_empty(found.text)
    if len(found.text) > settings.max_characters:
        raise InputError(ErrorCode.TOO_LONG, length=len(found.text), limit=settings.max_characters)
    return replace(found, name=name, address=address)


def _of_text(text: str, name: str, switched_off: frozenset[str]) -> Extract:
    """Of a page or feed its article, of subtitles what is said, anything else as it is."""
    _refuse_empty(text)
    if "markup" not in switched_off and (markup.is_page(text) or markup.is_feed(text)):
        kind = Kind.HTML if markup.is_page(text) else Kind.FEED
        found = markup.page(text) if kind is Kind.HTML else markup.feed(text)
        if not found.text.strip():
            raise InputError(ErrorCode.NO_ARTICLE)
        return Extract(kind, found.text, found.title, tags=found.tags)
    if subtitles.is_subtitles(text):
        found_cues = subtitles.read(text)
        _refuse_empty(found_cues.text)
        return found_cues
    kind = Kind.MARKDOWN if markdown.is_markdown(text, name) else Kind.TEXT
    return Extract(kind, text, markdown.heading(text) if kind is Kind.MARKDOWN else "")


def _refuse_empty(text: str) -> None:
    if not re.search(r"[^\W_]", text):
        raise InputError(ErrorCode.EMPTY)
