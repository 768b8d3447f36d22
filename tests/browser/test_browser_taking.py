"""Articles in and results out, in a real browser: files of every kind, lists, addresses; every export opened again."""

import io
import json
import re
import zipfile
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import docx
import pytest
from desk import Desk
from hosting import served
from playwright.sync_api import expect
from test_browser_reading import ARTICLE, SENTENCES
from translate.storage.tmx import tmxfile

from page.strings import TABLE
from pipelines.export import json as digest_json

pytestmark = pytest.mark.browser

Sit = Callable[..., Desk]

TITLE, *PARAGRAPHS = ARTICLE.strip().splitlines()


# --- in --------------------------------------------------------------------------------------------------------------


def word() -> bytes:
    document = docx.Document()
    document.add_heading(TITLE, 1)
    for paragraph in PARAGRAPHS:
        document.add_paragraph(paragraph)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def page() -> bytes:
    body = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
    return (
        f"<html><head><title>{TITLE}</title></head><body><nav>首页 新闻</nav><h1>{TITLE}</h1>{body}</body></html>"
    ).encode()


def epub() -> bytes:
    out = io.BytesIO()
    chapter = f"<html xmlns='http://www.w3.org/1999/xhtml'><head><title>{TITLE}</title></head><body><h1>{TITLE}</h1>"
    chapter += "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS) + "</body></html>"
    with zipfile.ZipFile(out, "w") as book:
        book.writestr("mimetype", "application/epub+zip")
        book.writestr(
            "META-INF/container.xml",
            "<container xmlns='urn:oasis:names:tc:opendocument:xmlns:container' version='1.0'><rootfiles>"
            "<rootfile full-path='book.opf' media-type='application/oebps-package+xml'/></rootfiles></container>",
        )
        book.writestr(
            "book.opf",
            "<package xmlns='http://www.idpf.org/2007/opf' version='3.0'><metadata/><manifest>"
            "<item id='a' href='a.xhtml' media-type='application/xhtml+xml'/></manifest>"
            "<spine><itemref idref='a'/></spine></package>",
        )
        book.writestr("a.xhtml", chapter)
    return out.getvalue()


def subtitles() -> bytes:
    cues = [f"{n}\n00:00:{n:02},000 --> 00:00:{n:02},900\n{text}\n" for n, text in enumerate(PARAGRAPHS, start=1)]
    return "\n".join(cues).encode()


FILES = {
    "新闻.docx": word,
    "新闻.html": page,
    "新闻.epub": epub,
    "新闻.srt": subtitles,
    "新闻.md": lambda: f"# {TITLE}\n\n{PARAGRAPHS[0]}\n\n{PARAGRAPHS[1]}\n".encode(),
    "新闻.txt": lambda: ARTICLE.encode("big5", "ignore"),
}


@pytest.mark.parametrize("name", FILES)
def test_a_file_of_each_kind_is_shown_and_read(desk: Sit, name: str) -> None:
    one = desk().upload((name, FILES[name]()))
    assert name in one.page.locator(".st-key-source").inner_text()
    expect(one.box).to_have_value(re.compile("3.5" if name == "新闻.txt" else "地铁三号线"))
    assert one.run().finished().rows.count() == SENTENCES


def test_a_pdf_with_text_is_read(desk: Sit) -> None:
    writer = desk()
    blank = writer.context.new_page()
    blank.set_content(page().decode().replace("<nav>首页 新闻</nav>", ""))
    printed = blank.pdf()
    blank.close()
    one = writer.upload(("新闻.pdf", printed))
    assert "PDF" in one.page.locator(".st-key-source").inner_text()
    assert one.run().finished().rows.count() == SENTENCES


