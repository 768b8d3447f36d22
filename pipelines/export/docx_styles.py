"""The look of the DOCX: an A4 page, its styles, and the fonts and languages that both scripts need."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

if TYPE_CHECKING:
    from docx.document import Document
    from docx.oxml.xmlchemy import BaseOxmlElement
    from docx.styles.style import ParagraphStyle

RULE = "B8B8B8"
_INK, _GREY = RGBColor(0x1F, 0x1F, 0x1F), RGBColor(0x59, 0x59, 0x59)
_LATIN = "Calibri"
# Fonts and language tags as word processors know them: they have no tag for a script alone.
_EAST_ASIAN = {"zh-Hans": ("Microsoft YaHei", "zh-CN"), "zh-Hant": ("Microsoft JhengHei", "zh-TW")}

# name, points, bold, italic, grey, points before and after
_STYLES: tuple[tuple[str, float, bool, bool, bool, float, float], ...] = (
    ("Title", 20, True, False, False, 0, 4),
    ("Subtitle", 14, False, False, True, 0, 6),
    ("Heading 1", 14, True, False, False, 18, 6),
    ("Byline", 10, False, False, True, 0, 2),
    ("Chinese", 10.5, False, False, False, 3, 3),
    ("English", 10.5, False, False, False, 3, 3),
    ("Number", 8.5, False, False, True, 4, 3),
    ("Note", 9, False, True, True, 2, 3),
    ("Table Header", 10, True, False, False, 3, 3),
    ("List Bullet", 9.5, False, False, False, 0, 2),
)


def set_up(document: Document, language: str) -> None:
    """Give an empty document its page and its styles; `language` is "zh-Hans" or "zh-Hant"."""
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21.0), Cm(29.7)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Cm(2.0)
    font, tag = _EAST_ASIAN[language]
    for name, size, bold, italic, grey, before, after in _STYLES:
        known = name in document.styles
        style = document.styles[name] if known else document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = document.styles["Normal"]
        for decoration in style.element.xpath("w:pPr/w:pBdr | w:pPr/w:numPr[w:ilvl] | w:rPr/w:spacing"):
            decoration.getparent().remove(decoration)
        _set_fonts(style, font)
        style.font.size, style.font.bold, style.font.italic = Pt(size), bold, italic
        style.font.color.rgb = _GREY if grey else _INK
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
    _set_fonts(document.styles["Normal"], font)
    document.styles.element.find(f".//{qn('w:docDefaults')}//{qn('w:lang')}").set(qn("w:eastAsia"), tag)
    # Marks that both scripts have, such as “ and …, are drawn in the font of the script that this names.
    document.styles["Chinese"].element.rPr.rFonts.set(qn("w:hint"), "eastAsia")
    document.styles["Chinese"].paragraph_format.line_spacing = 1.0  # Chinese fonts bring room of their own
    document.styles["Number"].paragraph_format.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    footer = section.footer.paragraphs[0]
    footer.style, footer.alignment = "Number", WD_ALIGN_PARAGRAPH.CENTER
    footer._p.append(_field("PAGE"))


def _set_fonts(style: ParagraphStyle, east_asian: str) -> None:
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    fonts.attrib.clear()  # of the theme, which would win
    for name, font in (("w:ascii", _LATIN), ("w:hAnsi", _LATIN), ("w:cs", _LATIN), ("w:eastAsia", east_asian)):
        fonts.set(qn(name), font)


def _field(instruction: str) -> BaseOxmlElement:
    """A field that the word processor fills in."""
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), instruction)
    return field
