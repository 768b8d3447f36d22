"""DOCX: a document that a word processor lays out well, in both scripts."""

from __future__ import annotations

import io
import time
import zipfile
from dataclasses import replace

import pytest
from digests import BIRDS, FAIR, HOSTILE, TRAM, WHOLE, article_of, of_text
from docx import Document
from docx.document import Document as DocumentType
from docx.oxml.ns import qn
from docx.shared import Cm
from docx.table import _Row

from pipelines.document import Digest, Pair, Script, Translation
from pipelines.export import docx

TRADITIONAL = replace(WHOLE, article=replace(WHOLE.article, script=Script.TRADITIONAL))


def opened(digest: Digest = WHOLE) -> DocumentType:
    return Document(io.BytesIO(docx.render(digest)))


def rows(digest: Digest = WHOLE) -> list[_Row]:
    return list(opened(digest).tables[0].rows)


def test_it_begins_with_title_and_byline_in_both_languages_and_the_summary() -> None:
    paragraphs = [(each.style.name, each.text) for each in opened().paragraphs]  # type: ignore[union-attr]
    assert paragraphs[:10] == [
        ("Title", "Spring in Binjiang"),
        ("Subtitle", "滨江的春天"),
        ("Note", "written by hand"),
        ("Byline", "By Su Manqing · 记者苏曼青"),
        ("Byline", "May 7, 2026 · 2026年5月7日"),
        ("Heading 1", "Summary"),
        ("Chinese", f"1. {TRAM}"),
        ("English", "The tram line opened yesterday."),
        ("Note", "nothing in the article supports it"),
        ("Note", "from sentences 1, 3"),
    ]
    assert paragraphs[-1][0] == "List Bullet"


def test_every_sentence_stands_beside_its_english() -> None:
    texts = [[cell.text for cell in row.cells] for row in rows()]
    assert texts == [
        ["", "Original", "English"],
        ["1", TRAM, "The tram opened yesterday.\ntranslated in parts"],
        [
            "2",
            BIRDS,
            "There were 三成 more birds.\n"
            "second try; doubtful, compare it with the original; Chinese is left in the English: “三成”",
        ],
        ["3", FAIR, "The flower show goes on.\nwritten by hand"],
    ]


def test_the_header_is_repeated_and_no_row_is_torn_between_pages() -> None:
    header, *others = rows()
    assert header._tr.find(f".//{qn('w:tblHeader')}") is not None
    assert all(row._tr.find(f".//{qn('w:cantSplit')}") is not None for row in others)
    assert not any(row._tr.find(f".//{qn('w:tblHeader')}") is not None for row in others)


def test_a_rule_stands_above_every_paragraph() -> None:
    ruled = [row._tr.find(f".//{qn('w:tcBorders')}/{qn('w:top')}") is not None for row in rows()[1:]]
    assert ruled == [True, False, True]


def test_the_page_is_a4_and_the_table_fits_between_its_margins() -> None:
    document = opened()
    (section,) = document.sections
    assert (round(section.page_width.cm, 1), round(section.page_height.cm, 1)) == (21.0, 29.7)  # type: ignore[union-attr]
    room = section.page_width - section.left_margin - section.right_margin  # type: ignore[operator]
    for row in document.tables[0].rows:
        assert abs(sum(cell.width or 0 for cell in row.cells) - room) < Cm(0.1)


@pytest.mark.parametrize(
    ("digest", "tag", "font"), [(WHOLE, "zh-CN", "Microsoft YaHei"), (TRADITIONAL, "zh-TW", "Microsoft JhengHei")]
)
def test_chinese_has_a_font_of_its_own_and_its_language(digest: Digest, tag: str, font: str) -> None:
    styles = opened(digest).styles
    for name in ("Normal", "Title", "Subtitle", "Heading 1", "Chinese", "English", "Note"):
        fonts = styles[name].element.rPr.rFonts
        assert fonts.get(qn("w:eastAsia")) == font
        assert fonts.get(qn("w:eastAsiaTheme")) is None  # a theme's font would win
    languages = styles.element.find(f".//{qn('w:docDefaults')}//{qn('w:lang')}")
    assert (languages.get(qn("w:val")), languages.get(qn("w:eastAsia"))) == ("en-US", tag)
    assert styles["Chinese"].element.rPr.rFonts.get(qn("w:hint")) == "eastAsia"


def test_every_style_that_is_used_is_there() -> None:
    with zipfile.ZipFile(io.BytesIO(docx.render(WHOLE))) as package:
        used = {
            part.split('"')[0] for part in package.read("word/document.xml").decode().split('<w:pStyle w:val="')[1:]
        }
    assert used <= {style.style_id for style in opened().styles}


def test_the_properties_name_the_article_and_nobody() -> None:
    properties = opened().core_properties
    assert (properties.title, properties.author, properties.last_modified_by) == ("Spring in Binjiang", "", "")
    assert len(opened(of_text(HOSTILE[-1])).core_properties.title) == 255  # all that the format allows


def test_a_thousand_sentences_do_not_take_long() -> None:
    texts = [f"第{number}句。" for number in range(1000)]
    pairs = tuple(Pair(index, text, f"Sentence {index}.") for index, text in enumerate(texts))
    digest = Digest(article_of(tuple(texts), title="长"), article_translation=Translation(pairs, "opus-mt"))
    began = time.perf_counter()
    content = docx.render(digest)
    assert time.perf_counter() - began < 5
    assert len(Document(io.BytesIO(content)).tables[0]._tbl.tr_lst) == 1001
