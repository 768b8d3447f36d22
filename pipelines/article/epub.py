"""EPUB books: the chapters in the order of the spine, as text."""

from __future__ import annotations

import posixpath
import re
from typing import Any

from pipelines.article import markup
from pipelines.article.archive import Archive
from pipelines.article.chinese import han
from pipelines.article.encoding import decode
from pipelines.article.extracted import Extract, Kind
from pipelines.article.parts import attribute, inside, parse
from pipelines.errors import ErrorCode, InputError
from pipelines.settings import Settings

_NAME = "EPUB"
_TEXTS = ("application/xhtml+xml", "text/html", "text/x-oeb1-document")
_FONTS = ("http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC")
_head = re.compile(r"\A.*?<body\b[^<>]*>", re.IGNORECASE | re.DOTALL)
# Line ends of the file are spaces of the page, and between Chinese characters none.
_wrap = re.compile(r"[ \t]*\n\s*")
_seam = re.compile(
    "(?<=[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef])[ \t]*\n\\s*(?=[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef])"
)


def read(data: bytes, settings: Settings) -> Extract:
    """The book's title and the text of its chapters, one paragraph a line.

    Raises InputError: what `Archive` raises, DAMAGED, ENCRYPTED (rights management), TOO_LONG.
    """
    archive = Archive(data, settings.max_total_bytes)
    _refuse_rights(archive)
    place = _package_place(archive)
    package = _part(archive, place)
    title = next((" ".join("".join(e.itertext()).split()) for e in package.iter("{*}title")), "")
    lines: list[str] = []
    length = 0
    for name in _spine(package, posixpath.dirname(place)):
        chapter = archive.named(name)
        if chapter is None:
            raise InputError(ErrorCode.DAMAGED, kind=_NAME)
        found = [line for line in (piece.strip() for piece in _chapter(chapter).split("\n")) if line]
        length += sum(map(len, found))
        if length > settings.max_characters:
            raise InputError(ErrorCode.TOO_LONG, length=length, limit=settings.max_characters)
        lines += found
    # "Unknown Title" is what programs write where nobody gave one.
    if han.search(title) and lines and lines[0] != title:
        lines.insert(0, title)
    return Extract(Kind.EPUB, "\n".join(lines), title if han.search(title) else "")


def _chapter(data: bytes) -> str:
    if not data.strip():
        return ""
    source = _wrap.sub(" ", _seam.sub("", _head.sub("", decode(data), count=1)))
    return markup.visible(source)


def _part(archive: Archive, name: str) -> Any:
    data = archive.named(name)
    if data is None:
        raise InputError(ErrorCode.DAMAGED, kind=_NAME)
    return parse(data, _NAME)


def _package_place(archive: Archive) -> str:
    for element in _part(archive, "META-INF/container.xml").iter("{*}rootfile"):
        return inside("", attribute(element, "full-path"))
    raise InputError(ErrorCode.DAMAGED, kind=_NAME)


def _refuse_rights(archive: Archive) -> None:
    """Raise where more than fonts is encrypted."""
    data = archive.named("META-INF/encryption.xml")
    if data is None:
        return
    for method in parse(data, _NAME).iter("{*}EncryptionMethod"):
        if attribute(method, "Algorithm") not in _FONTS:
            raise InputError(ErrorCode.ENCRYPTED, kind=_NAME)


def _spine(package: Any, folder: str) -> list[str]:
    """The names of the chapters' entries in reading order, without the navigation and what is out of line."""
    items = {attribute(item, "id"): item for item in package.iter("{*}item")}
    names = []
    for reference in package.iter("{*}itemref"):
        item = items.get(attribute(reference, "idref"))
        if item is None or attribute(reference, "linear") == "no" or "nav" in attribute(item, "properties").split():
            continue
        if attribute(item, "media-type") in _TEXTS:
            names.append(inside(folder, attribute(item, "href")))
    if not names:
        raise InputError(ErrorCode.DAMAGED, kind=_NAME)
    return names
