"""A tiny hub on this machine that speaks enough of the real one's protocol for the real client.

It serves model listings (with and without checksums), HEAD and ranged GET of files, with the headers and the redirect
of large files to another host that the real hub has; what goes wrong is ordered with `fail`, `cut`, `corrupt`,
`shorten` and `slow`; what was asked is in `requests`.
"""

from __future__ import annotations

import fnmatch
import hashlib
import json
import re
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from huggingface_hub import constants

LFS = ("*.bin", "*.safetensors", "*.spm", "*.model", "*.h5", "*.msgpack", "*.ot", "*.onnx", "tokenizer.json")
CODES = {"repository": "RepoNotFound", "revision": "RevisionNotFound", "entry": "EntryNotFound", "gated": "GatedRepo"}


@dataclass(frozen=True)
class Asked:
    """One request that came in."""

    method: str
    path: str
    range: str | None
    authorized: bool
    host: str


@dataclass(frozen=True)
class _File:
    source: bytes | Path
    size: int
    sha256: str
    git_sha1: str

    @classmethod
    def of(cls, source: bytes | Path) -> _File:
        content = source.read_bytes() if isinstance(source, Path) else source
        return cls(source, len(content), hashlib.sha256(content).hexdigest(), _git_sha1(content))

    def content(self) -> bytes:
        return self.source.read_bytes() if isinstance(self.source, Path) else self.source


@dataclass
class _Fault:
    file: str
    times: int
    change: Callable[[_Answer], None]


@dataclass
class _Answer:
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    cut_after: int | None = None  # bytes of this answer
    rate: float | None = None  # bytes a second


class Hub:
    """`with Hub() as hub:` serves until the end of the block, at `hub.url`."""

    def __init__(self) -> None:
        self.requests: list[Asked] = []
        self.checksums = True
        self.ranges = True
        self._repositories: dict[str, dict[str, _File]] = {}
        self._commits: dict[str, str] = {}
        self._faults: list[_Fault] = []
        self._lock = threading.Lock()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)

    def __enter__(self) -> Hub:
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, at: TracebackType | None) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    @property
    def url(self) -> str:
        """What HF_ENDPOINT should be."""
        return f"http://127.0.0.1:{self._server.server_port}"

    @property
    def environment(self) -> dict[str, str]:
        """The variables that send the real client here, in a process of its own."""
        return {"HF_ENDPOINT": self.url, "HF_HUB_DISABLE_XET": "1", "HF_HUB_DISABLE_TELEMETRY": "1", "NO_PROXY": "*"}

    def send_client_here(self, monkeypatch: pytest.MonkeyPatch, cache: Path) -> None:
        """Let the real client of this process, which has read its environment already, come here."""
        template = self.url + "/{repo_id}/resolve/{revision}/{filename}"
        monkeypatch.setattr(constants, "ENDPOINT", self.url)
        monkeypatch.setattr(constants, "HUGGINGFACE_CO_URL_TEMPLATE", template)
        monkeypatch.setattr(constants, "HF_HUB_CACHE", str(cache))
        monkeypatch.setattr(constants, "HF_TOKEN_PATH", str(cache / "token"))
        monkeypatch.setattr(constants, "HF_HUB_OFFLINE", False)
        monkeypatch.delenv("HF_TOKEN", raising=False)

    def add(self, repository: str, files: Mapping[str, bytes] | Path) -> str:
        """Serve these files, or those of a folder, as a repository; returns its commit."""
        sources: Mapping[str, bytes | Path] = files if not isinstance(files, Path) else _under(files)
        there = {name: _File.of(source) for name, source in sources.items()}
        told = "".join(f"{name} {file.sha256}\n" for name, file in sorted(there.items()))
        self._repositories[repository] = there
        self._commits[repository] = hashlib.sha1(told.encode()).hexdigest()
        return self._commits[repository]

    def asked_for(self, pattern: str) -> list[Asked]:
        """The GETs of files that fit a pattern, large files counted once, where their bytes came from."""
        found = [a for a in self.requests if a.method == "GET" and fnmatch.fnmatch(a.path.rsplit("/", 1)[-1], pattern)]
        return [a for a in found if "/api/" not in a.path and (a.path.startswith("/cdn/") or not _is_lfs(a.path))]

    def fail(self, file: str = "*", *, status: int, code: str = "", message: str = "", times: int = 10**9) -> None:
        """Answer with an error: `code` is one of "repository", "revision", "entry", "gated"."""

        def change(answer: _Answer) -> None:
            answer.status, answer.body = status, b""
            answer.headers = {"X-Error-Code": CODES.get(code, ""), "X-Error-Message": message}

        self._faults.append(_Fault(file, times, change))

    def cut(self, file: str, *, after: int, times: int = 1) -> None:
        """Drop the connection after so many bytes."""
        self._faults.append(_Fault(file, times, lambda answer: setattr(answer, "cut_after", after)))

    def corrupt(self, file: str, *, times: int = 1) -> None:
        """Send other bytes of the right number."""
        self._faults.append(_Fault(file, times, lambda answer: setattr(answer, "body", answer.body[::-1])))

    def shorten(self, file: str, *, by: int = 1, times: int = 10**9) -> None:
        """Send fewer bytes than the listing says, and say so in Content-Length."""
        self._faults.append(_Fault(file, times, lambda answer: setattr(answer, "body", answer.body[:-by])))

    def slow(self, file: str, *, rate: float, times: int = 10**9) -> None:
        """Send only so many bytes a second."""
        self._faults.append(_Fault(file, times, lambda answer: setattr(answer, "rate", rate)))

    def heal(self) -> None:
        """From now on nothing goes wrong."""
        with self._lock:
            self._faults.clear()

    def answer(self, asked: Asked) -> _Answer:
        """What to send back."""
        with self._lock:
            self.requests.append(asked)
        path = unquote(urlsplit(asked.path).path)
        if match := re.fullmatch(r"/api/models/([^/]+/[^/]+?)(?:/revision/([^/]+))?(?:/tree/([^/]+))?", path):
            answer = self._described(match[1], match[2] or match[3] or "main", match[3] is not None, asked.path)
            return self._spoilt("api", answer)
        if match := re.fullmatch(r"/([^/]+/[^/]+)/resolve/([^/]+)/(.+)", path):
            return self._resolved(match[1], match[2], match[3], asked)
        if match := re.fullmatch(r"/cdn/([^/]+/[^/]+)/(.+)", path):
            file = self._repositories[match[1]][match[2]]
            return self._spoilt(match[2], self._ranged(file, asked, {"ETag": f'"{file.sha256[:32]}"'}))
        return _Answer(404)

    def _described(self, repository: str, revision: str, tree: bool, path: str) -> _Answer:
        if repository not in self._repositories:
            return _Answer(401, {"X-Error-Code": "RepoNotFound", "X-Error-Message": "Repository not found"})
        if revision not in ("main", self._commits[repository]):
            return _Answer(404, {"X-Error-Code": "RevisionNotFound"})
        blobs = self.checksums and (tree or "blobs" in parse_qs(urlsplit(path).query))
        entries = [_entry(name, file, blobs) for name, file in self._repositories[repository].items()]
        if tree:
            told: Any = [{"type": "file", "path": e["rfilename"], "oid": e["blobId"], **e} for e in entries]
        else:
            told = {"id": repository, "sha": self._commits[repository], "siblings": entries, "private": False}
        return _Answer(headers={"Content-Type": "application/json"}, body=json.dumps(told).encode())

    def _resolved(self, repository: str, revision: str, name: str, asked: Asked) -> _Answer:
        if repository not in self._repositories:
            return _Answer(401, {"X-Error-Code": "RepoNotFound"})
        if revision not in ("main", self._commits[repository]):
            return _Answer(404, {"X-Error-Code": "RevisionNotFound"})
        if name not in self._repositories[repository]:
            return _Answer(404, {"X-Error-Code": "EntryNotFound"})
        file = self._repositories[repository][name]
        headers = {"X-Repo-Commit": self._commits[repository]}
        if not _is_lfs(name):
            return self._spoilt(name, self._ranged(file, asked, headers | {"ETag": f'"{file.git_sha1}"'}))
        elsewhere = f"http://localhost:{self._server.server_port}/cdn/{repository}/{name}"
        linked = {"X-Linked-Etag": f'"{file.sha256}"', "X-Linked-Size": str(file.size), "Location": elsewhere}
        return _Answer(302, headers | linked)

    def _ranged(self, file: _File, asked: Asked, headers: dict[str, str]) -> _Answer:
        content = file.content()
        if asked.range is None or not self.ranges:
            return _Answer(200, headers, content)
        start = int(asked.range.removeprefix("bytes=").split("-")[0])
        if start >= len(content):
            return _Answer(416, headers | {"Content-Range": f"bytes */{len(content)}"})
        told = {"Content-Range": f"bytes {start}-{len(content) - 1}/{len(content)}"}
        return _Answer(206, headers | told, content[start:])

    def _spoilt(self, file: str, answer: _Answer) -> _Answer:
        with self._lock:
            for fault in self._faults:
                if fault.times > 0 and fnmatch.fnmatch(file, fault.file):
                    fault.times -= 1
                    fault.change(answer)
                    break
        return answer


