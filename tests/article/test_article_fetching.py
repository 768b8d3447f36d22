"""A web address gives its article, from the public internet only, within limits no server can stretch."""

from __future__ import annotations

import gzip
import socket
import ssl
import subprocess
import time
import zlib
from pathlib import Path

import pytest
from files import FIRST, SECOND, TITLE, pdf, word
from web import OtherNetwork, response, serving

from pipelines.article import Kind, fetch_article, fetching, read_article
from pipelines.article.addresses import is_public
from pipelines.errors import ErrorCode, InputError
from pipelines.settings import Settings

PAGE = (
    f"<html><head><title>{TITLE}</title></head><body><h1>{TITLE}</h1><p>{FIRST}</p><p>{SECOND}</p>"
    "<script>alert(1)</script></body></html>"
)
HTML = {"content_type": "text/html"}
HERE = Settings(fetch_private=True)
PUBLIC = "93.184.215.14"


def refusal(address, **options):
    with pytest.raises(InputError) as caught:
        fetch_article(address, **options)
    return caught.value


def fetched_here(answer, path="/"):
    """What a server on this machine that answers so gives."""
    with serving({path: answer}) as server:
        return fetch_article(f"http://127.0.0.1:{server.port}{path}", settings=HERE)


def refused_here(answer):
    with serving({"/": answer}) as server:
        return refusal(f"http://127.0.0.1:{server.port}/", settings=HERE).code


# --- what is fetched -------------------------------------------------------------------------------------------------


def test_a_page_gives_its_article_and_its_address():
    with serving({"/a.html": response(PAGE.encode(), **HTML)}) as server:
        found = fetch_article(f" http://127.0.0.1:{server.port}/a.html#part \n", settings=HERE)
    assert (found.kind, found.title, found.name) == (Kind.HTML, TITLE, "a.html")
    assert found.address == f"http://127.0.0.1:{server.port}/a.html"
    article = read_article(found)
    assert (article.title, article.paragraphs) == (TITLE, (FIRST, SECOND))
    assert article == read_article(PAGE)


def test_a_request_says_who_it_is_and_brings_nothing_from_the_environment(monkeypatch):
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    with serving({"/": response(PAGE.encode(), set_cookie="a=b", **HTML)}) as server:
        fetch_article(f"http://127.0.0.1:{server.port}/", settings=HERE)
        head = server.requests[0].lower()
    assert f"host: 127.0.0.1:{server.port}\r\n" in head
    assert "user-agent: zhaiyi" in head and "accept-language: zh-cn" in head
    assert "cookie" not in head and "referer" not in head and "authorization" not in head


@pytest.mark.parametrize("encoding", ["gb2312", "gb18030", "utf-8", "utf-16"])
@pytest.mark.parametrize(
    "said", ["text/html", "text/html; charset=utf-8", "text/html; charset=iso-8859-1", "text/plain", ""]
)
def test_the_encoding_is_told_by_the_page_whatever_the_server_says(encoding, said):
    headers = {"content_type": said} if said else {}
    assert fetched_here(response(PAGE.encode(encoding), **headers)).text == f"{TITLE}\n{FIRST}\n{SECOND}"


@pytest.mark.parametrize(
    ("data", "said", "kind"),
    [
        (pdf([[FIRST]]), "application/pdf", Kind.PDF),
        (word(), "application/msword", Kind.WORD),
        (word(), "application/octet-stream", Kind.WORD),
        (f"# {TITLE}\n\n{FIRST}".encode(), "text/markdown", Kind.MARKDOWN),
        (FIRST.encode(), "text/plain", Kind.TEXT),
        (PAGE.encode(), "application/xhtml+xml", Kind.HTML),
    ],
)
def test_files_of_every_kind_are_read_as_when_they_are_uploaded(data, said, kind):
    found = fetched_here(response(data, content_type=said), "/%E6%96%B0%E9%A6%86.md")
    assert (found.kind, found.name) == (kind, "新馆.md")


@pytest.mark.parametrize("coding", ["gzip", "deflate", "bare deflate"])
def test_compressed_pages_are_unpacked(coding):
    packed = {
        "gzip": gzip.compress(PAGE.encode()),
        "deflate": zlib.compress(PAGE.encode()),
        "bare deflate": zlib.compress(PAGE.encode(), wbits=-15),
    }[coding]
    assert fetched_here(response(packed, content_encoding=coding.split()[-1], **HTML)).title == TITLE


def test_redirects_are_followed_to_the_end():
    def to(address):
        return response(status="302 Found", location=address)

    with serving(
        {"/1": to("2?a=1"), "/2?a=1": to("/%E6%96%B0"), "/%E6%96%B0": response(PAGE.encode(), **HTML)}
    ) as server:
        found = fetch_article(f"http://127.0.0.1:{server.port}/1", settings=HERE)
    assert found.address.endswith("/%E6%96%B0") and found.title == TITLE


