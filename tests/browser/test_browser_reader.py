"""The reader in a real browser: layouts, reading aids, corrections, copying, paper, speed, access for everybody."""

import re
import statistics
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from desk import Desk
from fakes import FirstSentences, Numbering, article
from playwright.sync_api import expect
from test_browser_reading import ARTICLE, long_article

from page.reader import standalone
from page.strings import TABLE, Language, Say
from pipelines import digest as digested
from pipelines.document import Column, Digest, Finding, FindingCode, Severity, Span

pytestmark = pytest.mark.browser

Sit = Callable[..., Desk]

HOSTILE = (
    "<img src=x onerror=alert(1)></script><script>alert(2)</script>$latex$ :smile: **粗体** [链接](javascript:alert(3))"
    "\u202e山城的春天来得早。"
)
SCHEMES = ["light", "dark"]
WIDTHS = {"wide": 1440, "narrow": 390}


# --- layouts -------------------------------------------------------------------------------------------------------


def test_in_pairs_the_english_stands_under_its_chinese(desk: Sit) -> None:
    one = desk().example("news").finished().lay("pairs")
    source, target = (one.rows.nth(1).locator(part).bounding_box() for part in (".source", ".target"))
    assert source and target and target["y"] >= source["y"] + source["height"]
    assert abs(target["x"] - source["x"]) < 2


def test_english_only_shows_the_chinese_of_the_sentence_that_is_pointed_at(desk: Sit) -> None:
    one = desk().example("traditional").finished().lay("english").rest()
    peek = one.page.locator(".reader .peek")
    expect(peek).to_be_hidden()
    peek = peek.locator("p")
    expect(one.rows.nth(1).locator(".source")).to_be_hidden()
    one.rows.nth(1).locator(".target").hover()
    expect(peek).to_have_text(one.rows.nth(1).locator(".source").text_content() or "")
    one.rest()
    expect(peek).to_be_hidden()


def test_the_layout_is_kept_in_the_address(desk: Sit) -> None:
    one = desk().example("news").finished().lay("pairs")
    one.page.wait_for_url(re.compile("view=pairs"))
    one.page.reload()
    one.finished()
    expect(one.page.locator(".reader")).to_have_attribute("data-layout", "pairs")
    pressed = one.page.locator(".reader .layouts [aria-pressed=true]")
    expect(pressed).to_have_text(TABLE["reader_layout_pairs"][0])


def test_on_a_narrow_screen_there_is_one_column_and_no_choice_of_three(desk: Sit) -> None:
    one = desk(width=390, height=844).example("news").finished()
    expect(one.page.locator(".reader .layouts [data-layout=columns]")).to_be_hidden()
    one.lay("english")
    assert one.overflow <= 0


# --- locking, the map, the keyboard --------------------------------------------------------------------------------


def test_a_click_locks_a_pair_until_escape(desk: Sit) -> None:
    one = desk().example("news").finished()
    one.rows.nth(3).locator(".target").click()
    one.rest()
    assert "r4" in one.lit
    one.rows.nth(5).locator(".target").hover()
    assert "r6" in one.lit and "r4" not in one.lit
    one.rest()
    assert "r4" in one.lit, "what is locked comes back"
    one.page.keyboard.press("Escape")
    assert one.lit == set()


def test_the_map_shows_where_the_summary_is_from_and_leads_there(desk: Sit) -> None:
    one = desk(height=500).paste(long_article(40)).run().finished()
    stretches = one.page.locator(".reader .map i")
    assert stretches.count() == 40
    cited = one.page.locator(".reader .map i.cited")
    evidence = {button.inner_text() for button in one.items.locator(".number button").all()}
    assert {str(int(one_.get_attribute("data-row") or "") + 1) for one_ in cited.all()} == evidence
    stretches.nth(35).click()
    expect(one.rows.nth(35)).to_be_in_viewport()
    one.rest()
    assert "r36" in one.lit


def test_j_and_k_walk_too_and_the_arrows_go_from_word_to_word(desk: Sit) -> None:
    one = desk().paste(ARTICLE).run().aided().rest()
    one.rows.first.focus()
    one.page.keyboard.press("j")
    one.page.keyboard.press("j")
    one.page.keyboard.press("k")
    assert one.lit >= {"r2"}
    one.page.keyboard.press("ArrowRight")
    card = one.page.locator(".reader .card")
    expect(card).to_be_visible()
    first = card.inner_text()
    one.page.keyboard.press("ArrowRight")
    assert card.inner_text() != first
    one.page.keyboard.press("Escape")
    expect(card).to_be_hidden()


