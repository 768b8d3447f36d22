"""Reads exported files back with what their readers would use, and gives all of their text."""

from __future__ import annotations

import html
import io
import json
import re
from collections.abc import Callable, Iterator
from typing import Any

from docx import Document
from markdown_it import MarkdownIt
from translate.storage.tmx import tmxfile


def read_json(content: bytes) -> str:
    return "\n".join(_strings(json.loads(content)))


def read_markdown(content: bytes) -> str:
    page = MarkdownIt("commonmark").enable("table").render(content.decode())
    return html.unescape(re.sub(r"<[^>]*>", "", page.replace("</p>\n", "</p>")))


def read_docx(content: bytes) -> str:
    document = Document(io.BytesIO(content))
    cells = (cell for table in document.tables for row in table.rows for cell in row.cells)
    paragraphs = [*document.paragraphs, *(paragraph for cell in cells for paragraph in cell.paragraphs)]
    return "\n".join(paragraph.text for paragraph in paragraphs)


def read_tmx(content: bytes) -> str:
    memory = tmxfile(io.BytesIO(content))
    lines = [element.text or "" for element in memory.document.getroot().find("header")]
    for unit in memory.units:
        lines += [unit.source, unit.target, *(note.text or "" for note in unit.xmlelement.iterchildren("note", "prop"))]
    return "\n".join(lines)


def read_text(content: bytes) -> str:
    return content.decode()


READERS: dict[str, Callable[[bytes], str]] = {
    "json": read_json,
    "md": read_markdown,
    "docx": read_docx,
    "tmx": read_tmx,
    "txt": read_text,
}


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from _strings(each)
    elif isinstance(value, list):
        for each in value:
            yield from _strings(each)