def test_addresses_in_chinese_are_asked_for_as_browsers_do():
    with serving({"/%E6%96%B0%E9%97%BB?%E9%A6%86=1": response(PAGE.encode(), **HTML)}) as server:
        network = OtherNetwork(server, {"xn--fsqu00a.example": [[PUBLIC]]})
        found = fetch_article("http://例子.example/新闻?馆=1", network=network)
    assert (found.title, found.name) == (TITLE, "新闻")


# --- what is refused -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("", ErrorCode.BAD_ADDRESS),
        ("example.com/a", ErrorCode.BAD_ADDRESS),
        ("ftp://example.com/a", ErrorCode.BAD_ADDRESS),
        ("file:///etc/passwd", ErrorCode.BAD_ADDRESS),
        ("javascript:alert(1)", ErrorCode.BAD_ADDRESS),
        ("http://", ErrorCode.BAD_ADDRESS),
        ("http://user:secret@example.com/", ErrorCode.BAD_ADDRESS),
        ("http://user@example.com/", ErrorCode.BAD_ADDRESS),
        ("http://example.com\\@127.0.0.1/", ErrorCode.BAD_ADDRESS),
        ("http://exa mple.com/", ErrorCode.BAD_ADDRESS),
        ("http://example.com/\r\nHost: a", ErrorCode.BAD_ADDRESS),
        ("http://[::1", ErrorCode.BAD_ADDRESS),
        ("http://example.com:99999/", ErrorCode.BAD_PORT),
        ("http://example.com/" + "a" * 3000, ErrorCode.BAD_ADDRESS),
        ("http://example.com:8080/", ErrorCode.BAD_PORT),
        ("http://example.com:22/", ErrorCode.BAD_PORT),
        ("http://example.com:0/", ErrorCode.BAD_PORT),
        ("http://127.0.0.1/", ErrorCode.PRIVATE_ADDRESS),
        ("http://localhost/", ErrorCode.PRIVATE_ADDRESS),
        ("http://2130706433/", ErrorCode.PRIVATE_ADDRESS),
        ("http://0x7f.1/", ErrorCode.PRIVATE_ADDRESS),
        ("http://0177.0.0.1/", ErrorCode.BAD_ADDRESS),
        ("http://017700000001/", ErrorCode.PRIVATE_ADDRESS),
        ("http://127.1/", ErrorCode.PRIVATE_ADDRESS),
        ("http://0/", ErrorCode.PRIVATE_ADDRESS),
        ("http://[::1]/", ErrorCode.PRIVATE_ADDRESS),
        ("http://[::ffff:127.0.0.1]/", ErrorCode.PRIVATE_ADDRESS),
        ("https://169.254.169.254/latest/meta-data/", ErrorCode.PRIVATE_ADDRESS),
        ("http://①②⑦.⓪.⓪.①/", ErrorCode.PRIVATE_ADDRESS),
        ("http://zhaiyi.invalid/", ErrorCode.NO_SUCH_HOST),
    ],
)
def test_addresses_that_are_no_public_web_pages_are_refused(address, code):
    assert refusal(address).code in ({code, ErrorCode.BAD_ADDRESS} if "①" in address else {code})


@pytest.mark.parametrize(
    "address",
    [
        "0.0.0.0", "10.1.2.3", "100.64.0.1", "127.0.0.1", "169.254.1.1", "172.16.0.1", "192.0.0.8", "192.0.2.1",
        "192.88.99.1", "192.168.1.1", "198.18.0.1", "198.51.100.1", "203.0.113.1", "224.0.0.1", "240.0.0.1",
        "255.255.255.255", "::", "::1", "::ffff:10.0.0.1", "::127.0.0.1", "64:ff9b::7f00:1", "64:ff9b:1::1", "100::1",
        "2001::1", "2001:db8::1", "2002:7f00:1::1", "3fff::1", "fc00::1", "fd12::1", "fe80::1", "fe80::1%eth0",
        "fec0::1", "ff02::1", "nonsense",
    ],
)  # fmt: skip
def test_addresses_that_are_not_of_the_public_internet_are_told(address):
    assert not is_public(address)


@pytest.mark.parametrize("address", ["93.184.215.14", "8.8.8.8", "::ffff:8.8.8.8", "2606:4700::1111", "240e::1"])
def test_addresses_of_the_public_internet_are_told(address):
    assert is_public(address)


def test_nothing_is_asked_of_the_network_where_fetching_is_off():
    with serving({}) as server:
        network = OtherNetwork(server, {"news.example": [[PUBLIC]]})
        error = refusal("http://news.example/", settings=Settings(fetch=False), network=network)
        assert (error.code, network.asked, server.requests) == (ErrorCode.FETCH_OFF, [], [])


