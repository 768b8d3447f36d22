"""A link that many share: to each their own, results that are passed on, a server that dies, and signing in."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from desk import ROOT, Desk
from hosting import Server, free_port
from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import expect
from test_browser_reading import ARTICLE, long_article

from page.strings import TABLE

pytestmark = pytest.mark.browser

Sit = Callable[..., Desk]
SLOW = (100, 30)  # sentences, and clauses in each


@pytest.fixture
def host(browser: Any, tmp_path: Path) -> Iterator[Callable[..., tuple[Server, Sit]]]:
    """Start a server of one's own: `server, sit = host(embedded_workers="1")`."""
    servers: list[Server] = []
    desks: list[Desk] = []

    def start(*options: str, port: int = 0, **settings: str) -> tuple[Server, Sit]:
        environment = {f"ZHAIYI_{name.upper()}": value for name, value in settings.items()}
        server = Server(tmp_path / "log.txt", environment, options, port or free_port()).start()
        servers.append(server)

        def sit(**how: Any) -> Desk:
            desks.append(Desk(browser, server.address, **how))
            return desks[-1]

        return server, sit

    yield start
    for one in desks:
        one.close()
        assert one.strayed == []
    for server in servers:
        server.stop()


def test_a_link_opens_in_another_browser_and_what_is_corrected_there_stays_there(desk: Sit) -> None:
    one = desk().paste(ARTICLE).run().finished()
    one.page.locator(".st-key-share button").click()
    link = one.page.get_by_test_id("stCode").inner_text().strip()
    assert link.endswith(f"/?run={one.run_id}") and link.startswith(one.origin)
    other = desk().open(link.removeprefix(one.origin)).finished()
    expect(other.rows).to_have_count(one.rows.count())
    other.correct(1, "Written by somebody else.")
    expect(other.rows.nth(1).locator(".target")).to_have_text("Written by somebody else.")
    one.open(f"/?run={one.run_id}").finished()
    expect(one.rows.nth(1).locator(".target")).not_to_have_text("Written by somebody else.")


def test_what_was_corrected_is_there_when_the_browser_comes_back(desk: Sit) -> None:
    one = desk().paste(ARTICLE).run().finished()
    one.correct(1, "Written by hand.")
    expect(one.rows.nth(1).locator(".marks .hand")).to_be_visible()
    one.open(f"/?run={one.run_id}").finished()
    expect(one.rows.nth(1).locator(".target")).to_have_text("Written by hand.")


def test_a_page_that_is_closed_in_mid_run_finds_its_run_again(desk: Sit) -> None:
    # Another name each time: at a second try nothing would be left to do.
    one = desk().paste(long_article(*SLOW, f"湖城{time.time_ns() % 10**6}")).run()
    one.page.locator(".reader .rows .pending").first.wait_for()
    run_id = one.run_id
    one.page.close()
    one.page = one.context.new_page()
    one.open("/")
    opened = one.page.locator(f".st-key-open_{run_id} button")
    while not one.run_id:
        if not opened.is_visible():  # the list is drawn anew, and closed, when the run ends
            one.page.locator(".st-key-recent button").first.click()
        with suppress(PlaywrightError):
            opened.click(timeout=2000)
            one.page.wait_for_url(f"**run={run_id}*", timeout=5000)
    one.finished()
    assert one.run_id == run_id and one.page.locator(".reader .rows .pending").count() == 0


@pytest.mark.slow
def test_the_page_goes_on_after_the_server_was_killed_in_mid_run(host: Callable[..., tuple[Server, Sit]]) -> None:
    server, sit = host()
    one = sit().open().paste(long_article(*SLOW, "沙城")).run()
    one.page.locator(".reader .rows .pending").first.wait_for()
    run_id = one.run_id
    server.kill()
    server.start()
    # Nothing is clicked: the page itself finds the server, and its run, again.
    expect(one.page.locator(".st-key-download button").first).to_be_visible(timeout=120_000)
    one.finished()
    assert one.run_id == run_id and one.page.locator(".reader .rows .pending").count() == 0
    expect(one.rows).to_have_count(SLOW[0])


@pytest.mark.slow
def test_who_waits_is_told_their_place_and_when_it_is_their_turn(host: Callable[..., tuple[Server, Sit]]) -> None:
    _, sit = host(embedded_workers="1")
    desks = [sit().open().paste(long_article(*SLOW, name)) for name in ("东城", "西城", "南城")]
    for one in desks:
        one.run()
        expect(one.page.locator(".st-key-cancel button")).to_be_visible()
    last = desks[-1]
    expect(last.page.get_by_text("begins in about").first).to_be_visible()
    expect(last.page.get_by_text("1 article before it").first).to_be_visible()
    for one in reversed(desks):
        one.page.locator(".st-key-cancel button").click()
        expect(one.page.locator(".st-key-cancelled")).to_be_visible()


