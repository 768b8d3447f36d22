"""Word documents: paragraphs and tables of the main text, a line each.

The tree is walked here because python-docx 1.2 gives no text for what Chinese documents are full of: characters with
phonetic guides (`w:ruby`), content controls, tracked insertions. Headers, footers, footnotes and comments are parts of
their own and are not read.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from typing import Any

from pipelines.article.archive import Archive
from pipelines.article.extracted import Extract, Kind, Stretch
from pipelines.article.parts import attribute, inside, local, parse
from pipelines.errors import ErrorCode, InputError
from pipelines.settings import Settings

_NAME = "Word"
_MAIN = "word/document.xml"
# Deleted text, what a field is computed from, and the second copy of a drawing for older programs.
_UNSEEN = frozenset({"del", "moveFrom", "instrText", "delText", "Fallback", "pPr", "rPr", "rt", "rubyPr", "sdtPr"})
_MARKS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_TITLES = ("title", "标题", "標題")
_HEADINGS = ("heading 1", "标题 1", "標題 1")
_CELL = 100  # characters; longer cells are the columns of a layout


def read(data: bytes, settings: Settings) -> Extract:
    """The text of a Word document. Raises InputError: what `Archive` raises, DAMAGED."""
    archive = Archive(data, settings.max_total_bytes)
    main = _main(archive)
    document = archive.named(main)
    if document is None:
        raise InputError(ErrorCode.DAMAGED, kind=_NAME)
    body = next((element for element in parse(document, _NAME) if local(element) == "body"), None)
    if body is None:
        raise InputError(ErrorCode.DAMAGED, kind=_NAME)
    return _Writer(_styles(archive, posixpath.dirname(main))).write(body)


def _main(archive: Archive) -> str:
    """Where the document itself is: what the package says, as programs may call it what they like."""
    relations = archive.named("_rels/.rels")
    for relation in parse(relations, _NAME) if relations else ():
        if attribute(relation, "Type").endswith("/officeDocument"):
            return inside("", attribute(relation, "Target"))
    return _MAIN


def _styles(archive: Archive, folder: str) -> dict[str, str]:
    """The name of each style, in lower case, by its id."""
    data = archive.named(f"{folder}/styles.xml")
    return {
        attribute(style, "styleId"): attribute(child, "val").lower()
        for style in (parse(data, _NAME) if data else ())
        for child in style
        if local(style) == "style" and local(child) == "name"
    }


class _Writer:
    """Puts lines down one after another, and remembers which was the title and which are a table of contents."""

    def __init__(self, styles: dict[str, str]) -> None:
        self._styles = styles
        self._lines: list[str] = []
        self._length = 0
        self._title = self._heading = ""
        self._asides: list[Stretch] = []

    def write(self, body: Any) -> Extract:
        self._blocks(body)
        text = "".join(self._lines)
        title = self._title or self._heading
        return Extract(Kind.WORD, text, title, asides=tuple(self._asides))

    def _blocks(self, parent: Any) -> None:
        for element in parent:
            name = local(element)
            if name == "p":
                self._paragraph(element)
            elif name == "tbl":
                self._table(element)
            elif name not in _UNSEEN:
                self._blocks(element)

    def _paragraph(self, paragraph: Any) -> None:
        style = self._style(paragraph)
        text = _text(paragraph)
        if text.strip():
            if style in _TITLES:
                self._title = self._title or text.strip()
            if style in _HEADINGS:
                self._heading = self._heading or text.strip()
        start = self._length
        self._line(text)
        if style.startswith("toc ") and text.strip():
            self._asides.append(Stretch(start, self._length, "navigation"))
        # Text boxes hang in a paragraph and are none of its sentences.
        for box in paragraph.iter("{*}txbxContent"):
            if not any(local(parent) in ("Fallback", "txbxContent") for parent in box.iterancestors()):
                self._blocks(box)

    def _table(self, table: Any) -> None:
        rows = [_children(row, "tc") for row in _children(table, "tr")]
        cells = [[[_text(paragraph) for paragraph in cell.iter("{*}p")] for cell in row] for row in rows]
        alone = all(len(row) <= 1 for row in rows)
        if alone or any(len(cell) > 1 and sum(map(len, cell)) > _CELL for row in cells for cell in row):
            for row in rows:
                for cell in row:
                    self._blocks(cell)
            return
        for texts in cells:
            self._line("\t".join(" ".join("".join(cell).split()) for cell in texts))

    def _line(self, text: str) -> None:
        self._lines.append(text + "\n")
        self._length += len(text) + 1

    def _style(self, paragraph: Any) -> str:
        for properties in paragraph:
            if local(properties) == "pPr":
                for style in properties:
                    if local(style) == "pStyle":
                        return self._styles.get(attribute(style, "val"), "")
        return ""


def _children(parent: Any, name: str) -> list[Any]:
    """The children of this name, also within content controls and insertions."""
    found: list[Any] = []
    for element in parent:
        if local(element) == name:
            found.append(element)
        elif local(element) in ("sdt", "sdtContent", "ins", "customXml", "moveTo"):
            found += _children(element, name)
    return found


def _text(paragraph: Any) -> str:
    return "".join(_pieces(paragraph)).replace("\r", "")


def _pieces(parent: Any) -> Iterator[str]:
    for element in parent:
        name = local(element)
        if name == "t":
            yield element.text or ""
        elif name in _MARKS:
            yield _MARKS[name]
        elif name == "ruby":
            yield from _ruby(element)
        elif name not in _UNSEEN and name != "txbxContent" and not (name == "r" and _hidden(element)):
            yield from _pieces(element)


def _ruby(ruby: Any) -> Iterator[str]:
    """漢（hàn）: a phonetic guide in brackets, where the repair of readings finds it."""
    base, guide = (
        "".join(piece for part in ruby if local(part) == name for piece in _pieces(part)) for name in ("rubyBase", "rt")
    )
    yield f"{base}（{guide}）" if guide.strip() else base


def _hidden(run: Any) -> bool:
    return any(
        local(mark) == "vanish" and attribute(mark, "val") not in ("0", "false", "off")
        for properties in run
        if local(properties) == "rPr"
        for mark in properties
    )