# --- reading aids --------------------------------------------------------------------------------------------------


def test_a_word_tells_its_pinyin_and_its_senses_and_a_name_its_english(desk: Sit) -> None:
    one = desk().paste(ARTICLE).run().aided()
    one.rows.first.locator(".source").hover()
    card = one.explained(one.rows.first.locator(".word", has_text="地铁"))
    expect(card).to_contain_text("dì tiě")
    expect(card).to_contain_text("subway")
    one.rows.nth(1).locator(".source").hover()
    one.explained(one.rows.nth(1).locator(".word", has_text="王建国"))
    expect(card).to_contain_text("Wang Jianguo")
    one.rest()
    expect(card).to_be_hidden()


@pytest.mark.parametrize(("name", "opens"), [("note", ".note > summary"), ("menu", ".copy > summary")])
def test_what_opens_stays_on_a_narrow_screen(desk: Sit, name: str, opens: str) -> None:
    one = desk(width=390, height=844).paste(ARTICLE).run().finished()
    one.page.locator(f".reader {opens}").click()
    box = one.page.locator(".reader .note > p" if name == "note" else ".reader .menu").bounding_box()
    assert box and box["x"] >= 0 and box["x"] + box["width"] <= 390
    assert one.overflow <= 0


def test_the_article_can_be_read_in_the_other_script(desk: Sit) -> None:
    one = desk().example("traditional").aided()
    switch = one.page.locator(".reader .script")
    traditional = one.rows.first.locator(".source").inner_text()
    assert "檔案館" in traditional
    expect(switch).to_have_text(TABLE["reader_to_simplified"][0])
    switch.click()
    expect(one.rows.first.locator(".source")).to_contain_text("档案馆")
    expect(switch).to_have_text(TABLE["reader_to_traditional"][0])
    switch.click()
    expect(one.rows.first.locator(".source")).to_have_text(traditional)


def test_what_matters_can_be_shaded(desk: Sit) -> None:
    one = desk().example("news").finished().rest()
    grounds = "rows => new Set([...rows.children].map(row => getComputedStyle(row).backgroundColor)).size"
    assert one.page.locator(".reader .rows").evaluate(grounds) == 1
    one.page.locator(".reader .shade").click()
    one.rest()
    assert one.page.locator(".reader .rows").evaluate(grounds) > 2
    expect(one.page.locator(".reader .shade")).to_have_attribute("aria-pressed", "true")


def test_reading_aloud_is_offered_only_with_a_voice_of_this_machine(desk: Sit) -> None:
    one = desk()
    voices = """([{ name, lang, localService }]) => {
        globalThis.said = [];
        const voice = { name, lang, localService };
        Object.defineProperty(globalThis, "speechSynthesis", { value: {
            getVoices: () => [voice], addEventListener() {}, cancel() {}, speak: (it) => said.push(it.text) } });
        globalThis.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
    }"""
    for local in (False, True):
        one.open()
        one.page.evaluate(voices, [{"name": "Li", "lang": "zh-CN", "localService": local}])
        one.paste(ARTICLE).run().finished()
        expect(one.page.locator(".reader [data-speaks=zh]")).to_be_visible(visible=local)
        expect(one.page.locator(".reader [data-speaks=en]")).to_be_hidden()
    one.page.locator(".reader [data-speaks=zh]").click()
    assert one.page.evaluate("said") == [one.rows.first.locator(".source").inner_text()]
    assert "r1" in one.lit


# --- corrections ---------------------------------------------------------------------------------------------------


def test_a_correction_by_hand_stays_and_can_be_taken_back(desk: Sit) -> None:
    one = desk().paste(ARTICLE).run().aided()
    target = one.rows.nth(1).locator(".target")
    machines = target.inner_text()
    one.correct(1, "Mayor Wang Jianguo opened the line.")
    expect(target).to_have_text("Mayor Wang Jianguo opened the line.")
    hand = one.rows.nth(1).locator(".marks")
    expect(hand).to_contain_text(TABLE["reader_undo"][0])
    one.pause().page.reload()  # what was written is shown before the page has it
    one.aided()
    expect(target).to_have_text("Mayor Wang Jianguo opened the line.")
    hand.get_by_role("button", name=TABLE["reader_undo"][0]).click()
    expect(target).to_have_text(machines)
    expect(hand).to_have_text("")


