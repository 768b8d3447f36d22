"""TMX 1.4: a translation memory that translators' tools import, a unit for each pair.

Of the specification (Translation Memory eXchange 1.4b, LISA OSCAR; www.gala-global.org/tmx-14b) this uses header, note,
prop, tu, tuv and seg. Properties of our own are named x-…, as it asks for.
"""

from __future__ import annotations

from collections.abc import Iterable
from xml.etree import ElementTree as ET

from pipelines import __version__
from pipelines.columns import translation
from pipelines.document import Column, Digest, Flag
from pipelines.export.contents import Contents, Row

_HEAD = b'<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE tmx SYSTEM "tmx14.dtd">\n'
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"


def render(digest: Digest) -> bytes:
    """The pairs of title, byline, summary and article, in this order, as UTF-8 XML.

    A sentence without English has no unit: the notes of the header name them. Each unit says its column, its place,
    the translator, and in notes what is known of it; one that a person wrote has the property x-by-hand.
    """
    contents = Contents.of(digest)
    root = ET.Element("tmx", version="1.4")
    header = ET.SubElement(
        root,
        "header",
        {
            "creationtool": "Zhaiyi",
            "creationtoolversion": __version__,
            "segtype": "sentence",
            "o-tmf": "Zhaiyi",
            "adminlang": "en",
            "srclang": contents.language,
            "datatype": "plaintext",
        },
    )
    _add_notes(header, (*contents.general, *contents.missing, *map(str, contents.credits), *contents.noticed))
    if contents.title:
        _add_property(header, "x-title", contents.title.chinese)
    for line in contents.byline:
        _add_property(header, "x-byline", line.chinese)
    body = ET.SubElement(root, "body")
    for column, rows in contents.columns:
        made = translation(digest, column)
        for row in rows:
            if row.english:
                _add_unit(body, contents.language, column, row, made.model if made else "")
    ET.indent(root)
    written: bytes = ET.tostring(root, encoding="utf-8")
    return _HEAD + written + b"\n"


def _add_unit(body: ET.Element, language: str, column: Column, row: Row, model: str) -> None:
    unit = ET.SubElement(body, "tu", tuid=f"{column}-{row.number}")
    _add_notes(unit, row.notes)
    _add_property(unit, "x-column", column)
    _add_property(unit, "x-sentence", str(row.number))
    if column is Column.ARTICLE:
        _add_property(unit, "x-paragraph", str(row.paragraph + 1))
    by_hand = Flag.BY_HAND in row.flags
    _add_property(unit, "x-by-hand", "yes" if by_hand else "")
    _add_property(unit, "x-model", "" if by_hand else model)
    for flag in row.flags:
        _add_property(unit, "x-flag", flag)
    for tag, text in ((language, row.chinese), ("en", row.english or "")):
        variant = ET.SubElement(unit, "tuv", {_LANGUAGE: tag})
        ET.SubElement(variant, "seg").text = text


def _add_notes(element: ET.Element, notes: Iterable[str]) -> None:
    for note in notes:
        ET.SubElement(element, "note").text = note


def _add_property(element: ET.Element, kind: str, value: str) -> None:
    if value:
        ET.SubElement(element, "prop", type=kind).text = value
