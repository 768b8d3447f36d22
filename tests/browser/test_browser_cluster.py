"""A page whose models are on another server, in a real browser: used, lost, and used again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from asgi import Faulty, serving
from desk import PATIENCE, Desk
from hosting import served
from playwright.sync_api import expect
from starlette.applications import Starlette
from test_models_served import Elsewhere

from pipelines.service.http.routes import routes
from pipelines.service.jobs import Runs
from pipelines.settings import Settings

pytestmark = pytest.mark.browser

NEWS = "五月七日，市图书馆新馆正式开放。新馆位于人民路。馆长李明说，欢迎前来阅读。"


@pytest.fixture
def there(browser: Any, tmp_path: Path) -> Iterator[tuple[Desk, Faulty]]:
    """A window on a page that has a server of models, and the faults of that one."""
    own = Settings(
        api_keys="secret", retention_hours=0, spare_memory=0, requests_per_minute=0, running_each=8,
        max_waiting_each=60, translator="opus-mt",
    )  # fmt: skip
    runs = Runs(own, engines=Elsewhere())
    faulty = Faulty(Starlette(routes=routes(runs)))
    with serving(faulty) as address:
        settings = {"ZHAIYI_SERVE_URL": address, "ZHAIYI_SERVE_KEY": "secret", "ZHAIYI_SERVE_SECONDS": "15"}
        with served(tmp_path / "log.txt", **settings) as origin:
            desk = Desk(browser, origin)
            yield desk.open(), faulty
            desk.close()
            assert desk.strayed == [] and desk.broken == []
    runs.close()


def test_a_server_of_models_is_used_and_where_it_is_full_the_page_goes_on_and_says_so(
    there: tuple[Desk, Faulty],
) -> None:
    desk, faulty = there
    assert desk.page.get_by_text("also sent to the server of models").is_visible(), "nobody is told that it stays here"
    desk.models()
    expect(desk.choice("English by")).to_have_value("Best that is ready: cluster")
    desk.page.keyboard.press("Escape")
    desk.paste(NEWS).run().finished()
    for row in range(3):
        expect(desk.rows.nth(row).locator(".target")).to_contain_text("in English, whole", timeout=PATIENCE)
    assert not desk.page.get_by_text("was lost").count() and not desk.page.locator(".reader .note").is_visible()

    faulty.always = 503
    desk.unfold().paste(NEWS.replace("五月七日", "六月八日")).run().finished()
    expect(desk.page.get_by_text("has too much to do").first).to_be_visible(timeout=PATIENCE)
    expect(desk.rows).to_have_count(3)
    for row in range(3):
        expect(desk.rows.nth(row).locator(".target")).not_to_be_empty()
    assert desk.overflow <= 0
