"""A model fetched and used from the page, in a real browser; the server's hub is on this machine."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import tiny
from desk import Desk
from hosting import served
from hub import Hub
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

KNOWN = tiny.PAIRS[20:26]
ARTICLE = "".join(chinese for chinese, _ in KNOWN)


@pytest.fixture
def hub(hub_files: Callable[[str], Path]) -> Iterator[Hub]:
    with Hub() as hub:
        hub.add("Helsinki-NLP/opus-mt-zh-en", hub_files("marian"))
        hub.slow("pytorch_model.bin", rate=1_500_000)
        yield hub


@pytest.fixture
def fresh(browser: Any, hub: Hub, tmp_path: Path) -> Iterator[Callable[..., Desk]]:
    """Windows on a server that knows only the tiny hub and has fetched nothing yet."""
    folders = {"HF_HUB_CACHE": str(tmp_path / "hub"), "ZHAIYI_CACHE": str(tmp_path / "zhaiyi")}
    desks: list[Desk] = []

    def sit(**how: Any) -> Desk:
        desks.append(Desk(browser, address, **how))
        return desks[-1].open()

    with served(tmp_path / "log.txt", **hub.environment, **folders, ZHAIYI_CUDA="0") as address:
        yield sit
        for one in desks:
            one.close()
            assert one.strayed == [] and one.broken == []


def test_a_model_is_fetched_and_used_from_the_page(fresh: Callable[..., Desk]) -> None:
    one = fresh().paste(ARTICLE)
    one.models()
    one.pick("English by", "opus-mt ·")
    fetch = one.page.get_by_role("button", name="Download opus-mt (315 MB)")
    fetch.click()
    one.page.get_by_text("MB of 3.2 MB").wait_for()
    fetch.wait_for(state="hidden")
    one.page.get_by_role("button", name="Stop").wait_for(state="hidden")
    expect(one.choice("English by")).to_have_value("opus-mt · CC-BY-4.0")
    assert one.overflow <= 0
    one.page.keyboard.press("Escape")
    one.run().finished()
    assert one.rows.locator(".target").all_inner_texts() == [english for _, english in KNOWN]
    assert not one.page.locator(".reader .note").is_visible(), "this is no gloss"

    one.page.locator(".st-key-compare button").first.click()
    one.pick("English by", "gloss")
    one.page.get_by_role("button", name="Compare with it").click()
    expect(one.page.locator(".reader .rows .other").first).to_be_visible()
    assert one.page.locator(".reader .rows .differs").count() > 2, "what differs is marked"
    assert one.rows.locator(".target").all_inner_texts() == [english for _, english in KNOWN]
    assert "with=" in one.page.url
    one.page.keyboard.press("Escape")
    one.page.locator(".st-key-compare button").first.click()
    one.page.get_by_role("button", name="Stop comparing").click()
    expect(one.page.locator(".reader .rows .other").first).to_be_hidden()

    other = fresh(width=390, height=844, locale="zh-CN").paste(ARTICLE)
    other.models()
    expect(other.choice("翻译模型")).to_have_value("已就绪的最佳模型：opus-mt")
    assert other.overflow <= 0


def test_a_choice_outlives_a_change_of_language(fresh: Callable[..., Desk]) -> None:
    one = fresh().paste(ARTICLE)
    one.models()
    one.pick("English by", "gloss ·")
    one.page.keyboard.press("Escape")
    one.page.get_by_role("radio", name="中文").click()
    one.page.get_by_test_id("stTextArea").get_by_text("中文文章").wait_for()
    one.models()
    expect(one.choice("翻译模型")).to_have_value("gloss · CC BY-SA 4.0")