def test_a_correction_is_never_overwritten_by_another_run_and_is_undone_there(desk: Sit) -> None:
    one = desk().paste(ARTICLE).run().aided()
    machines = one.rows.nth(3).locator(".target").inner_text()
    one.correct(3, "It will carry 200,000 passengers a day.")
    expect(one.rows.nth(3).locator(".undo")).to_be_visible()
    first = one.run_id
    one.unfold()
    one.page.get_by_role("radio", name=TABLE["length_long"][0]).click()
    one.run()
    one.page.wait_for_function("first => !location.href.includes(first)", arg=first)
    one.aided()
    expect(one.rows.nth(3).locator(".target")).to_have_text("It will carry 200,000 passengers a day.")
    one.pause().rows.nth(3).locator(".undo").click()
    expect(one.rows.nth(3).locator(".target")).to_have_text(machines)


def test_escape_gives_up_a_correction_and_the_keyboard_can_make_one(desk: Sit) -> None:
    one = desk().paste(ARTICLE).run().aided().rest()
    before = one.rows.first.locator(".target").inner_text()
    one.rows.first.focus()
    one.page.keyboard.press("e")
    one.page.keyboard.type(" What a day.")
    one.page.keyboard.press("Escape")
    expect(one.rows.first.locator(".target")).to_have_text(before)
    one.page.keyboard.press("e")
    one.page.keyboard.type(" What a day.")
    one.page.keyboard.press("Enter")
    expect(one.rows.first.locator(".target")).to_have_text(f"{before} What a day.")


def test_the_title_can_be_corrected_too(desk: Sit) -> None:
    one = desk().paste(ARTICLE).run().aided()
    title = one.page.locator(".reader .title")
    title.dblclick()
    title.locator("textarea").fill("<b>A new line</b>")
    title.locator("textarea").press("Enter")
    expect(title).to_have_text("<b>A new line</b>")
    expect(one.page.locator(".reader .title-marks")).to_contain_text(TABLE["reader_undo"][0])


def test_undo_means_the_article_on_view_and_what_is_undone_stays_so(desk: Sit) -> None:
    one = desk().paste(ARTICLE).run().aided()
    title = one.page.locator(".reader .title")
    machines = title.inner_text()

    def retitle(text: str) -> None:
        title.dblclick()
        title.locator("textarea").fill(text)
        title.locator("textarea").press("Enter")
        expect(one.page.locator(".reader .title-marks .undo")).to_be_visible()

    retitle("Title of the first")
    one.unfold().paste("江城的秋天\n江城的秋天来得很晚。人们喜欢在江边散步。").run().finished()
    retitle("Title of the second")
    one.page.locator(".st-key-older button").click()
    expect(title).to_have_text("Title of the first")
    one.pause().page.locator(".reader .title-marks .undo").click()
    expect(title).to_have_text(machines)
    one.page.locator(".st-key-newer button").click()
    expect(title).to_have_text("Title of the second")
    one.unfold().paste(ARTICLE + "山城的夜晚很安静。").run().finished()
    expect(title).to_have_text(machines)


def test_the_reader_speaks_the_language_of_the_page_where_something_is_marked(desk: Sit) -> None:
    one = desk().paste(ARTICLE).run().aided()
    one.correct(1, "By hand.")
    expect(one.rows.nth(1).locator(".undo")).to_have_text(TABLE["reader_undo"][0])
    one.page.get_by_role("radio", name="中文").click()
    expect(one.rows.nth(1).locator(".undo")).to_have_text(TABLE["reader_undo"][1])
    expect(one.items.first.locator(".number")).to_contain_text(TABLE["reader_from"][1])


def test_the_tab_key_leads_from_a_sentence_to_its_correction(desk: Sit) -> None:
    one = desk().paste(ARTICLE).run().aided().rest()
    one.rows.first.focus()
    one.page.keyboard.press("Tab")
    focused = "() => document.activeElement.shadowRoot?.activeElement?.className"
    assert one.page.evaluate(focused) == "edit"
    one.page.keyboard.press("Enter")
    expect(one.rows.first.locator("textarea")).to_be_focused()


def test_in_english_only_a_locked_sentence_can_be_corrected_and_undone(desk: Sit) -> None:
    one = desk().paste(ARTICLE).run().aided().lay("english")
    one.rows.nth(1).locator(".target").click()
    peek = one.page.locator(".reader .peek")
    peek.locator(".edit").click()
    one.rows.nth(1).locator("textarea").fill("By hand.")
    one.rows.nth(1).locator("textarea").press("Enter")
    expect(one.rows.nth(1).locator(".target")).to_have_text("By hand.")
    one.pause()
    peek.locator(".undo").click()
    expect(one.rows.nth(1).locator(".target")).not_to_have_text("By hand.")


# --- the glossary --------------------------------------------------------------------------------------------------


