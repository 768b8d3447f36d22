"""PDF files with a text layer: the lines of all pages, with what their places on the pages say of them.

PDFium gives the characters that are meant where others give the look-alike radicals that browsers and Office write into
PDFs (⼀ for 一, ⻓ for 长): pypdf 7.1 returned 19 different ones for a page printed by Chromium, PDFium none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from statistics import median
from typing import Any, NamedTuple

from pipelines.article import layout
from pipelines.article.chinese import han
from pipelines.article.extracted import Extract, Kind, Stretch
from pipelines.article.layout import Line
from pipelines.errors import ErrorCode, InputError
from pipelines.settings import Settings

_MOST_PAGES = 1_000
_TAIL = 4_096  # bytes at the end among which the end mark stands
_PASSWORD, _SECURITY = 4, 5  # PDFium's own numbers
_unreadable = re.compile("[\x00-\x08\x0b-\x1f\ufffd\ue000-\uf8ff\U000f0000-\U0010ffff]")
_MOST_UNREADABLE = 0.3
# In sizes of the type: what goes back on a line, what is no longer on it, and what is a space.
_BACK, _BASELINE = 0.3, 0.6
_LATIN_SPACE, _SPACE = 0.15, 0.4
_word = re.compile(r"[^\W_]")


def read(data: bytes, settings: Settings) -> Extract:
    """The lines of all pages.

    Raises InputError: DAMAGED, ENCRYPTED, TOO_MANY_PAGES, NO_TEXT_LAYER, TOO_LONG. PDFium is not safe between threads:
    one process reads one file.
    """
    if b"%%EOF" not in data[-_TAIL:]:
        raise InputError(ErrorCode.DAMAGED, kind="PDF")
    lines, pages = _lines(data, settings.max_characters)
    text = "".join(line.text for line in lines)
    if not _word.search(text) or len(_unreadable.findall(text)) > _MOST_UNREADABLE * len(text):
        raise InputError(ErrorCode.NO_TEXT_LAYER, pages=pages)
    return _written(lines, pages)


def _lines(data: bytes, most: int) -> tuple[list[Line], int]:
    import pypdfium2

    lines: list[Line] = []
    length = 0
    try:
        document = pypdfium2.PdfDocument(data)
        pages = len(document)
        if pages > _MOST_PAGES:
            raise InputError(ErrorCode.TOO_MANY_PAGES, pages=pages, limit=_MOST_PAGES)
        for number in range(pages):
            for line in _of_page(document[number], number):
                length += len(line.text)
                if length > most:
                    raise InputError(ErrorCode.TOO_LONG, length=length, limit=most)
                lines.append(line)
    except pypdfium2.PdfiumError as error:
        locked = error.err_code in (_PASSWORD, _SECURITY)
        raise InputError(ErrorCode.ENCRYPTED if locked else ErrorCode.DAMAGED, kind="PDF") from error
    return lines, pages


def _of_page(page: Any, number: int) -> Iterator[Line]:
    text_page = page.get_textpage()
    text = text_page.get_text_range(errors="replace")
    _, bottom, _, top = page.get_bbox()
    height = max(top - bottom, 1.0)
    # Of characters beyond the first plane PDFium counts two, and places are not to be had by counting.
    placed = len(text) == text_page.count_chars()
    position = 0
    for line in text.split("\n"):
        glyphs = [
            _Glyph(character, *text_page.get_charbox(position + offset, loose=True))
            for offset, character in enumerate(line if placed else "")
            if not character.isspace()
        ]
        position += len(line) + 1
        if glyphs:
            shown = _in_order(glyphs) or line.strip().replace("\r", "")
            above = (top - median(glyph.middle for glyph in glyphs)) / height
            left, right = min(glyph.left for glyph in glyphs), max(glyph.right for glyph in glyphs)
            yield Line(shown, number, above, left, right, _size(glyphs), height)
        elif shown := line.strip().replace("\r", ""):
            yield Line(shown, number)
    page.close()


class _Glyph(NamedTuple):
    """A character and its box in points, from the lower left corner of the page."""

    text: str
    left: float
    low: float
    right: float
    high: float

    @property
    def middle(self) -> float:
        return (self.low + self.high) / 2


def _size(glyphs: list[_Glyph]) -> float:
    """The size of the type in points: Chinese characters are as wide as it, their heights differ."""
    widths = [glyph.right - glyph.left for glyph in glyphs if han.match(glyph.text)]
    return median(widths) if widths else max(glyph.high - glyph.low for glyph in glyphs)


def _in_order(glyphs: list[_Glyph]) -> str:
    """The line as it stands on the page, or nothing where it is written in this order anyway.

    LibreOffice and others write what is of another font, such as quotation marks, at the end of each line.
    """
    size = _size(glyphs)
    if all(after.left >= before.left - _BACK * size for before, after in pairwise(glyphs)):
        return ""
    middle = median(glyph.middle for glyph in glyphs)
    if any(abs(glyph.middle - middle) > _BASELINE * size for glyph in glyphs):
        return ""  # more than one line
    ordered = sorted(glyphs, key=lambda glyph: glyph.left)
    parts = [ordered[0].text]
    for before, after in pairwise(ordered):
        latin = before.text.isascii() and after.text.isascii()
        if after.left - before.right > size * (_LATIN_SPACE if latin else _SPACE):
            parts.append(" ")
        parts.append(after.text)
    return "".join(parts)


def _written(lines: list[Line], pages: int) -> Extract:
    heads = layout.running_heads(lines, pages)
    within = layout.wraps(lines, heads)
    parts: list[str] = []
    asides: list[Stretch] = []
    wraps: list[int] = []
    length = 0
    for index, line in enumerate(lines):
        whole = line.text + "\n"
        if index in heads:
            asides.append(Stretch(length, length + len(whole), "running_heads"))
        length += len(whole)
        if index in within:
            wraps.append(length - 1)
        parts.append(whole)
    return Extract(Kind.PDF, "".join(parts), asides=tuple(asides), wraps=tuple(wraps))
