"""Whole HTML pages and XML documents: their title and body text."""

from __future__ import annotations

from pipelines.article import markup
from pipelines.article.extracted import Extract, Kind
from pipelines.errors import ErrorCode, InputError
from pipelines.settings import Settings


def kind(text: str) -> Kind | None:
    """HTML, FEED, or None where it is neither."""
    if markup.is_page(text):
        return Kind.HTML
    return Kind.FEED if markup.is_feed(text) else None


def found(text: str, kind: Kind) -> Extract:
    """What is found in it. Raises InputError NO_ARTICLE."""
    page = markup.page(text) if kind is Kind.HTML else markup.feed(text)
    if not page.text.strip():
        raise InputError(ErrorCode.NO_ARTICLE)
    return Extract(kind, page.text, page.title, tags=page.tags)


def read(data: bytes, settings: Settings) -> Extract:
    """`found` for a process of its own: `data` is the text in UTF-8."""
    text = data.decode("utf-8")
    return found(text, kind(text) or Kind.HTML)
