"""Visitors for `load`: over HTTP, in a browser, or straight at the job layer."""

from __future__ import annotations

import json
import os
import re
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipelines.errors import LimitError
from pipelines.service.jobs import Runs
from pipelines.service.run import Request, State

ROOT = Path(__file__).parents[1]
MARK = re.compile(r"ZY(\d{6})Q")


@dataclass(frozen=True, slots=True)
class Asked:
    """A sentence, and what its English must hold; nothing where that is not known."""

    text: str
    english: str


@dataclass(frozen=True, slots=True)
class Article:
    """An article with a marker in a line of its own, which models leave alone."""

    number: int
    sentences: list[Asked]

    @property
    def text(self) -> str:
        """What is sent."""
        return f"ZY{self.number:06}Q\n" + "".join(one.text for one in self.sentences)

    def fault(self, pairs: Sequence[tuple[str, str]]) -> str:
        """What is wrong with the (source, English) pairs that came back; nothing where all is well."""
        sources, targets = [source for source, _ in pairs], [target for _, target in pairs]
        for side in (sources, targets):
            marks = set(MARK.findall("\n".join(side)))
            if marks != {f"{self.number:06}"}:
                return f"markers {sorted(marks)} for {self.number:06}"
        if sources[1:] != [one.text for one in self.sentences]:
            return f"{len(sources) - 1} sentences for {len(self.sentences)}"
        for one, target in zip(self.sentences, targets[1:], strict=True):
            if one.english not in target:
                return f"{target!r} without {one.english!r}"
        return ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of an article. `what` says what is wrong with it."""

    accepted: bool
    what: str = ""
    sentences: int = 0
    waited: float = 0.0
    seconds: float = 0.0

    @property
    def right(self) -> bool:
        """Whether it was accepted and came back as it should."""
        return self.accepted and not self.what


class Http:
    """Asks for digests over the HTTP API."""

    def __init__(self, address: str, key: str) -> None:
        self._address = address
        self._key = key

    def ask(self, article: Article) -> Outcome:
        """Send an article and read what comes to the end."""
        asked = urllib.request.Request(
            f"{self._address}/v1/digest",
            json.dumps({"text": article.text}).encode(),
            {"Content-Type": "application/json", "Authorization": f"Bearer {self._key}"},
        )
        began, waited, last = time.monotonic(), None, b""
        try:
            with urllib.request.urlopen(asked, timeout=600) as answer:
                for line in answer:
                    last = line
                    if waited is None and b'"repaired"' in line:
                        waited = time.monotonic() - began
        except urllib.error.HTTPError as error:
            return Outcome(accepted=error.code not in (429, 503), what=f"status {error.code}")
        except OSError as error:
            return Outcome(accepted=True, what=type(error).__name__)
        told = json.loads(last)
        if told["event"] != "digest":
            return Outcome(accepted=True, what=f"ended as {told['event']}")
        made = told["digest"]["article_translation"]["pairs"]
        fault = article.fault([(pair["source"], pair["target"]) for pair in made])
        return Outcome(True, fault, len(article.sentences), waited or 0.0, time.monotonic() - began)


class Window:
    """A browser window, in which articles are pasted and read. All windows are opened by the thread that uses them."""

    def __init__(self, address: str) -> None:
        self._address = address
        self._opened: list[Any] = []

    def ask(self, article: Article) -> Outcome:
        """Paste an article, press the button, wait for the end and read the rows."""
        from playwright.sync_api import Error

        if not self._opened:
            self._open()
        desk = self._opened[-1]
        began = time.monotonic()
        try:
            desk.open("/").paste(article.text).run().finished()
            desk.page.locator(".reader:not(.waiting)").wait_for()  # the last drawing is a moment behind the buttons
        except Error as error:
            if desk.page.locator(".st-key-refused").count():
                return Outcome(accepted=False, what="refused")
            return Outcome(accepted=True, what=f"browser: {str(error)[:60]}")
        rows = desk.rows.evaluate_all(
            "rows => rows.map(row => ['.source', '.target'].map(side => row.querySelector(side).textContent))"
        )
        seconds = time.monotonic() - began
        return Outcome(True, article.fault([tuple(row) for row in rows]), len(article.sentences), 0.0, seconds)

    def _open(self) -> None:
        sys.path.insert(0, str(ROOT / "tests" / "browser"))
        from desk import Desk
        from playwright.sync_api import sync_playwright

        playwright = sync_playwright().start()
        chromium = playwright.chromium.launch(
            executable_path=os.environ.get("ZHAIYI_CHROMIUM", "/usr/bin/chromium"), args=["--no-sandbox"]
        )
        desk = Desk(chromium, self._address)
        desk.context.set_default_timeout(300_000)
        self._opened += [playwright, chromium, desk]

    def close(self) -> None:
        """Playwright's objects belong to the thread that made them; with it they end."""


class Direct:
    """Asks the job layer itself."""

    def __init__(self, runs: Runs, owner: str) -> None:
        self._runs = runs
        self._owner = owner

    def ask(self, article: Article) -> Outcome:
        """Submit an article, and wait for its end."""
        try:
            run = self._runs.submit(Request(article.text, owner=self._owner))
        except LimitError as error:
            return Outcome(accepted=False, what=error.code.value)
        run.wait(600)
        digest = run.digest()
        if run.state is not State.DONE or digest is None or digest.article_translation is None:
            return Outcome(accepted=True, what=f"ended as {run.state}: {run.error}")
        pairs = [(pair.source, pair.target) for pair in digest.article_translation.pairs]
        self._runs.forget(run.id)
        waited = run.seconds_waited
        return Outcome(True, article.fault(pairs), len(article.sentences), waited, waited + run.seconds)


# --- the server ----------------------------------------------------------------------------------------------


@contextmanager
def server(folder: Path, environment: Mapping[str, str]) -> Iterator[str]:
    """The page, served as a user serves it; its address."""
    sys.path[:0] = [str(ROOT / "tests" / "browser"), str(ROOT / "tests")]
    from hosting import served

    with served(folder / "log.txt", **environment) as address:
        while True:
            with urllib.request.urlopen(f"{address}/health/live") as answer:
                if answer.status == 200:
                    break
        yield address


def memory(address: str, key: str) -> float:
    """The memory of a server, in MB."""
    asked = urllib.request.Request(f"{address}/metrics", headers={"Authorization": f"Bearer {key}"})
    with urllib.request.urlopen(asked, timeout=60) as answer:
        (line,) = re.findall(r"^process_resident_memory_bytes (\S+)", answer.read().decode(), re.MULTILINE)
    return float(line) / 1e6


def own_memory() -> float:
    """The memory of this process, in MB."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS:")) / 1e3
