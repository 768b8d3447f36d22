"""Reading in a real browser: getting an article in, its sentences side by side, taking it away."""

from collections.abc import Callable

import pytest
from desk import Desk

from page import inputs

pytestmark = pytest.mark.browser

Sit = Callable[..., Desk]

ARTICLE = """山城开通新线路
5月7日，山城地铁三号线开通,,全长12.5公里。市长王建国出席(xí)了开通仪式，并乘坐了首班列车。
三号线投资3.5亿元，设18座车站。预计每天运送乘客20万人次。市民李秀兰说，上班的时间短了一半。
"""
SENTENCES = 5
WIDTHS = {"wide": (1440, 900), "narrow": (390, 844)}


def long_article(sentences: int, clauses: int = 1, city: str = "山城") -> str:
    """An article of which no sentence is known yet; the more clauses in a sentence, the longer it takes."""
    clause = "第{n}号车站位于{city}市东部，面积{a}平方米，每天接待乘客{b}人，由第{n}工程队于2019年{m}月建成并投入使用"
    lines = []
    for n in range(1, sentences + 1):
        facts = ({"n": n, "city": city, "a": n * 37 + c, "b": n * 53 + c, "m": n % 12 + 1} for c in range(clauses))
        lines.append("，".join(clause.format(**some) for some in facts) + "。")
    return "\n".join(lines)


def test_a_pasted_article_is_read_at_the_press_of_the_button(desk: Sit) -> None:
    one = desk().paste(ARTICLE).run().finished()
    assert one.rows.count() == SENTENCES
    assert one.rows.first.locator(".source").inner_text() == "5月7日，山城地铁三号线开通，全长12.5公里。"
    assert "May 7" in one.rows.first.locator(".target").inner_text()
    assert "12.5" in one.rows.first.locator(".target").inner_text()
    assert one.page.locator(".reader .title-source").inner_text() == "山城开通新线路"


def test_ctrl_enter_in_the_box_starts_the_run(desk: Sit) -> None:
    one = desk().paste(ARTICLE)
    one.box.press("Control+Enter")
    assert one.finished().rows.count() == SENTENCES


@pytest.mark.parametrize("name", inputs.EXAMPLES)
def test_an_example_is_one_click_away(desk: Sit, name: str) -> None:
    one = desk().example(name).finished()
    assert one.rows.count() > 8
    assert one.page.locator(".reader .rows .target:empty, .reader .pending").count() == 0
    assert one.unfold().box.input_value() == inputs.example(name)


def test_a_file_with_a_chinese_name_is_read(desk: Sit) -> None:
    one = desk().upload(("山城 新闻（一）.txt", ARTICLE.encode("gb18030")))
    assert "山城 新闻（一）.txt" in one.page.locator(".st-key-source").inner_text()
    assert "山城地铁三号线开通" in one.box.input_value(), "what was found is shown before it runs"
    assert one.run().finished().rows.count() == SENTENCES


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("locale", ["en-US", "zh-CN"])
def test_nothing_is_wider_than_the_window(desk: Sit, width: str, locale: str) -> None:
    across, down = WIDTHS[width]
    one = desk(width=across, height=down, locale=locale)
    assert one.overflow <= 0
    one.example("traditional").finished()
    assert one.overflow <= 0
    boxes = one.rows.nth(1).locator("p")
    source, target = boxes.nth(0).bounding_box(), boxes.nth(1).bounding_box()
    assert source and target
    if width == "wide":
        assert target["x"] >= source["x"] + source["width"], "the English stands beside the Chinese"
    else:
        assert target["y"] >= source["y"] + source["height"], "the English stands under the Chinese"
    summary, article = one.items.first.bounding_box(), one.rows.first.bounding_box()
    assert summary and article
    assert summary["x"] < article["x"] if width == "wide" else summary["y"] < article["y"]


def test_pointing_at_a_sentence_lights_its_partners(desk: Sit) -> None:
    one = desk().example("news").finished()
    cited = one.items.last.locator("button").first.inner_text()
    last = f"s{one.items.count()}"
    one.items.last.locator(".source").hover()
    assert one.lit == {last, f"r{cited}"}
    one.rows.nth(int(cited) - 1).locator(".target").hover()
    assert one.lit == {last, f"r{cited}"}, "and the other way round"
    one.page.locator(".zy-brand").hover()
    assert one.lit == set()


def test_a_summary_sentence_brings_its_evidence_into_view(desk: Sit) -> None:
    one = desk(height=420).paste(long_article(40)).run().finished()
    button = one.items.last.locator("button").first
    row = one.rows.nth(int(button.inner_text()) - 1)
    button.click()
    one.page.wait_for_timeout(200)
    box = row.bounding_box()
    assert box and 0 <= box["y"] <= 420
    one.page.mouse.move(1, 1)
    assert f"r{button.inner_text()}" in one.lit, "a click holds the light"
    one.page.keyboard.press("Escape")
    assert one.lit == set()


def test_the_keyboard_walks_through_the_sentences(desk: Sit) -> None:
    one = desk().example("news").finished()
    one.page.mouse.move(1, 1)
    one.rows.first.focus()
    one.page.keyboard.press("ArrowDown")
    one.page.keyboard.press("ArrowDown")
    assert "r3" in one.lit
    assert one.page.locator(".reader .rows > li[tabindex='0']").count() == 1, "one stop of the Tab key for the list"
    outline = one.rows.nth(2).evaluate("row => getComputedStyle(row).outlineStyle")
    assert outline == "solid", "the focus can be seen"


def test_each_text_says_its_language_and_asks_not_to_be_translated(desk: Sit) -> None:
    one = desk().example("traditional").finished()
    assert one.rows.first.locator(".source").get_attribute("lang") == "zh-Hant"
    assert one.rows.first.locator(".target").get_attribute("lang") == "en"
    assert one.page.locator(".reader").get_attribute("translate") == "no"


def test_the_gloss_is_named_and_explained(desk: Sit) -> None:
    one = desk().example("science").finished()
    one.page.locator(".reader").get_by_text("word-for-word gloss").click()
    assert "not a translation" in one.page.locator(".reader .note p").inner_text()


def test_before_and_after_the_repair_can_be_looked_at(desk: Sit) -> None:
    one = desk().example("traditional").finished()
    one.page.locator(".st-key-repaired summary").click()
    one.page.locator(".changes .rows del").first.wait_for()
    gone = one.page.locator(".changes .rows del").all_inner_texts()
    assert "(guǎn)" in gone and ",," in gone
    assert "(記者蘇曼青)" in one.page.locator(".changes .aside").inner_text()


def test_hostile_text_is_only_text(desk: Sit) -> None:
    hostile = "<img src=x onerror=alert(1)></script>$latex$ :smile: **粗体**山城的春天来得早。"
    one = desk().paste(f"{hostile}\n记者：<b>王建国</b>\n山城的冬天{hostile}很冷。" + "山" * 3000).run().finished()
    assert one.rows.count() >= 2
    assert one.page.locator("img, .katex, .reader strong, .reader b").count() == 0
    assert one.overflow <= 0
