"""Small files of every kind that is read, and of kinds that are not, built on the spot."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence

TITLE = "市图书馆新馆开放"
FIRST = "昨天上午，市图书馆新馆正式向读者开放。新馆共有四层，藏书约六十万册，设有儿童阅览室和自习室。"
SECOND = "馆长说：“我们希望每一位市民都能在这里找到自己想看的书。”开放第一天，有三千多人走进新馆。"

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
    'Target="word/document.xml"/></Relationships>'
)


def zipped(
    entries: Mapping[str, bytes | str] | Iterable[tuple[str, bytes | str]], method: int = zipfile.ZIP_DEFLATED
) -> bytes:
    """A zip file with these entries."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        for name, content in entries.items() if isinstance(entries, Mapping) else entries:
            archive.writestr(name, content)
    return file.getvalue()


def zipped_as(names: Sequence[str], encoding: str, content: bytes) -> bytes:
    """A zip file whose names are in `encoding` and are not marked, as Chinese Windows and macOS write them."""
    stand_ins = [f"{number:02}".ljust(len(name.encode(encoding)), "x") for number, name in enumerate(names)]
    data = zipped((name, content) for name in stand_ins)
    for name, stand_in in zip(names, stand_ins, strict=True):
        data = data.replace(stand_in.encode(), name.encode(encoding))
    return data


def word() -> bytes:
    """What Word itself would write: a title, headings, paragraphs and a table, by python-docx."""
    import docx

    document = docx.Document()
    document.add_heading(TITLE, 0)
    document.add_paragraph(FIRST)
    document.add_heading("开放时间", 1)
    table = document.add_table(2, 2)
    for cell, text in zip(
        [c for row in table.rows for c in row.cells], ["日期", "时间", "周一", "9—17点"], strict=True
    ):
        cell.text = text
    document.add_paragraph(SECOND)
    document.sections[0].header.paragraphs[0].text = "河边市内部资料"
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def word_of(body: str, **further: bytes | str) -> bytes:
    """A Word document whose body is this XML."""
    document = f'<w:document xmlns:w="{_W}" xmlns:mc="urn:mc"><w:body>{body}</w:body></w:document>'
    entries = {"[Content_Types].xml": "<Types/>", "_rels/.rels": _RELATIONS, "word/document.xml": document}
    return zipped({**entries, **further})


def pdf(pages: Sequence[Sequence[str]], *, head: str = "", numbers: bool = False, password: str = "") -> bytes:
    """A PDF with these lines on its pages, a running head above and a page number below."""
    from reportlab.lib.pdfencrypt import StandardEncryption
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfgen.canvas import Canvas

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    file = io.BytesIO()
    encryption = StandardEncryption(password, strength=128) if password else None
    canvas = Canvas(file, encrypt=encryption, pagesize=(595, 842))
    for number, lines in enumerate(pages, 1):
        canvas.setFont("STSong-Light", 12)
        canvas.drawString(230, 805, head)
        for row, line in enumerate(lines):
            canvas.drawString(60, 740 - 20 * row, line)
        if numbers:
            canvas.drawString(280, 30, f"— {number} —")
        canvas.showPage()
    canvas.save()
    return file.getvalue()


def pdf_with_quotes_last(before: str, quoted: str, after: str) -> bytes:
    """A PDF of one line that has its quotation marks in another font and writes them last, as LibreOffice does."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfgen.canvas import Canvas

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    file = io.BytesIO()
    canvas = Canvas(file)
    canvas.setFont("STSong-Light", 12)
    opens = 60 + 12 * len(before)
    closes = opens + 6 + 12 * len(quoted)
    for place, text in ((60, before), (opens + 6, quoted), (closes + 6, after)):
        canvas.drawString(place, 700, text)
    canvas.setFont("Times-Roman", 12)
    for place, text in ((opens, "“"), (closes, "”")):
        canvas.drawString(place, 700, text)
    canvas.save()
    return file.getvalue()


def scan() -> bytes:
    """A PDF that has only lines drawn on it, as a picture of text is for a program."""
    from reportlab.pdfgen.canvas import Canvas

    file = io.BytesIO()
    canvas = Canvas(file)
    for _ in range(2):
        canvas.rect(100, 100, 300, 500, fill=1)
        canvas.showPage()
    canvas.save()
    return file.getvalue()


def epub(
    chapters: Mapping[str, str], *, title: str = TITLE, spine: Sequence[str] = (), **further: bytes | str
) -> bytes:
    """A book of these chapters, each a name and its body, in the order of the spine."""
    items = "".join(
        f'<item id="i{number}" href="text/{name}" media-type="application/xhtml+xml"/>'
        for number, name in enumerate(chapters)
    )
    order = "".join(f'<itemref idref="i{list(chapters).index(name)}"/>' for name in spine or chapters)
    package = (
        '<?xml version="1.0"?><package xmlns="http://www.idpf.org/2007/opf" version="3.0"><metadata '
        f'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{title}</dc:title></metadata>'
        f'<manifest><item id="nav" href="nav.xhtml" properties="nav" media-type="application/xhtml+xml"/>{items}'
        f'</manifest><spine><itemref idref="nav"/>{order}</spine></package>'
    )
    container = (
        '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles><rootfile '
        'full-path="OEBPS/book.opf" media-type="application/oebps-package+xml"/></rootfiles></container>'
    )
    pages = {
        f"OEBPS/text/{name}": f'<?xml version="1.0"?>\n<html xmlns="http://www.w3.org/1999/xhtml"><head><title>x</title>'
        f"</head>\n<body>{body}</body></html>"
        for name, body in chapters.items()
    }
    entries = {"mimetype": "application/epub+zip", "META-INF/container.xml": container, "OEBPS/book.opf": package}
    return zipped({**entries, "OEBPS/nav.xhtml": "<html><body>目录</body></html>", **pages, **further})


def locked_zip(name: str, content: bytes) -> bytes:
    """A zip file whose entry says that it needs a password."""
    data = bytearray(zipped({name: content}))
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(signature) + offset] |= 1
    return bytes(data)


def legacy_office(stream: str) -> bytes:
    """The beginning of a file of Office before 2007, with a stream of this name."""
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500) + stream.encode("utf-16-le") + bytes(500)
