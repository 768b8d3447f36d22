"""What was found in a source before any repair: its kind, its title and its plain text."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple


class Kind(StrEnum):
    """What a source is, told by its content and never by its name's ending; Markdown alone may need the ending."""

    TEXT = "text"
    MARKDOWN = "markdown"
    HTML = "html"
    FEED = "feed"  # RSS, Atom and other XML
    SUBTITLES = "subtitles"  # SRT and WebVTT
    WORD = "docx"
    PDF = "pdf"
    EPUB = "epub"
    ARCHIVE = "zip"  # several sources, none itself


class Stretch(NamedTuple):
    """A half-open span of a text that goes, and the rule it goes by."""

    start: int
    end: int
    rule: str


@dataclass(frozen=True, slots=True)
class Extract:
    """A source as it is shown before a run; reading an article from it is the same as reading the source itself.

    `text` is what the repairs begin with, and what becomes `Article.original`. `title` is the headline that the source
    itself names, which `text` begins with; empty where only the text can tell. `name` is the file's own, `address`
    where it was fetched. `asides` are spans of `text`, in order, that the source itself shows to be no part of the
    article, such as the running heads of a PDF; `wraps` are the places of line ends in `text` that it shows to stand
    within a paragraph. `tags` counts the tags that a page or feed has lost.
    """

    kind: Kind
    text: str
    title: str = ""
    name: str = ""
    address: str = ""
    asides: tuple[Stretch, ...] = ()
    wraps: tuple[int, ...] = ()
    tags: int = 0

    @property
    def plain(self) -> str:
        """`text` without `asides`."""
        parts: list[str] = []
        position = 0
        for start, end, _ in self.asides:
            parts.append(self.text[position:start])
            position = end
        return "".join((*parts, self.text[position:]))