def test_a_zip_becomes_a_list_to_read_through(desk: Sit) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("第10章.txt", "山城的冬天很冷。")
        archive.writestr("第2章.docx", word())
        archive.writestr("第99章.png", b"\x89PNG\r\n\x1a\n" * 20)
    one = desk().upload(("书.zip", out.getvalue()))
    listed = one.page.locator(".st-key-list").get_by_test_id("stText").all_inner_texts()
    assert [re.match(r"\d\. ([^ :]+)", line)[1] for line in listed] == [  # type: ignore[index]
        "第2章.docx",
        "第10章.txt",
        "第99章.png",
    ]
    one.run().finished()
    assert one.rows.count() == SENTENCES
    one.page.locator(".st-key-newer button").click()
    expect(one.rows).to_have_count(1)
    one.page.locator(".st-key-recent button").first.click()
    expect(one.page.get_by_test_id("stPopoverBody")).to_contain_text(TITLE)


@pytest.fixture
def newspaper() -> Iterator[str]:
    """The address of a page on this machine."""

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            content = page()
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/news"
    server.shutdown()
    server.server_close()


def test_an_address_is_fetched_by_the_server_and_shown(browser: Any, newspaper: str, tmp_path: Path) -> None:
    with served(tmp_path / "log.txt", ZHAIYI_FETCH_PRIVATE="1") as origin:
        one = Desk(browser, origin).open()
        one.page.get_by_label(TABLE["address"][0]).fill(newspaper)
        one.page.get_by_role("button", name=TABLE["fetch"][0]).click()
        expect(one.page.locator(".st-key-source")).to_contain_text(newspaper)
        assert one.run().finished().rows.count() == SENTENCES
        assert one.strayed == [], "the browser itself has asked nobody"
        one.close()


def test_an_address_inside_is_refused_and_where_the_operator_forbids_it_none_is_offered(
    desk: Sit, browser: Any, newspaper: str, tmp_path: Path
) -> None:
    one = desk()
    one.page.get_by_label(TABLE["address"][0]).fill("http://localhost/news")
    one.page.get_by_role("button", name=TABLE["fetch"][0]).click()
    expect(one.page.locator(".st-key-unreadable")).to_contain_text("localhost")
    with served(tmp_path / "log.txt", ZHAIYI_FETCH="0") as origin:
        other = Desk(browser, origin).open()
        expect(other.page.get_by_label(TABLE["address"][0])).to_have_count(0)
        other.close()


# --- out -------------------------------------------------------------------------------------------------------------


def test_each_export_opens_again_and_holds_what_the_page_shows(desk: Sit, browser: Any, tmp_path: Path) -> None:
    one = desk().paste(ARTICLE).run().finished()
    one.correct(1, "By <hand> & with care.")
    expect(one.rows.nth(1).locator(".undo")).to_be_visible()
    shown = [text for text in one.rows.locator(".target").all_inner_texts()]
    saved = {}
    for kind in ("docx", "html", "md", "txt", "tmx", "json"):
        download = one.download(kind)
        assert download.suggested_filename == f"{TITLE}.{kind}"
        saved[kind] = tmp_path / download.suggested_filename
        download.save_as(saved[kind])

    digest = digest_json.loads(saved["json"].read_text(encoding="utf-8"))
    assert digest.article_translation
    assert [" ".join(pair.target.split()) for pair in digest.article_translation.pairs] == shown
    assert json.loads(saved["json"].read_text(encoding="utf-8"))["article"]["title"] == TITLE

    tables = docx.Document(str(saved["docx"])).tables
    assert any(shown[1] in cell.text for table in tables for row in table.rows for cell in row.cells)

    units = tmxfile.parsefile(str(saved["tmx"])).units
    assert shown[1] in [unit.target for unit in units]

    for kind in ("md", "txt"):
        text = saved[kind].read_text(encoding="utf-8").replace("\\", "").replace("&lt;", "<").replace("&amp;", "&")
        assert shown[1] in text, kind

    alone = browser.new_page()
    asked: list[str] = []
    alone.on("request", lambda request: asked.append(request.url))
    alone.goto(saved["html"].as_uri())
    assert alone.locator(".rows .target").all_inner_texts() == shown
    alone.locator(".rows > li .source").first.hover()
    alone.locator(".rows .word").first.hover()
    expect(alone.locator(".card")).to_be_visible()
    alone.locator(".layouts [data-layout=english]").click()
    expect(alone.locator(".rows .source").first).to_be_hidden()
    assert asked == [saved["html"].as_uri()], "it works offline"
    alone.close()