def _handler(hub: Hub) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True  # else each answer waits 40 ms for an acknowledgement

        def do_GET(self) -> None:
            said = self.headers
            host = said.get("Host", "").split(":")[0]
            asked = Asked(self.command, self.path, said.get("Range"), "Authorization" in said, host)
            answer = hub.answer(asked)
            self.send_response(answer.status)
            for name, value in answer.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(answer.body)))
            self.end_headers()
            if self.command == "GET":
                try:
                    self._send(answer)
                except (BrokenPipeError, ConnectionResetError):
                    self.close_connection = True  # whoever asked is gone

        do_HEAD = do_GET

        def _send(self, answer: _Answer) -> None:
            body = answer.body[: answer.cut_after]
            if answer.rate is None:
                self.wfile.write(body)
            else:
                for start in range(0, len(body), step := max(1, int(answer.rate / 50))):
                    self.wfile.write(body[start : start + step])
                    time.sleep(step / answer.rate)
            if answer.cut_after is not None:
                self.close_connection = True

        def log_message(self, format: str, *arguments: object) -> None:
            """Tests read `requests` instead."""

    return Handler


def _entry(name: str, file: _File, blobs: bool) -> dict[str, Any]:
    if not blobs:
        return {"rfilename": name}
    entry: dict[str, Any] = {"rfilename": name, "size": file.size, "blobId": file.git_sha1}
    if _is_lfs(name):
        pointer = f"oid sha256:{file.sha256}".encode()
        lfs = {"oid": file.sha256, "sha256": file.sha256, "size": file.size, "pointerSize": len(pointer)}
        entry |= {"blobId": _git_sha1(pointer), "lfs": lfs}
    return entry


def _under(folder: Path) -> dict[str, bytes | Path]:
    return {str(path.relative_to(folder)): path for path in folder.rglob("*") if path.is_file()}


def _is_lfs(path: str) -> bool:
    return any(fnmatch.fnmatch(path.rsplit("/", 1)[-1], pattern) for pattern in LFS)


def _git_sha1(content: bytes) -> str:
    return hashlib.sha1(f"blob {len(content)}\0".encode() + content).hexdigest()
