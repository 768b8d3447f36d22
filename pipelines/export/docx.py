"""DOCX: a bilingual document for word processors: summary on top, then every sentence beside its English."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from copy import deepcopy
from datetime import datetime
from typing import TYPE_CHECKING

from docx import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from pipelines import __version__
from pipelines.document import Digest
from pipelines.export import notes
from pipelines.export.contents import Contents, Row
from pipelines.export.docx_styles import RULE, set_up

if TYPE_CHECKING:
    from docx.document import Document as DocumentType
    from docx.oxml.xmlchemy import BaseOxmlElement

_WIDTHS = (Cm(1.0), Cm(6.6), Cm(9.4))  # together what A4 leaves between its margins; English needs more room
_LONGEST_PROPERTY = 255  # characters
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the first date a zip can hold: the same digest gives the same bytes


def render(digest: Digest) -> bytes:
    """The digest as an A4 document in the format of Word 2007 and later (ISO/IEC 29500).

    Title, byline and date in both languages, what is missing, the summary with its English, a table of all sentences
    with its header repeated on every page and a rule above each paragraph, and how it was made. Languages are tagged.
    """
    contents = Contents.of(digest)
    document = Document()
    set_up(document, contents.language)
    properties = document.core_properties
    properties.title, properties.author = contents.heading[:_LONGEST_PROPERTY], ""
    properties.comments = f"Made with Zhaiyi {__version__}"
    properties.created = properties.modified = datetime(*_EPOCH)
    _add_head(document, contents)
    _add_summary(document, contents)
    _add_article(document, contents)
    _add_making(document, contents)
    return _packed(document)


def _add_head(document: DocumentType, contents: Contents) -> None:
    document.add_paragraph(contents.heading, "Title")
    title = contents.title
    if title and title.english:
        document.add_paragraph(title.chinese, "Subtitle")
    if title:
        _add_notes(document, title.notes)
    for row in contents.byline:
        document.add_paragraph(" · ".join(filter(None, (row.english, row.chinese))), "Byline")
        _add_notes(document, row.notes)
    _add_notes(document, (*contents.general, *contents.missing))


def _add_summary(document: DocumentType, contents: Contents) -> None:
    if not contents.summary:
        return
    document.add_heading("Summary", 1)
    for row in contents.summary:
        chinese = document.add_paragraph(f"{row.number}. {row.chinese}", "Chinese").paragraph_format
        chinese.keep_with_next, chinese.space_before = True, Pt(8)
        if row.english:
            document.add_paragraph(row.english, "English")
        _add_notes(document, row.notes)
        if row.evidence:
            document.add_paragraph(f"from {notes.sentences(row.evidence)}", "Note")


def _add_article(document: DocumentType, contents: Contents) -> None:
    # Together with the table it would go to the next page wherever the first rows are long.
    document.add_heading("Article", 1).paragraph_format.keep_with_next = False
    table = document.add_table(rows=1, cols=len(_WIDTHS))
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    for column, width in zip(table.columns, _WIDTHS, strict=True):
        column.width = width
    header = table.rows[0]
    for cell, width, label in zip(header.cells, _WIDTHS, ("", "Original", "English"), strict=True):
        cell.width = width
        cell.paragraphs[0].text = label
        cell.paragraphs[0].style = "Table Header"
        cell._tc.get_or_add_tcPr().append(_rule("bottom"))
    # python-docx looks a cell up by going through the whole table, so rows are made here, from one that is copied.
    model = deepcopy(header._tr)
    for borders in model.xpath(".//w:tcBorders"):
        borders.getparent().remove(borders)
    header._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    model.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    for paragraph in contents.paragraphs:
        for place, row in enumerate(paragraph):
            table._tbl.append(_row(model, row, first=place == 0))


def _row(model: BaseOxmlElement, row: Row, *, first: bool) -> BaseOxmlElement:
    """A row of the table; the first one of a paragraph has a rule above it."""
    made = deepcopy(model)
    number, chinese, english = made.tc_lst
    texts = (str(row.number), "Number"), (row.chinese, "Chinese"), (row.english or "", "English")
    for cell, (text, style) in zip((number, chinese, english), texts, strict=True):
        if first:
            cell.get_or_add_tcPr().append(_rule("top"))
        paragraph = cell.p_lst[0]
        for run in paragraph.r_lst:
            paragraph.remove(run)
        paragraph.style = style
        if text:
            paragraph.add_r().text = text
    said = row.notes if row.english else (*row.notes, "no English")
    if said:
        paragraph = english.add_p() if row.english else english.p_lst[0]
        paragraph.style = "Note"
        paragraph.add_r().text = "; ".join(dict.fromkeys(said))
    return made


def _add_making(document: DocumentType, contents: Contents) -> None:
    document.add_heading("How this was made", 1)
    lines = [f"Repaired: {', '.join(contents.repaired) or 'nothing'}"]
    lines += [f"Set aside, {line}" for line in contents.set_aside]
    lines += [f"Noticed: {line}" for line in contents.noticed]
    lines += [str(credit) for credit in contents.credits]
    for line in (*lines, f"Made with Zhaiyi {__version__}."):
        document.add_paragraph(line, "List Bullet")


def _add_notes(document: DocumentType, said: Iterable[str]) -> None:
    for note in said:
        document.add_paragraph(note, "Note")


def _rule(side: str) -> BaseOxmlElement:
    borders = OxmlElement("w:tcBorders")
    line = OxmlElement(f"w:{side}")
    for name, value in (("w:val", "single"), ("w:sz", "4"), ("w:space", "0"), ("w:color", RULE)):
        line.set(qn(name), value)
    borders.append(line)
    return borders


def _packed(document: DocumentType) -> bytes:
    """The document's file, with the time of day taken out of it."""
    written, packed = io.BytesIO(), io.BytesIO()
    document.save(written)
    with zipfile.ZipFile(written) as parts, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as package:
        for part in parts.infolist():
            package.writestr(zipfile.ZipInfo(part.filename, _EPOCH), parts.read(part), zipfile.ZIP_DEFLATED)
    return packed.getvalue()
