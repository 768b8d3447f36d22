"""A real server and a real Chromium for the tests that want them."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from desk import ROOT, Desk

CHROMIUM = Path(os.environ.get("ZHAIYI_CHROMIUM", "/usr/bin/chromium"))
QUIET = (
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--no-first-run",
)  # fmt: skip


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Chromium. Where there is none the tests are skipped, unless ZHAIYI_REQUIRE_BROWSER=1 says that one must be."""
    if not CHROMIUM.exists():
        missing = f"no Chromium at {CHROMIUM}"
        if os.environ.get("ZHAIYI_REQUIRE_BROWSER") == "1":
            pytest.fail(missing)
        pytest.skip(missing)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=str(CHROMIUM), args=list(QUIET))
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def origin(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server of the page, started as a user starts it."""
    with socket.socket() as free:
        free.bind(("localhost", 0))
        port = free.getsockname()[1]
    address = f"http://localhost:{port}"
    log = tmp_path_factory.mktemp("server") / "log.txt"
    command = [sys.executable, "-m", "streamlit", "run", "app.py", f"--server.port={port}"]
    with log.open("wb") as out, subprocess.Popen(command, cwd=ROOT, stdout=out, stderr=out) as server:
        try:
            _await_health(address, server, log)
            yield address
        finally:
            server.terminate()
    assert "Traceback" not in log.read_text(encoding="utf-8")


def _await_health(address: str, server: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + 60
    while time.monotonic() < end and server.poll() is None:
        try:
            with urllib.request.urlopen(f"{address}/_stcore/health", timeout=2):
                return
        except OSError:
            time.sleep(0.1)
    pytest.fail(f"the server did not start: {log.read_text(encoding='utf-8')}")


@pytest.fixture
def desk(browser: Any, origin: str) -> Iterator[Callable[..., Desk]]:
    """Open a window: `desk(width=390, locale="zh-CN")`. At the end none may have asked another origin for anything."""
    desks: list[Desk] = []

    def sit(**how: Any) -> Desk:
        desks.append(Desk(browser, origin, **how))
        return desks[-1].open()

    yield sit
    for one in desks:
        one.close()
        assert one.strayed == [] and one.broken == []
