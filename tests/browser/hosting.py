"""A server of the page, started as a user starts it."""

import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from desk import ROOT

_OURS = re.compile(r'File "[^"]*/(?:app\.py|(?:page|pipelines)/[^"]*)"')


@contextmanager
def served(log: Path, **environment: str) -> Iterator[str]:
    """A server of the page for the length of the block; its address."""
    with socket.socket() as free:
        free.bind(("localhost", 0))
        port = free.getsockname()[1]
    address = f"http://localhost:{port}"
    command = [sys.executable, "-m", "streamlit", "run", "app.py", f"--server.port={port}"]
    settings = os.environ | {"ZHAIYI_STORE": str(log.parent / "store")} | environment
    with log.open("wb") as out, subprocess.Popen(command, cwd=ROOT, env=settings, stdout=out, stderr=out) as server:
        try:
            _await_health(address, server, log)
            yield address
        finally:
            server.terminate()
    written = log.read_text(encoding="utf-8")
    # Streamlit's server now and then tells of a window that was closed while it was being answered; that is not ours.
    assert not _OURS.search(written), written


def _await_health(address: str, server: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + 60
    while time.monotonic() < end and server.poll() is None:
        try:
            with urllib.request.urlopen(f"{address}/_stcore/health", timeout=2):
                return
        except OSError:
            time.sleep(0.1)
    pytest.fail(f"the server did not start: {log.read_text(encoding='utf-8')}")
