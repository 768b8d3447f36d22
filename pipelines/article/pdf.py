"""PDF files with a text layer: the lines of each page; running heads, footers and page numbers are told apart.

PDFium gives the characters that are meant where others give the look-alike radicals that browsers and Office write into
PDFs (⼀ for 一, ⻓ for 长): pypdf 7.1 returned 19 different ones for a page printed by Chromium, PDFium none.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any, NamedTuple

from pipelines.article.extracted import Extract, Kind, Stretch
from pipelines.errors import ErrorCode, InputError
from pipelines.settings import Settings

_MOST_PAGES = 1_000
_TAIL = 4_096  # bytes at the end among which the end mark stands
_PASSWORD, _SECURITY = 4, 5  # PDFium's own numbers
# The part of a page, from above and below, in which running heads stand.
_MARGIN = 0.12
_EDGE = 0.06
_LONGEST = 60  # characters
_PLACE = 0.01  # of the page's height: at the same place
_RECURS = 1 / 3  # of the pages; left and right ones may differ
_number = re.compile(
    "[-—–·•\\s]*(?:第\\s*)?\\d{1,4}(?:\\s*[/／]\\s*\\d{1,4})?(?:\\s*[页頁])?(?:[，,\\s]*共\\s*\\d{1,4}\\s*[页頁])?[-—–·•\\s]*"
)
# What browsers print above and below a page.
_printed = re.compile(r"\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4},? .{0,4}\d{1,2}:\d\d|(?:https?|file)://\S+.*\d+/\d+$")
_sentence = re.compile("[。！？]|[，、；：]$")
_digits = re.compile(r"\d+")
_unreadable = re.compile("[\x00-\x08\x0b-\x1f\ufffd\ue000-\uf8ff\U000f0000-\U0010ffff]")
_soft_hyphen = re.compile("[\u00ad\x02\ufffe]\r?\n")
_word = re.compile(r"[^\W_]")


class _Line(NamedTuple):
    text: str
    above: float  # of the page's height, from its top; between 0 and 1
    page: int


def read(data: bytes, settings: Settings) -> Extract:
    """The lines of all pages.

    Raises InputError: DAMAGED, ENCRYPTED, TOO_MANY_PAGES, NO_TEXT_LAYER, TOO_LONG. PDFium is not safe between threads:
    one process reads one file.
    """
    if b"%%EOF" not in data[-_TAIL:]:
        raise InputError(ErrorCode.DAMAGED, kind="PDF")
    lines, pages = _lines(data, settings.max_characters)
    text = "".join(line.text for line in lines)
    if not _word.search(text) or len(_unreadable.findall(text)) > 0.3 * len(text):
        raise InputError(ErrorCode.NO_TEXT_LAYER, pages=pages)
    return _written(lines, pages)


def _lines(data: bytes, most: int) -> tuple[list[_Line], int]:
    import pypdfium2

    lines: list[_Line] = []
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


def _of_page(page: Any, number: int) -> Iterator[_Line]:
    text_page = page.get_textpage()
    text = text_page.get_text_range(errors="replace")
    left, bottom, right, top = page.get_bbox()
    exact = len(text) == text_page.count_chars()
    position = 0
    for line in text.split("\n"):
        shown = line.strip().replace("\r", "")
        if shown:
            above = 0.5
            if exact:
                first = position + len(line) - len(line.lstrip())
                _, low, _, high = text_page.get_charbox(first)
                above = (top - (low + high) / 2) / max(top - bottom, 1)
            yield _Line(shown, above, number)
        position += len(line) + 1
    page.close()


def _written(lines: list[_Line], pages: int) -> Extract:
    heads = _running(lines, pages)
    parts: list[str] = []
    asides: list[Stretch] = []
    length = 0
    for index, line in enumerate(lines):
        # With its line end, so that a sentence goes on over the end of the page.
        whole = line.text + "\n"
        if index in heads:
            asides.append(Stretch(length, length + len(whole), "running_heads"))
        parts.append(whole)
        length += len(whole)
    return Extract(Kind.PDF, "".join(parts), asides=tuple(asides))


def _running(lines: list[_Line], pages: int) -> set[int]:
    """Which lines are repeated at one place of the pages' margins, but for their digits, or are page numbers there."""
    margin = [index for index, line in enumerate(lines) if _in_margin(line)]
    seen = Counter(key for index in margin for key in {_key(lines[index])})
    found = set()
    for index in margin:
        line = lines[index]
        edge = not _EDGE < line.above < 1 - _EDGE
        near = sum(seen[shape, place] for shape, place in _neighbours(_key(line)))
        if near >= max(2, _RECURS * pages) or _number.fullmatch(line.text) or (edge and _printed.match(line.text)):
            found.add(index)
    return found


def _in_margin(line: _Line) -> bool:
    """Whether it may be a running head; never what has the form of prose, of which nothing may be lost."""
    prose = _sentence.search(line.text) or len(line.text) > _LONGEST
    return not _MARGIN < line.above < 1 - _MARGIN and (not prose or bool(_printed.match(line.text)))


def _key(line: _Line) -> tuple[str, int]:
    return _digits.sub("#", line.text), round(line.above / _PLACE)


def _neighbours(key: tuple[str, int]) -> list[tuple[str, int]]:
    return [(key[0], key[1] + step) for step in (-1, 0, 1)]
