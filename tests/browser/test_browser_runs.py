"""Runs in a real browser: progress, cancel, bad input, language, reload, several visitors."""

from collections.abc import Callable

import pytest
from desk import Desk
from playwright.sync_api import expect
from test_browser_reading import ARTICLE, SENTENCES, long_article

from page.messages import ERRORS
from page.strings import TABLE
from pipelines.errors import ErrorCode

pytestmark = pytest.mark.browser

Sit = Callable[..., Desk]

BAD_TEXT = {
    ErrorCode.NOT_CHINESE: "This article is written in English, and nothing in it is Chinese. " * 5,
    ErrorCode.DESTROYED: "锟斤拷" * 80,
    ErrorCode.EMPTY: " \n ",
    ErrorCode.TOO_LONG: "山城的春天来得很早。" * 20_001,
    ErrorCode.NO_ARTICLE: "\n".join(["首页", "新闻", "体育", "财经", "登录", "注册", "更多"] * 6),
}
BAD_FILES = {
    ErrorCode.MIXED_ENCODINGS: (ARTICLE * 3).encode() + (ARTICLE * 3).encode("gb18030"),
    ErrorCode.EMPTY: b"",
}
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x10\x00\x00\x00\x10\x08\x06\x00\x00\x00" * 20
SLOW = (100, 30)  # sentences, and clauses in each: seconds of work for the translator, few rows for the browser
LOCALES = {"en-US": 0, "zh-CN": 1}


@pytest.mark.parametrize("locale", LOCALES)
def test_each_bad_input_is_told_in_the_language_of_the_browser_and_kept(desk: Sit, locale: str) -> None:
    one = desk(locale=locale)
    for code, text in BAD_TEXT.items():
        beginning = ERRORS[code][LOCALES[locale]].split("{")[0]
        one.paste(text).run()
        one.page.locator(".st-key-failed").get_by_text(beginning).wait_for()
        expect(one.box).to_have_count(1)  # two for a moment, while one input takes another's place
        expect(one.box).to_have_value(text)
        assert one.rows.count() == 0
    for code, content in {ErrorCode.BINARY: PNG, **BAD_FILES}.items():
        one.open().upload(("坏文件.txt", content))
        beginning = ERRORS[code][LOCALES[locale]].split("{")[0]
        one.page.locator(".st-key-unreadable").get_by_text(beginning).wait_for()


@pytest.mark.parametrize("locale", LOCALES)
def test_a_file_that_is_too_large_is_refused_in_the_language_of_the_browser(desk: Sit, locale: str) -> None:
    one = desk(locale=locale)
    one.page.locator("input[type=file]").set_input_files(
        {"name": "大.txt", "mimeType": "", "buffer": bytes(10_500_000)}
    )
    one.page.locator("[data-testid=stFileChip][aria-invalid=true]").wait_for()
    zone = one.page.get_by_test_id("stFileUploaderDropzone")
    shown = zone.evaluate("zone => getComputedStyle(zone, '::after').content")
    assert shown == f'"{TABLE["file_refused"][LOCALES[locale]]}"'


def test_after_bad_input_a_good_one_works(desk: Sit) -> None:
    one = desk().upload(("照片.txt", PNG))
    one.page.locator(".st-key-unreadable").wait_for()
    assert one.paste(ARTICLE).run().finished().rows.count() == SENTENCES
    assert one.page.locator(".st-key-unreadable").count() == 0


def test_a_long_run_tells_how_far_it_is_and_cancelling_keeps_what_is_done(desk: Sit) -> None:
    one = desk().paste(long_article(*SLOW, "河城")).run()
    one.page.get_by_text("Translating the article ·").wait_for()
    one.rows.first.wait_for()
    one.page.locator(".st-key-cancel button").click()
    one.finished()
    assert TABLE["cancelled"][0] in one.page.locator(".st-key-cancelled").inner_text()
    assert one.rows.count() == SLOW[0]
    missing = one.page.locator(".reader .rows .pending").count()
    assert 0 < missing < SLOW[0]
    expect(one.page.locator(".reader .rows .pending").last).to_have_text(TABLE["reader_missing"][0])


def test_while_a_run_goes_on_the_reader_keeps_its_place_and_its_light(desk: Sit) -> None:
    one = desk().paste(long_article(*SLOW, "海城")).run()
    one.page.locator(".reader .rows .pending").first.wait_for()
    one.rows.nth(2).click()
    one.page.get_by_test_id("stMain").evaluate("main => main.scrollTo(0, 300)")
    one.page.wait_for_timeout(200)
    before = one.rows.first.bounding_box()
    one.page.locator(".reader").evaluate("reader => reader.dataset.mark = 'the same one'")
    one.finished()
    assert one.page.locator(".reader").get_attribute("data-mark") == "the same one"
    after = one.rows.first.bounding_box()
    assert before and after
    assert abs(after["y"] - before["y"]) < 4, "what is being read stays where it is"
    one.page.mouse.move(1, 1)
    assert "r3" in one.lit


