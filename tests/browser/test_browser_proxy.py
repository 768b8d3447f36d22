"""The page behind the proxy that is recommended: our nginx.conf, in a real nginx, in front of a real server."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from ssl import CERT_NONE, create_default_context
from typing import Any

import pytest
from desk import ROOT, Desk
from hosting import Server, free_port
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

NGINX = shutil.which("nginx") or "/usr/sbin/nginx"
ARTICLE = "五月七日，市图书馆新馆正式开放。新馆位于人民路，共有藏书120万册。馆长李明说，欢迎前来阅读。"
MAIN = """
pid {folder}/nginx.pid;
error_log {folder}/error.log;
daemon off;
events {{}}
http {{
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/zhaiyi.conf;
}}
"""

Proxy = Callable[..., str]


@pytest.fixture
def proxy(tmp_path: Path) -> Iterator[Proxy]:
    """`proxy(server)`: our file in front of a server, with these changes made in it; the address of the link."""
    if not Path(NGINX).exists():
        if os.environ.get("ZHAIYI_REQUIRE_BROWSER") == "1":
            pytest.fail("no nginx")
        pytest.skip("no nginx")
    running: list[subprocess.Popen[bytes]] = []

    def start(server: Server, port: int = 0, **changes: str) -> str:
        folder = tmp_path / "nginx"
        folder.mkdir()
        folder.chmod(0o755)
        _certificate(folder)
        port = port or free_port()
        ours = (ROOT / "deploy" / "nginx.conf").read_text(encoding="utf-8")
        for old, new in {
            "listen 443 ssl": f"listen {port} ssl",
            "listen 80": f"listen {free_port()}",
            "reader.example.org": "localhost",
            "/etc/ssl/zhaiyi": str(folder),
            "127.0.0.1:8501": f"localhost:{server.port}",
            **changes,
        }.items():
            assert old in ours, old
            ours = ours.replace(old, new)
        (folder / "zhaiyi.conf").write_text(ours, encoding="utf-8")
        (folder / "nginx.conf").write_text(MAIN.format(folder=folder), encoding="utf-8")
        running.append(subprocess.Popen([NGINX, "-p", str(folder), "-c", str(folder / "nginx.conf")]))
        address = f"https://localhost:{port}"
        for _ in range(100):
            try:
                asked(address + server.base + "/")
                return address + server.base
            except OSError:
                assert running[-1].poll() is None, (folder / "error.log").read_text()
                time.sleep(0.1)
        pytest.fail("nginx does not answer")

    yield start
    for process in running:
        process.terminate()
        process.wait(10)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Callable[..., Server]]:
    servers: list[Server] = []

    def start(*options: str, base: str = "", **environment: str) -> Server:
        servers.append(Server(tmp_path / "log.txt", environment, options, base=base).start())
        return servers[-1]

    yield start
    for one in servers:
        one.stop()


def _certificate(folder: Path) -> None:
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost"]
    files = ["-keyout", str(folder / "key.pem"), "-out", str(folder / "cert.pem")]
    subprocess.run([*command, *files], check=True, capture_output=True)


def asked(address: str, data: bytes | None = None, **headers: str) -> Any:
    """What the link answers; its certificate is believed."""
    context = create_default_context()
    context.check_hostname, context.verify_mode = False, CERT_NONE
    request = urllib.request.Request(address, data, {name.replace("_", "-"): value for name, value in headers.items()})
    return urllib.request.urlopen(request, timeout=60, context=context)


def status(address: str) -> int:
    try:
        return int(asked(address).status)
    except urllib.error.HTTPError as error:
        return error.code


def read_an_article(browser: Any, address: str) -> None:
    desk = Desk(browser, address)
    desk.open().paste(ARTICLE).run().finished()
    expect(desk.rows).to_have_count(3)
    assert desk.strayed == []
    desk.close()


def test_the_page_works_through_the_proxy_and_what_is_private_stays_behind_it(
    browser: Any, proxy: Proxy, server: Callable[..., Server]
) -> None:
    address = proxy(server(ZHAIYI_API_KEYS="key"))
    read_an_article(browser, address)
    page = asked(address)
    assert "; Secure" in page.headers["Set-Cookie"], "the server knows that the link is encrypted"
    assert status(f"{address}/metrics") == 404 and status(f"{address}/health/ready") == 404
    headers = {"Authorization": "Bearer key", "Content_Type": "application/json"}
    lines = list(asked(f"{address}/v1/digest", f'{{"text": "{ARTICLE}"}}'.encode(), **headers))
    assert b'"event": "digest"' in lines[-1]


@pytest.mark.slow
def test_the_page_works_under_a_path(browser: Any, proxy: Proxy, server: Callable[..., Server]) -> None:
    one = server("--server.baseUrlPath=zhaiyi", base="/zhaiyi")
    read_an_article(browser, proxy(one, **{"location / {": "location /zhaiyi/ {"}))


REWRITTEN = {"proxy_set_header Host $http_host": "proxy_set_header Host internal"}
NAME = "reader.localhost"  # this machine, by a name that the server does not take for its own


def elsewhere(address: str) -> str:
    return address.replace("localhost", NAME)


@pytest.mark.slow
def test_behind_a_proxy_that_rewrites_the_host_the_page_never_comes_to_life(
    browser: Any, proxy: Proxy, server: Callable[..., Server]
) -> None:
    desk = Desk(browser, elsewhere(proxy(server(), **REWRITTEN)))
    with desk.page.expect_websocket() as opening:
        desk.page.goto(desk.origin)
    assert "/_stcore/stream" in opening.value.url
    desk.page.wait_for_timeout(3000)
    assert desk.page.locator(".zy-foot").count() == 0
    desk.close()


@pytest.mark.slow
def test_behind_it_the_page_works_once_the_link_is_named(
    browser: Any, proxy: Proxy, server: Callable[..., Server]
) -> None:
    port = free_port()
    one = server(f"--server.corsAllowedOrigins=https://{NAME}:{port}")
    read_an_article(browser, elsewhere(proxy(one, port, **REWRITTEN)))
