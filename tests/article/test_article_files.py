"""Files of every kind give their article, whatever they are called; what cannot be read says why."""

from __future__ import annotations

import base64
import quopri
import time
import zipfile

import pytest
from files import (
    FIRST,
    SECOND,
    TITLE,
    epub,
    legacy_office,
    locked_zip,
    pdf,
    pdf_with_quotes_last,
    scan,
    word,
    word_of,
    zipped,
)

from pipelines.article import Kind, extract, read_article
from pipelines.article.isolated import read as read_apart
from pipelines.errors import ErrorCode, InputError
from pipelines.settings import Settings

HTML = f"<html><head><title>{TITLE}</title></head><body><h1>{TITLE}</h1><p>{FIRST}</p><p>{SECOND}</p></body></html>"
SRT = f"1\n00:00:01,000 --> 00:00:03,000\n{FIRST}\n\n2\n00:00:03,000 --> 00:00:05,000\n{SECOND}\n"


def refusal(data, **options):
    with pytest.raises(InputError) as caught:
        read_article(data, **options)
    return caught.value.code


def wrapped(text, width=30):
    return [text[start : start + width] for start in range(0, len(text), width)]


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        (Kind.TEXT, f"{TITLE}\n{FIRST}\n{SECOND}".encode()),
        (Kind.TEXT, f"{TITLE}\n{FIRST}\n{SECOND}".encode("utf-16")),
        (Kind.MARKDOWN, f"# {TITLE}\n\n**{FIRST}**\n\n{SECOND}\n".encode()),
        (Kind.HTML, HTML.encode("gb18030")),
        (Kind.WORD, word_of("".join(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>" for text in (TITLE, FIRST, SECOND)))),
        (Kind.PDF, pdf([[TITLE, *wrapped(FIRST), *wrapped(SECOND)]])),
        (Kind.EPUB, epub({"a.xhtml": f"<p>{FIRST}</p>", "b.xhtml": f"<p>{SECOND}</p>"})),
    ],
)
@pytest.mark.parametrize("name", ["", "新馆.txt", "新馆.docx"])
def test_a_file_of_each_kind_gives_the_same_article_whatever_it_is_called(kind, data, name):
    found = extract(data, name=name)
    article = read_article(data, name=name)
    assert (found.kind, found.name) == (kind, name)
    assert (article.title, article.paragraphs) == (TITLE, (FIRST, SECOND))
    assert read_article(found) == article


def test_what_was_found_says_its_title_and_shows_its_text():
    found = extract(HTML.encode(), name="a.html", address="https://example.com/a.html")
    assert (found.title, found.plain) == (TITLE, f"{TITLE}\n{FIRST}\n{SECOND}")
    assert found.address == "https://example.com/a.html"


@pytest.mark.parametrize("coding", ["quoted-printable", "base64", "8bit"])
@pytest.mark.parametrize("encoding", ["utf-8", "gb2312"])
def test_a_page_saved_in_one_file_gives_its_article(coding, encoding):
    page = HTML.encode(encoding)
    packed = {"quoted-printable": quopri.encodestring, "base64": base64.encodebytes}.get(coding, bytes)(page)
    data = (
        b'From: <Saved by Blink>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\ttype="text/html";\r\n'
        b'\tboundary="--cut"\r\n\r\n\r\n----cut\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: '
        + coding.encode() + b"\r\n\r\n" + packed + b"\r\n----cut\r\nContent-Type: image/png\r\n\r\nx\r\n----cut--\r\n"
    )  # fmt: skip
    found = extract(data, name="新馆.doc")
    assert (found.kind, found.text) == (Kind.HTML, extract(HTML).text)
    assert refusal(data[:150] + b"\r\n\r\n") is ErrorCode.DAMAGED


def test_the_limits_hold_for_what_is_found_in_a_file():
    few = Settings(max_characters=40)
    for data in (HTML.encode(), word(), pdf([wrapped(FIRST)]), epub({"a.xhtml": f"<p>{FIRST}</p>"}), SRT.encode()):
        assert refusal(data, settings=few) is ErrorCode.TOO_LONG


# --- Word ------------------------------------------------------------------------------------------------------------


def test_a_word_document_gives_paragraphs_headings_and_tables_and_no_page_header():
    article = read_article(word())
    assert article.title == TITLE
    assert article.paragraphs == (FIRST, "开放时间", "日期\t时间", "周一\t9—17点", SECOND)
    assert extract(word()).title == TITLE


@pytest.mark.parametrize(
    ("paragraph", "text"),
    [
        ("<w:r><w:t>读者</w:t></w:r><w:hyperlink><w:r><w:t>很多</w:t></w:r></w:hyperlink>", "读者很多"),
        ("<w:ins><w:r><w:t>新增</w:t></w:r></w:ins><w:del><w:r><w:delText>删去</w:delText></w:r></w:del>", "新增"),
        ("<w:sdt><w:sdtContent><w:r><w:t>控件</w:t></w:r></w:sdtContent></w:sdt>", "控件"),
        ("<w:r><w:t>看得见</w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>看不见</w:t></w:r>", "看得见"),
        ("<w:r><w:instrText>PAGE</w:instrText></w:r><w:r><w:t>域</w:t></w:r>", "域"),
        ("<w:r><w:t>甲</w:t><w:tab/><w:t>乙</w:t></w:r>", "甲\t乙"),
        (
            "<mc:AlternateContent><mc:Choice><w:r><w:t>一次</w:t></w:r></mc:Choice>"
            "<mc:Fallback><w:r><w:t>一次</w:t></w:r></mc:Fallback></mc:AlternateContent>",
            "一次",
        ),
    ],
)
def test_what_word_shows_is_read_and_what_it_hides_is_not(paragraph, text):
    assert extract(word_of(f"<w:p>{paragraph}</w:p>")).text == text + "\n"


def test_characters_with_a_phonetic_guide_are_read_and_the_guide_is_repaired_away():
    guide, base = (
        f"<w:{name}><w:r><w:t>{text}</w:t></w:r></w:{name}>" for name, text in (("rt", "tāo"), ("rubyBase", "饕"))
    )
    ruby = f"<w:r><w:ruby>{guide}{base}</w:ruby></w:r>"
    article = read_article(word_of(f"<w:p>{ruby}<w:r><w:t>餮是传说中的一种神兽，{FIRST}</w:t></w:r></w:p>"))
    assert article.text.startswith("饕餮是传说")
    assert [repair.rule for repair in article.repairs] == ["readings"]


def test_a_text_box_and_the_cells_of_a_layout_are_paragraphs_of_their_own():
    long = "".join(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>" for text in (FIRST * 3, SECOND))
    table = f"<w:tbl><w:tr><w:tc>{long}</w:tc><w:tc><w:p/></w:tc></w:tr></w:tbl>"
    inner = "<w:txbxContent><w:p><w:r><w:t>新馆外景</w:t></w:r></w:p></w:txbxContent>"
    box = f"<w:p><w:r><w:t>图一</w:t><w:pict>{inner}</w:pict></w:r></w:p>"
    assert extract(word_of(table + box)).text.split() == [FIRST * 3, SECOND, "图一", "新馆外景"]


def test_a_table_of_contents_is_set_aside():
    styles = (
        '<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        '<w:style w:styleId="a1"><w:name w:val="toc 1"/></w:style></w:styles>'
    )
    body = '<w:p><w:pPr><w:pStyle w:val="a1"/></w:pPr><w:r><w:t>一、开放</w:t><w:tab/><w:t>1</w:t></w:r></w:p>'
    article = read_article(word_of(body + f"<w:p><w:r><w:t>{FIRST}</w:t></w:r></w:p>", **{"word/styles.xml": styles}))
    assert article.text == FIRST
    assert [(aside.rule, aside.text) for aside in article.set_aside] == [("navigation", "一、开放\t1")]


# --- PDF -------------------------------------------------------------------------------------------------------------

LONG = wrapped((FIRST + SECOND) * 6)


def test_lines_of_a_pdf_become_paragraphs_across_pages_without_heads_and_page_numbers():
    pages = [[TITLE, *LONG[:10]], LONG[10:16], LONG[16:]]
    article = read_article(pdf(pages, head="河边市图书馆年报", numbers=True))
    assert (article.title, article.text) == (TITLE, "".join(LONG))
    aside = [aside.text for aside in article.set_aside]
    assert all(aside.rule == "running_heads" for aside in article.set_aside)
    assert "".join(aside).count("河边市图书馆年报") == 3 and "— 3 —" in aside[-1]


def test_paragraphs_without_gaps_are_told_by_their_indentation_and_a_small_table_keeps_its_rows():
    paragraphs = [f"　　{text}" for text in (FIRST + SECOND, SECOND[:30], SECOND)]
    lines = [line for text in paragraphs for line in wrapped(text)]
    article = read_article(pdf([[TITLE, *lines, "年份 册数", "2024 600", "2025 700"]]))
    assert article.paragraphs[:3] == (FIRST + SECOND, SECOND[:30], SECOND)
    assert article.paragraphs[3:] == ("年份 册数", "2024 600", "2025 700")


def test_the_items_of_a_list_in_a_pdf_are_paragraphs_though_their_lines_are_full():
    items = [f"{number}、新馆藏书约六十万册，设有儿童阅览室和自习室，欢迎读者。" for number in (1, 2, 3)]
    assert read_article(pdf([[*wrapped(FIRST), *items]])).paragraphs == (FIRST, *items)


def test_a_line_reads_as_it_stands_on_the_page_in_whatever_order_it_was_written():
    assert (
        extract(pdf_with_quotes_last("馆长说：", "欢迎读者。", "大家鼓掌。")).text == "馆长说：“欢迎读者。”大家鼓掌。\n"
    )


def test_lines_stay_as_they_are_where_the_rule_for_wraps_is_switched_off():
    article = read_article(pdf([LONG[:8]]), switched_off=frozenset({"hard_wraps"}))
    assert article.paragraphs == tuple(LONG[:8])


def test_every_sentence_of_a_pdf_knows_its_place_in_what_was_found():
    found = extract(pdf([[TITLE, *LONG[:10]], LONG[10:]], head="河边市图书馆年报", numbers=True))
    for sentence in read_article(found).sentences:
        start, end = sentence.origin
        place = found.text[start:end].replace("— 1 —\n河边市图书馆年报\n", "").replace("\n", "")
        assert place == sentence.text.strip()


def test_running_heads_stay_where_the_rule_is_switched_off():
    off = frozenset({"running_heads"})
    article = read_article(pdf([LONG[:10], LONG[10:]], head="河边市图书馆年报"), switched_off=off)
    assert (article.title + article.text).count("河边市图书馆年报") == 2


def test_a_line_that_begins_or_ends_every_page_stays_when_it_is_a_sentence():
    article = read_article(pdf([[FIRST], [SECOND], [FIRST]], head="他说：“不。”"))
    assert article.text.count("他说：“不。”") == 3


def test_a_table_of_numbers_in_the_middle_of_a_page_is_not_taken_for_page_numbers():
    assert "2024" in extract(pdf([[FIRST, "2024", "2025", SECOND]])).plain


# --- EPUB and subtitles ----------------------------------------------------------------------------------------------


def test_chapters_come_in_the_order_of_the_spine():
    chapters = {
        "b.xhtml": f"<h1>第二章</h1><p>{SECOND}</p>",
        "a.xhtml": f"<h1>第一章</h1>\n<p>{FIRST[:20]}\n  {FIRST[20:]}</p>",
    }
    article = read_article(epub(chapters, spine=["a.xhtml", "b.xhtml"]))
    assert (article.title, article.paragraphs) == (TITLE, ("第一章", FIRST, "第二章", SECOND))


def test_a_title_that_a_program_made_up_is_not_taken_for_the_books():
    found = extract(epub({"a.xhtml": f"<p>{FIRST}</p>"}, title="Unknown Title"))
    assert (found.title, found.text) == ("", FIRST)


def test_a_book_with_rights_management_is_refused_but_hidden_fonts_are_no_matter():
    def encryption(algorithm):
        method = f'<e:EncryptionMethod xmlns:e="http://www.w3.org/2001/04/xmlenc#" Algorithm="{algorithm}"/>'
        return epub({"a.xhtml": f"<p>{FIRST}</p>"}, **{"META-INF/encryption.xml": f"<encryption>{method}</encryption>"})

    assert refusal(encryption("http://www.w3.org/2001/04/xmlenc#aes128-cbc")) is ErrorCode.ENCRYPTED
    assert read_article(encryption("http://www.idpf.org/2008/embedding")).text == FIRST


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (SRT, FIRST + SECOND),
        (
            "WEBVTT - 新馆\n\nNOTE 备注\n\n00:01.000 --> 00:03.000 align:start\n{\\an8}昨天上午，<b>新馆</b>\n"
            "向读者开放。\n\n"
            "甲\n00:03.000 --> 00:04.500\n藏书 &amp; 座位，\n\n00:00:04.500 --> 00:00:06.000\n都很多。\n",
            "昨天上午，新馆向读者开放。藏书 & 座位，都很多。",
        ),
        (
            "WEBVTT\n\n00:01.000 --> 00:02.000\n<v 张三>今天开放吗？\n\n00:02.000 --> 00:03.000\n<v 李四>是的，\n\n"
            "00:03.000 --> 00:04.000\n<v 李四>今天开放。\n\n00:10.000 --> 00:11.000\n<v 李四>欢迎！\n",
            "张三：今天开放吗？\n李四：是的，今天开放。\n李四：欢迎！",
        ),
        (
            "1\n00:00:01,000 --> 00:00:02,000\n今天我们来到新馆\n\n"
            "2\n00:00:02,000 --> 00:00:03,000\n今天我们来到新馆\n\n"
            "3\n00:00:03,000 --> 00:00:04,000\n这里藏书很多\n",
            "今天我们来到新馆\n这里藏书很多",
        ),
    ],
)
def test_subtitles_lose_their_times_and_are_joined_to_sentences(text, said):
    found = extract(text.replace("\n", "\r\n").encode("gb18030"), name="a.txt")
    assert (found.kind, found.text) == (Kind.SUBTITLES, said)
    assert extract(text).text == said  # pasted