def test_a_word_is_given_its_english_and_the_browser_keeps_it(desk: Sit) -> None:
    one = desk().paste(ARTICLE).run().aided()
    one.rows.nth(1).locator(".source").hover()
    one.rows.nth(1).locator(".word", has_text="列车").click()
    card = one.page.locator(".reader .card")
    card.locator("input").fill("bullet train")
    card.locator("input").press("Enter")
    expect(one.rows.nth(1).locator(".target")).to_contain_text("bullet train")
    expect(card).to_be_hidden()
    one.page.reload()
    one.finished()
    one.unfold()
    expect(one.page.locator(".st-key-glossary button").first).to_contain_text("(1)")
    other = desk()
    expect(other.page.locator(".st-key-glossary button").first).not_to_contain_text("(1)"), "another browser"


# --- taking it along -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("what", ["original", "summary", "english", "pairs"])
def test_a_column_or_the_pairs_can_be_copied(desk: Sit, what: str) -> None:
    one = desk().paste(ARTICLE).run().finished()
    one.context.grant_permissions(["clipboard-read", "clipboard-write"])
    one.page.locator(".reader .copy > summary").click()
    one.page.locator(f".reader [data-copy={what}]").click()
    expect(one.page.locator(".reader .told")).to_have_text(TABLE["reader_copied"][0])
    copied = one.page.evaluate("navigator.clipboard.readText()")
    chinese, english = one.rows.first.locator(".source").inner_text(), one.rows.first.locator(".target").inner_text()
    assert (chinese in copied) is (what in ("original", "pairs", "summary"))
    assert (english in copied) is (what in ("english", "pairs", "summary"))
    if what == "pairs":
        assert [len(line.split("\t")) for line in copied.splitlines()] == [2] * one.rows.count()


def test_where_the_browser_has_no_clipboard_the_old_way_copies(desk: Sit) -> None:
    """On a plain http link in an intranet there is no `navigator.clipboard`."""
    one = desk().paste(ARTICLE).run().finished()
    one.page.evaluate(
        """() => { Object.defineProperty(navigator, "clipboard", { value: undefined });
            document.addEventListener("copy", () => globalThis.copied = getSelection().toString()
                || document.activeElement.value); }"""
    )
    one.page.locator(".reader .copy > summary").click()
    one.page.locator(".reader [data-copy=original]").click()
    expect(one.page.locator(".reader .told")).to_have_text(TABLE["reader_copied"][0])
    assert "山城地铁三号线开通" in one.page.evaluate("copied")


def test_on_paper_there_is_all_of_the_article_and_nothing_else(desk: Sit) -> None:
    one = desk().paste(long_article(60)).run().finished()
    one.page.emulate_media(media="print")
    for gone in (".st-key-composer", ".reader .tools", ".reader .map"):
        expect(one.page.locator(gone).first).to_be_hidden()
    assert one.page.pdf(format="A4").count(b"/Type /Page\n") > 3, "it is not cut off at the first page"


# --- for everybody, quickly, and safely ----------------------------------------------------------------------------


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("scheme", SCHEMES)
def test_no_serious_fault_of_access_is_found(desk: Sit, width: str, scheme: str) -> None:
    one = desk(width=WIDTHS[width], scheme=scheme)
    for state in ("empty", "done"):
        if state == "done":
            one.example("traditional").finished()
            one.rows.nth(2).locator(".target").click()
        found = Axe().run(one.page).response["violations"]
        serious = [(fault["id"], fault["nodes"][0]["html"][:150]) for fault in found
                   if fault["impact"] in ("serious", "critical")]  # fmt: skip
        assert serious == [], f"{state}: {serious}"


def test_the_document_says_its_language_and_the_tab_what_is_read(desk: Sit) -> None:
    one = desk(locale="zh-CN").paste(ARTICLE).run().finished()
    expect(one.page.locator("html")).to_have_attribute("lang", "zh-Hans")
    expect(one.page).to_have_title("山城开通新线路 · 摘译 Zhaiyi")
    one.page.get_by_role("radio", name="English").click()
    expect(one.page.locator("html")).to_have_attribute("lang", "en")


def test_the_tab_tells_how_far_a_run_is(desk: Sit) -> None:
    one = desk().paste(long_article(100, 30, "云城")).run()
    one.page.wait_for_function("() => /^[1-9]\\d? % /.test(document.title.replace('%', ' %').replace('  ', ' '))")
    one.page.locator(".st-key-cancel button").click()
    one.finished()