def test_more_files_than_may_wait_are_read_one_after_the_other(desk: Sit) -> None:
    names = ("一", "二", "三", "四", "五")
    files = [(f"{name}.txt", long_article(60, 4, f"{name}城").encode()) for name in names]
    one = desk().upload(*files)
    one.page.locator(".st-key-start button").click()
    one.page.locator(".st-key-download button").first.wait_for()
    button = one.page.locator(".st-key-recent button").first
    expect(button).to_contain_text(f"({len(files)})", timeout=90_000)


def test_a_sentence_that_is_wrong_is_kept_for_the_operator(host: Callable[..., tuple[Server, Sit]]) -> None:
    server, sit = host()
    one = sit().open().paste(ARTICLE).run().finished()
    one.rows.nth(1).hover()
    one.rows.nth(1).locator(".wrong").click()
    expect(one.rows.nth(1).locator(".wrong")).to_have_text(TABLE["reader_wrong_told"][0])
    source = one.rows.nth(1).locator(".source").inner_text()
    english = one.rows.nth(1).locator(".target").inner_text()
    one.page.wait_for_timeout(1000)
    store = os.environ | {"ZHAIYI_STORE": str(server.log.parent / "store")}
    command = [sys.executable, "-m", "pipelines", "reports"]
    told = subprocess.run(command, cwd=ROOT, env=store, capture_output=True, text=True, check=True).stdout
    (report,) = [json.loads(line) for line in told.splitlines()]
    assert (report["source"], report["target"], report["translator"]) == (source, english, "gloss")


@pytest.mark.slow
def test_with_no_retention_the_page_says_that_nothing_is_kept_on_disk(host: Callable[..., tuple[Server, Sit]]) -> None:
    server, sit = host(retention_hours="0")
    one = sit().open()
    expect(one.page.get_by_text("stays on this server, in memory")).to_be_visible()
    one.paste(ARTICLE).run().finished()
    assert not (server.log.parent / "store").exists()


# --- signing in ------------------------------------------------------------------------------------------------------


@pytest.fixture
def provider() -> Iterator[str]:
    """An OpenID provider on this machine; its address. Everybody who names themselves there is believed."""
    port = free_port()
    command = [sys.executable, "-W", "ignore", "-m", "oidc_provider_mock", "-p", str(port)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        for _ in range(200):
            try:
                urllib.request.urlopen(f"http://localhost:{port}/.well-known/openid-configuration", timeout=2).close()
                break
            except OSError:
                assert process.poll() is None
        yield f"http://localhost:{port}"
        process.terminate()


@pytest.mark.slow
def test_nothing_is_shown_or_read_without_signing_in_and_mine_is_the_accounts(
    host: Callable[..., tuple[Server, Sit]], provider: str, tmp_path: Path
) -> None:
    port = free_port()
    secrets = tmp_path / "secrets.toml"
    secrets.write_text(
        f"""[auth]
redirect_uri = "http://localhost:{port}/oauth2callback"
cookie_secret = "a secret of a test, which is long enough to sign cookies"
client_id = "zhaiyi"
client_secret = "another"
server_metadata_url = "{provider}/.well-known/openid-configuration"
""",
        encoding="utf-8",
    )
    server, sit = host(f"--secrets.files={secrets}", port=port, allowed="example.org, guest@else.where")
    origin = server.address

    def arrive(address: str, path: str = "/") -> Desk:
        one = sit(also=(provider, "https://cdn.jsdelivr.net/"))  # whence the provider's own page wants its style
        one.page.goto(origin + path)
        expect(one.page.get_by_text(TABLE["door"][0])).to_be_visible()
        assert one.box.count() == 0 and one.page.locator(".st-key-recent").count() == 0
        one.page.locator("[class*=st-key-sign_in] button").click()
        one.page.locator("input[name=sub]").fill(address)
        one.page.locator("button[type=submit], input[type=submit]").first.click()
        return one

    one = arrive("reader@example.org")
    expect(one.box).to_be_visible()
    one.paste(ARTICLE).run().finished()
    run_id = one.run_id

    stranger = arrive("reader@example.com", f"/?run={run_id}")
    expect(stranger.page.get_by_text(TABLE["door_refused"][0])).to_be_visible()
    assert "reader@example.com" in stranger.page.locator(".st-key-door").inner_text()
    assert stranger.page.locator(".reader").count() == 0

    guest = arrive("guest@else.where")
    expect(guest.box).to_be_visible()
    assert "(1)" not in guest.page.locator(".st-key-recent button").first.inner_text(), "the list is the account's"

    again = arrive("reader@example.org")
    expect(again.page.locator(".st-key-recent button").first).to_contain_text("(1)")
    again.page.locator(".st-key-sign_out button").click()
    again.page.wait_for_url(f"{provider}/**")  # which asks whether that is meant
    again.page.goto(f"{origin}/?run={run_id}")
    expect(again.page.get_by_text(TABLE["door"][0])).to_be_visible()
    assert again.page.locator(".reader").count() == 0