def test_the_page_speaks_the_language_of_the_browser_and_switches(desk: Sit) -> None:
    one = desk(locale="zh-CN").paste(ARTICLE).run().finished()
    assert one.page.locator(".reader h3").first.inner_text() == "摘要"
    run = one.run_id
    one.page.get_by_role("radio", name="English").click()
    one.page.locator(".reader h3", has_text="Summary").wait_for()
    assert "lang=en" in one.page.url and one.run_id == run
    one.page.reload()
    one.finished()
    assert one.page.locator(".reader h3").first.inner_text() == "Summary"


def test_a_reload_finds_the_run_and_its_text(desk: Sit) -> None:
    one = desk().paste(ARTICLE).run().finished()
    run = one.run_id
    one.page.reload()
    one.finished()
    assert one.run_id == run and one.rows.count() == SENTENCES
    assert one.unfold().box.input_value() == ARTICLE


def test_a_second_article_leaves_the_first_in_reach(desk: Sit) -> None:
    one = desk().paste(ARTICLE).run().finished()
    one.unfold().paste("山城的春天来得很早。").run()
    one.page.locator(".st-key-older button").wait_for()
    assert not one.box.is_visible(), "the input folds away again"
    one.page.locator(".st-key-older button").click()
    one.page.locator(".st-key-newer button").wait_for()
    expect(one.rows).to_have_count(SENTENCES)


def test_two_visitors_at_once_see_only_their_own(desk: Sit) -> None:
    first, second = desk(), desk()
    first.paste(long_article(300, city="江城")).run()
    second.paste(ARTICLE).run()
    first.finished()
    second.finished()
    assert first.rows.count() == 300 and second.rows.count() == SENTENCES
    assert "江城" in first.rows.first.inner_text() and "江城" not in second.page.locator("body").inner_text()
    assert first.run_id != second.run_id


def test_the_browser_finds_its_articles_again_and_only_it_can_delete_them(desk: Sit) -> None:
    one = desk().paste(ARTICLE).run().finished()
    address = f"/?run={one.run_id}"
    one.open("/")
    one.page.locator(".st-key-recent button").first.click()
    listed = one.page.get_by_test_id("stPopoverBody")
    expect(listed).to_contain_text("山城开通新线路")
    other = desk().open(address).finished()
    other.page.locator(".st-key-recent button").first.click()
    expect(other.page.get_by_test_id("stPopoverBody")).to_contain_text("山城开通新线路")
    assert other.page.get_by_role("button", name=TABLE["recent_delete"][0], exact=True).count() == 0
    listed.get_by_role("button", name=TABLE["recent_delete"][0], exact=True).click()
    expect(listed).not_to_contain_text("山城开通新线路")
    other.open(address)
    assert TABLE["gone"][0] in other.page.locator(".st-key-gone").inner_text()


def test_a_refresh_of_the_address_of_a_forgotten_run_says_so(desk: Sit) -> None:
    one = desk().open("/?run=never-there")
    assert TABLE["gone"][0] in one.page.locator(".st-key-gone").inner_text()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_texts_stand_out_from_their_ground(desk: Sit, scheme: str) -> None:
    """WCAG AA: at least 4.5 to 1 for every text of the reader, its faded ones and the lit ones too."""
    one = desk(scheme=scheme).example("news").finished()
    one.items.first.hover()
    ratios = one.page.locator(".reader").evaluate(CONTRAST)
    assert len(ratios) > 30
    assert min(ratios) >= 4.5


# Colours are painted on a canvas to have them as sRGB bytes, whatever notation the style has.
CONTRAST = """reader => {
  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const bytes = (...layers) => {
    canvas.clearRect(0, 0, 1, 1);
    for (const layer of layers) { canvas.fillStyle = layer; canvas.fillRect(0, 0, 1, 1); }
    return [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3);
  };
  const light = (rgb) => rgb.map((v) => v / 255).map((v) => (v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4))
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const page = getComputedStyle(document.querySelector(".stApp")).backgroundColor;
  const texts = [...reader.querySelectorAll("p, span, h3, button, summary")].filter((one) => one.textContent.trim());
  return texts.map((one) => {
    const grounds = [];
    for (let at = one; at; at = at.parentElement) grounds.unshift(getComputedStyle(at).backgroundColor);
    const ground = light(bytes(page, ...grounds));
    const ink = light(bytes(page, ...grounds, getComputedStyle(one).color));
    return (Math.max(ground, ink) + 0.05) / (Math.min(ground, ink) + 0.05);
  });
}"""