def test_bilingual_subtitles_keep_their_chinese_and_set_the_other_language_aside():
    cues = [("今天我们来到", "Today we came"), ("新馆。", "to the new library."), ("Google也来了。", "So did Google.")]
    text = "".join(
        f"{number}\n00:00:0{number},000 --> 00:00:0{number},900\n{chinese}\n{english}\n\n"
        for number, (chinese, english) in enumerate(cues, 1)
    )
    article = read_article(text)
    assert article.text == "今天我们来到新馆。Google也来了。"
    (aside,) = article.set_aside
    assert (aside.rule, aside.text) == ("other_language", "Today we came\nto the new library.\nSo did Google.")


# --- what cannot be read ---------------------------------------------------------------------------------------------

BOMB = zipped({"word/document.xml": b"0" * 30_000_000, "[Content_Types].xml": ""})
LAUGHS = (
    '<!DOCTYPE x [<!ENTITY a "哈哈哈哈哈哈哈哈">'
    + "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True))
    + "]>"
)
OUTSIDE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
PART = '<w:document xmlns:w="urn:w"><w:body><w:p><w:r><w:t>&{};</w:t></w:r></w:p></w:body></w:document>'


def hostile(head, encoding="utf-8"):
    document = head + PART.format("i" if head is LAUGHS else "a")
    return zipped({"[Content_Types].xml": "", "word/document.xml": document.encode(encoding)})


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", ErrorCode.EMPTY),
        (word_of(""), ErrorCode.EMPTY),
        (scan(), ErrorCode.NO_TEXT_LAYER),
        (pdf([[FIRST]], password="secret"), ErrorCode.ENCRYPTED),
        (legacy_office("EncryptedPackage"), ErrorCode.ENCRYPTED),
        (legacy_office("WordDocument"), ErrorCode.LEGACY_WORD),
        (legacy_office("Workbook"), ErrorCode.BINARY),
        (locked_zip("word/document.xml", b"x"), ErrorCode.ARCHIVE),
        (word()[:-300], ErrorCode.DAMAGED),
        (word()[:2000], ErrorCode.DAMAGED),
        (pdf([[FIRST]])[:-100], ErrorCode.DAMAGED),
        (b"%PDF-1.7\n%%EOF", ErrorCode.DAMAGED),
        (zipped({"[Content_Types].xml": "", "word/document.xml": "<w:document"}), ErrorCode.DAMAGED),
        (zipped({"[Content_Types].xml": "", "word/other.xml": ""}), ErrorCode.DAMAGED),
        (zipped({"META-INF/container.xml": "<container/>"}), ErrorCode.DAMAGED),
        (zipped({"[Content_Types].xml": "", "word/document.xml": "0" * 99}, zipfile.ZIP_LZMA), ErrorCode.DAMAGED),
        (zipped({"[Content_Types].xml": "", "xl/workbook.xml": ""}), ErrorCode.BINARY),
        (zipped({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": ""}), ErrorCode.BINARY),
        (zipped({"a.txt": FIRST}), ErrorCode.ARCHIVE),
        (zipped({}), ErrorCode.ARCHIVE),
        (b"{\\rtf1\\ansi " + FIRST.encode("gbk") + b"}", ErrorCode.BINARY),
        (b"\x00\x00\x00\x18ftypheic" + bytes(100), ErrorCode.BINARY),
        (BOMB, ErrorCode.UNPACKED_TOO_LARGE),
        (hostile(LAUGHS), ErrorCode.DAMAGED),
        (hostile(LAUGHS, "utf-16"), ErrorCode.DAMAGED),
        (hostile(OUTSIDE), ErrorCode.DAMAGED),
        ("1\n00:00:01,000 --> 00:00:02,000\n\n", ErrorCode.EMPTY),
        (b"Content-Type: multipart/related; boundary=a\n" + b"\n--a\n" * 100_000, ErrorCode.DAMAGED),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_reason(data, code):
    assert refusal(data, name="a.txt") is code


def test_a_file_that_unpacks_to_more_than_it_says_is_stopped_at_the_limit():
    honest = zipped({"[Content_Types].xml": "", "word/document.xml": b" " * 900_000})
    # It says that it has ten bytes; what is read is counted.
    lying = honest.replace((900_000).to_bytes(4, "little"), (10).to_bytes(4, "little"))
    assert refusal(lying, settings=Settings(max_total_bytes=1000)) in (ErrorCode.DAMAGED, ErrorCode.UNPACKED_TOO_LARGE)
    assert refusal(honest, settings=Settings(max_total_bytes=1000)) is ErrorCode.UNPACKED_TOO_LARGE


def test_a_pdf_of_too_many_pages_is_refused_at_once():
    with pytest.raises(InputError) as caught:
        read_article(pdf([["一"]] * 1001))
    assert caught.value.code is ErrorCode.TOO_MANY_PAGES
    assert caught.value.facts["pages"] == 1001


def test_reading_ends_when_its_time_is_over():
    began = time.monotonic()
    with pytest.raises(InputError) as caught:
        read_apart(Kind.PDF, pdf([LONG]), Settings(), seconds=0.001)
    assert caught.value.code is ErrorCode.TOO_COMPLEX
    assert time.monotonic() - began < 5


def test_a_page_that_takes_too_long_is_given_up():
    nested = "<html><body>" + "<div><span>一</span>" * 200 + f"<p>{FIRST}" * 30_000 + "</html>"
    with pytest.raises(InputError) as caught:
        read_apart(Kind.HTML, nested.encode(), Settings(), seconds=1.0)
    assert caught.value.code is ErrorCode.TOO_COMPLEX


def test_a_large_page_gives_the_same_article_as_a_small_one():
    large = HTML.replace("</body>", f"<script>{'0' * 400_000}</script></body>")
    assert extract(large).text == extract(HTML).text
    with pytest.raises(InputError) as caught:
        extract(f"<html><body><script>{'0' * 400_000}</script></body></html>")
    assert caught.value.code is ErrorCode.NO_ARTICLE


def test_reading_ends_when_its_memory_is_used_up():
    # Elements cost a hundred times their four bytes.
    body = b'<w:document xmlns:w="urn:w"><w:body>' + b"<a/>" * 12_000_000 + b"</w:body></w:document>"
    data = zipped(
        {"[Content_Types].xml": "", "word/document.xml": body, "noise": bytes(range(256)) * 4000}, zipfile.ZIP_STORED
    )
    assert refusal(data, settings=Settings(max_bytes=100_000_000)) is ErrorCode.TOO_COMPLEX
