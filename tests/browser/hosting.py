"""A server of the page, started as a user starts it."""

import os
import re
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from asgi import free_port
from desk import ROOT

_OURS = re.compile(r'File "[^"]*/(?:app\.py|(?:page|pipelines)/[^"]*)"')


@dataclass
class Server:
    """A server of the page with a store of its own beside its log. It can be killed and started again."""

    log: Path
    environment: dict[str, str] = field(default_factory=dict)
    options: tuple[str, ...] = ()
    port: int = field(default_factory=free_port)
    base: str = ""  # the path under which the page is served

    @property
    def address(self) -> str:
        return f"http://localhost:{self.port}{self.base}"

    def start(self) -> "Server":
        command = [sys.executable, "-m", "streamlit", "run", "app.py", f"--server.port={self.port}", *self.options]
        settings = os.environ | {"ZHAIYI_STORE": str(self.log.parent / "store")} | self.environment
        with self.log.open("ab") as out:
            self.process = subprocess.Popen(command, cwd=ROOT, env=settings, stdout=out, stderr=out)
        end = time.monotonic() + 60
        while time.monotonic() < end and self.process.poll() is None:
            try:
                with urllib.request.urlopen(f"{self.address}/_stcore/health", timeout=2):
                    return self
            except OSError:
                time.sleep(0.1)
        pytest.fail(f"the server did not start: {self.written()}")

    def kill(self) -> None:
        """Pull the plug."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self) -> None:
        """End it as an operator does. It must not have stumbled over code of ours."""
        self.process.terminate()
        try:
            self.process.wait(40)
        finally:
            self.process.kill()
        # Streamlit's server now and then tells of a window that was closed while it was being answered; not ours.
        assert not _OURS.search(self.written()), self.written()

    def written(self) -> str:
        """Its log."""
        return self.log.read_text(encoding="utf-8")


@contextmanager
def served(log: Path, **environment: str) -> Iterator[str]:
    """A server of the page for the length of the block; its address."""
    server = Server(log, environment).start()
    try:
        yield server.address
    finally:
        server.stop()