def test_a_host_that_has_one_private_address_among_others_is_refused():
    with serving({"/": response(PAGE.encode(), **HTML)}) as server:
        network = OtherNetwork(server, {"news.example": [[PUBLIC, "10.0.0.1"]]})
        assert refusal("http://news.example/", network=network).code is ErrorCode.PRIVATE_ADDRESS
        assert network.connected == []


def test_a_name_that_changes_its_address_after_the_check_leads_nowhere_else():
    with serving({"/": response(PAGE.encode(), **HTML)}) as server:
        network = OtherNetwork(server, {"news.example": [[PUBLIC], ["127.0.0.1"]]})
        assert fetch_article("http://news.example/", network=network).title == TITLE
        assert (network.asked, network.connected) == (["news.example"], [(PUBLIC, 80)])
        assert "Host: news.example\r\n" in server.requests[0]


@pytest.mark.parametrize(
    ("target", "code"),
    [
        ("http://127.0.0.1/", ErrorCode.PRIVATE_ADDRESS),
        ("http://inside.example/", ErrorCode.PRIVATE_ADDRESS),
        ("//[::1]/", ErrorCode.PRIVATE_ADDRESS),
        ("http://news.example:8080/", ErrorCode.BAD_PORT),
        ("file:///etc/passwd", ErrorCode.BAD_ADDRESS),
        ("http://a:b@news.example/", ErrorCode.BAD_ADDRESS),
        ("gopher://news.example/", ErrorCode.BAD_ADDRESS),
        ("http://gone.example/", ErrorCode.NO_SUCH_HOST),
        ("/", ErrorCode.TOO_MANY_REDIRECTS),
    ],
)
def test_every_redirect_is_checked_like_the_first_address(target, code):
    with serving({"/": response(status="301 Moved", location=target)}) as server:
        names = {
            "news.example": [[PUBLIC]],
            "inside.example": [["192.168.0.1"]],
            "127.0.0.1": [["127.0.0.1"]],
            "::1": [["::1"]],
        }
        network = OtherNetwork(server, names)
        assert refusal("http://news.example/", network=network).code is code
        assert len(network.connected) == (6 if target == "/" else 1)
        assert set(network.connected) == {(PUBLIC, 80)}


def test_the_name_is_looked_up_anew_for_each_redirect():
    with serving({"/": response(status="307 Temporary Redirect", location="/b")}) as server:
        network = OtherNetwork(server, {"news.example": [[PUBLIC], ["10.0.0.1"]]})
        assert refusal("http://news.example/", network=network).code is ErrorCode.PRIVATE_ADDRESS
        assert network.connected == [(PUBLIC, 80)]


def test_the_next_address_of_a_host_is_tried_where_the_first_is_dead():
    with serving({"/": response(PAGE.encode(), **HTML)}) as server:

        class HalfDead(OtherNetwork):
            def connect(self, address, port, seconds):
                stream = super().connect(address, port, seconds)
                if address == PUBLIC:
                    from httpcore2 import ConnectError

                    stream.close()
                    raise ConnectError("refused")
                return stream

        network = HalfDead(server, {"news.example": [[PUBLIC, "8.8.8.8"]]})
        assert fetch_article("http://news.example/", network=network).title == TITLE
        assert network.connected == [(PUBLIC, 80), ("8.8.8.8", 80)]


@pytest.fixture(scope="module")
def certificate(tmp_path_factory) -> Path:
    """A key and certificate for news.example, in one file."""
    folder = tmp_path_factory.mktemp("tls")
    key, both = folder / "key.pem", folder / "both.pem"
    made = subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=news.example"]
        + ["-addext", "subjectAltName=DNS:news.example", "-keyout", str(key), "-out", str(both)],
        capture_output=True,
    )
    if made.returncode:
        pytest.skip("openssl made no certificate")
    both.write_bytes(both.read_bytes() + key.read_bytes())
    return both


def secure(certificate):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    return context


def test_a_secure_connection_is_for_the_name_and_not_for_the_address(certificate):
    told = []
    context = secure(certificate)
    context.sni_callback = lambda connection, name, context: told.append(name)
    with serving({"/": response(PAGE.encode(), **HTML)}, context) as server:
        network = OtherNetwork(server, {"news.example": [[PUBLIC]]}, str(certificate))
        assert fetch_article("https://news.example/", network=network).title == TITLE
        assert (told, network.connected) == (["news.example"], [(PUBLIC, 443)])


@pytest.mark.parametrize(("host", "trusted"), [("other.example", True), ("news.example", False)])
def test_a_server_that_cannot_prove_its_name_is_not_believed(host, trusted, certificate):
    with serving({"/": response(PAGE.encode(), **HTML)}, secure(certificate)) as server:
        network = OtherNetwork(server, {host: [[PUBLIC]]}, str(certificate) if trusted else "")
        assert refusal(f"https://{host}/", network=network).code is ErrorCode.UNSAFE_CONNECTION