def test_hostile_text_is_only_text_wherever_it_stands(desk: Sit) -> None:
    text = f"{HOSTILE}\n记者：<b>王建国</b>\n山城的冬天{HOSTILE}很冷。" + "山" * 100_000 + f"。\n{HOSTILE}"
    one = desk().paste(text).run().finished()
    one.correct(0, HOSTILE.replace("\u202e", ""))
    one.rows.nth(1).locator(".source").hover(position={"x": 5, "y": 5})
    one.lay("english").lay("columns")
    one.page.locator(".st-key-recent button").first.click()
    one.page.get_by_test_id("stPopoverBody").wait_for()
    assert one.page.locator("img, .katex, .reader strong, .reader b, .reader script, a[href^=javascript]").count() == 0
    assert one.overflow <= 0


def test_what_a_check_found_is_underlined_explains_itself_and_is_one_click_away(browser: Any, tmp_path: Path) -> None:
    whole = article(["山城的春天来得早。"], ["投资九十亿元。"])
    *_, digest = digested(whole, FirstSentences(), Numbering())
    assert isinstance(digest, Digest)
    spans = (Span(Column.ARTICLE, 1, 2, 5, False), Span(Column.ARTICLE, 1, 0, 1, True))
    finding = Finding("fluency", Severity.WARNING, FindingCode.TRANSLATION_SHORT, ("2",), spans)
    file = tmp_path / "found.html"
    file.write_text(standalone.render(Say(Language.EN), replace(digest, findings=(finding,))), encoding="utf-8")
    page = browser.new_page()
    page.goto(file.as_uri())
    marks = page.locator(".rows > li:nth-child(2) .finding")
    assert "".join(marks.all_inner_texts()) == "九十亿" + "7"
    line = marks.first.evaluate("mark => getComputedStyle(mark).textDecorationStyle")
    assert line == "wavy", "not by its colour alone"
    card = page.locator(".card")
    marks.last.hover()
    expect(card).to_contain_text("so short that something may be missing")
    page.mouse.move(1, 1)
    expect(card).to_be_hidden()
    page.keyboard.press("Tab")
    marks.last.focus()
    expect(card).to_be_visible()
    page.locator(".noticed > summary").click()
    page.locator(".noticed button").click()
    assert page.locator(".rows > li.locked").get_attribute("data-index") == "1"
    page.close()


@pytest.fixture(scope="module")
def long_page(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The reader of a thousand sentences, by itself: what it costs is its own."""
    whole = article(*[[f"第{n}号车站位于山城东部，面积{n}平方米，由第三工程队建成。" for n in range(k, k + 4)]
                      for k in range(0, 1000, 4)])  # fmt: skip
    *_, digest = digested(whole, FirstSentences(), Numbering())
    assert isinstance(digest, Digest)
    file = tmp_path_factory.mktemp("long") / "article.html"
    file.write_text(standalone.render(Say(Language.EN), digest), encoding="utf-8")
    return file.as_uri()


def test_a_thousand_sentences_are_drawn_within_a_second_and_pointing_stays_quick(browser: Any, long_page: str) -> None:
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable")
    page.goto(long_page)
    expect(page.locator(".rows > li")).to_have_count(1000)
    sizes = page.locator(".map").evaluate(
        "map => [map.scrollHeight <= map.clientHeight, [...map.children].filter(one => one.offsetHeight || "
        "one.getBoundingClientRect().height > 0).length]"
    )
    assert sizes == [True, 1000], "the map has all of it, within its own height"
    told = metrics(session)
    assert told["ScriptDuration"] + told["LayoutDuration"] + told["RecalcStyleDuration"] <= 1.0, told
    page.evaluate(HOVERS)  # the words of each sentence are set when it is first pointed at
    before = metrics(session)["LayoutCount"]
    spent = page.evaluate(HOVERS)
    forced = metrics(session)["LayoutCount"] - before
    page.close()
    p95 = statistics.quantiles(spent, n=20)[-1]
    assert p95 <= 8, f"{p95:.1f} ms of scripting for one of twenty"
    assert forced <= 2, "no hover makes the browser lay out the page before it is done"


def metrics(session: Any) -> dict[str, float]:
    return {metric["name"]: metric["value"] for metric in session.send("Performance.getMetrics")["metrics"]}


# Each hover as the browser would tell it, timed without the layout that follows.
HOVERS = """() => {
  const rows = document.querySelectorAll(".rows > li .target");
  return Array.from({ length: 200 }, (_, n) => {
    const begin = performance.now();
    rows[(n * 37) % rows.length].dispatchEvent(
      new PointerEvent("pointerover", { bubbles: true, composed: true, clientX: 9, clientY: 9 }));
    return performance.now() - begin;
  });
}"""