# --- servers that do not behave --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (response(status="404 Not Found"), ErrorCode.HTTP_STATUS),
        (response(status="403 Forbidden"), ErrorCode.HTTP_STATUS),
        (response(status="599 Odd"), ErrorCode.HTTP_STATUS),
        (response(status="304 Not Modified"), ErrorCode.HTTP_STATUS),
        (response(b"\x89PNG\r\n\x1a\n\x00", content_type="image/png"), ErrorCode.WRONG_CONTENT),
        (response(b"{}", content_type="application/json"), ErrorCode.WRONG_CONTENT),
        (response(b"x", content_type="video/mp4"), ErrorCode.WRONG_CONTENT),
        (response(b"\x89PNG\r\n\x1a\n\x00\x00", **HTML), ErrorCode.BINARY),
        (response(b"", **HTML), ErrorCode.EMPTY),
        (response(b"The library opened yesterday. " * 20, **HTML), None),
        (response(PAGE.encode(), content_encoding="br", **HTML), ErrorCode.BROKEN_ANSWER),
        (response(PAGE.encode(), content_encoding="gzip", **HTML), ErrorCode.BROKEN_ANSWER),
        (response(gzip.compress(PAGE.encode())[:-20], content_encoding="gzip", **HTML), ErrorCode.BROKEN_ANSWER),
        (response(PAGE.encode()[:100], content_length="5000", **HTML), ErrorCode.BROKEN_ANSWER),
        (response(b"", content_length="6000000", **HTML), ErrorCode.PAGE_TOO_LARGE),
        (b"SSH-2.0-OpenSSH_9.2\r\n", ErrorCode.BROKEN_ANSWER),
        (b"", ErrorCode.BROKEN_ANSWER),
        (b"HTTP/1.1 200 OK\r\nA: " + b"a" * 200_000, ErrorCode.BROKEN_ANSWER),
    ],
)
def test_an_answer_that_is_no_article_says_what_it_is(answer, code):
    if code is None:  # said when it is read
        with pytest.raises(InputError, match="does not look like Chinese"):
            read_article(fetched_here(answer))
    else:
        assert refused_here(answer) is code


def flood(connection: socket.socket) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
    while True:
        connection.sendall(b"<p>" + "一".encode() * 10_000)


def bomb(connection: socket.socket) -> None:
    packer = zlib.compressobj(wbits=31)
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\n\r\n")
    while True:
        connection.sendall(packer.compress(b"0" * 10_000_000))


@pytest.mark.parametrize("endless", [flood, bomb])
def test_a_body_without_end_is_stopped_at_the_limit(endless):
    assert refused_here(endless) is ErrorCode.PAGE_TOO_LARGE


def test_of_a_packed_body_no_more_than_a_piece_is_unpacked_at_once():
    packed = gzip.compress(b"0" * 50_000_000)
    assert max(map(len, fetching._unpacked([packed], "gzip"))) <= 1 << 16


def drip_body(connection: socket.socket) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
    drip(connection)


def drip(connection: socket.socket) -> None:
    while True:
        time.sleep(0.05)
        connection.sendall(b"a")


def silence(connection: socket.socket) -> None:
    connection.recv(1)


@pytest.mark.parametrize("slow", [drip_body, drip, silence])
def test_a_server_that_sends_a_little_at_a_time_is_stopped_when_its_time_is_over(slow, monkeypatch):
    monkeypatch.setattr(fetching, "SECONDS", 0.5)
    began = time.monotonic()
    assert refused_here(slow) is ErrorCode.FETCH_TIMEOUT
    assert time.monotonic() - began < 1.5


def test_the_time_is_for_all_redirects_together(monkeypatch):
    monkeypatch.setattr(fetching, "SECONDS", 0.5)

    def slowly(connection: socket.socket) -> None:
        time.sleep(0.2)
        connection.sendall(response(status="302 Found", location="/"))

    assert refused_here(slowly) is ErrorCode.FETCH_TIMEOUT


def test_a_name_server_that_does_not_answer_is_not_waited_for():
    with serving({}) as server:

        class Deaf(OtherNetwork):
            def resolve(self, host, port, seconds):
                return None

        assert refusal("http://news.example/", network=Deaf(server, {})).code is ErrorCode.FETCH_TIMEOUT


def test_a_machine_where_nobody_listens_is_named_with_the_reason():
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
    error = refusal(f"http://127.0.0.1:{port}/", settings=HERE)
    assert error.code is ErrorCode.UNREACHABLE
    assert "127.0.0.1" in str(error) and "refused" in str(error)
