"""Visitors for `load`: over HTTP, in a browser, or straight at the job layer; and the models they are served with."""

from __future__ import annotations

import json
import os
import random
import re
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import uuid4

from pipelines.contracts import Cancel
from pipelines.document import Pair, Sentence, Translation
from pipelines.errors import LimitError
from pipelines.models import ctranslate
from pipelines.models.engine import Engine, Generation
from pipelines.service.jobs import Runs
from pipelines.service.run import Request, State

ROOT = Path(__file__).parents[1]
BEAMS = 4
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
        return Outcome(True, article.fault(pairs), len(article.sentences), run.seconds_waited, run.seconds)


# --- servers and models ----------------------------------------------------------------------------------------------


@contextmanager
def server(folder: Path, environment: Mapping[str, str]) -> Iterator[str]:
    """The page, served as a user serves it; its address."""
    sys.path.insert(0, str(ROOT / "tests" / "browser"))
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


Sentences = Callable[[random.Random, int], list[Asked]]


def tiny(folder: Path, shared: bool) -> tuple[Engine, Sentences]:
    """A Marian that knows forty sentences by heart, and articles of them, with what it makes of each one alone."""
    sys.path.insert(0, str(ROOT / "tests" / "models"))
    import tiny as models

    from pipelines.models import convert

    home = Path(os.environ.get("TMPDIR", "/tmp")) / "zhaiyi-load-marian"
    if not (home / "int8" / "model.bin").exists():
        convert.write(models.build_marian(home / "hub"), home / "int8", "int8")
    engine = ctranslate.load(home / "int8", gpu=False, shared=shared)

    sources = [source for source, _ in models.PAIRS]
    alone = [next(iter(engine.generate([source], Generation(beams=BEAMS), Cancel()))).text for source in sources]

    def make(chance: random.Random, count: int) -> list[Asked]:
        return [Asked(*pair) for pair in chance.choices(list(zip(sources, alone, strict=True)), k=count)]

    return engine, make


def real(folder: Path, shared: bool) -> tuple[Engine, Sentences]:
    """A Marian of opus-mt's size with made-up weights; its output says nothing, so only the sources are looked at."""
    from benchmarks import speed, standins
    from pipelines.models.batching import Batcher

    home = standins.convert(standins.marian(), folder / "int8", "int8")
    workers, each = ctranslate.crew(ctranslate.threads())
    translator = ctranslate.opened("Translator", home, "cpu", "int8", workers, each)
    engine = ctranslate.CTranslate(
        translator, _Sized(), 512, Batcher(workers, shared=shared), shortlist=(home / "vmap.txt").is_file()
    )
    lengths = speed.lengths(120)

    def make(chance: random.Random, count: int) -> list[Asked]:
        return [Asked(f"{'长' * chance.choice(lengths)[0]}{chance.randrange(10**6)}。", "") for _ in range(count)]

    return engine, make


class _Sized:
    """A `Tokenizer` for `real`: as many ids as the text is long, and an output one and a half times as long."""

    def encode(self, text: str) -> list[str]:
        chance = random.Random(text)
        return [f"w{chance.randrange(40_000, 60_000)}" for _ in range(min(120, len(text)))] + ["</s>"]

    def prefix(self, text: str) -> list[str]:
        from benchmarks import standins

        return [f"w{standins.start(min(150, round(1.5 * len(text))))}"]

    def decode(self, pieces: Sequence[str]) -> str:
        return " ".join(pieces)


@dataclass
class Fresh:
    """A translator over an engine that no memory knows anything of: its signature is never the same."""

    engine: Engine
    name: str = "fresh"
    generation: Generation = field(default_factory=lambda: Generation(beams=BEAMS))

    def signature(self, text: str) -> str:
        """See `Translator`."""
        return uuid4().hex

    def translate(self, sentences: Sequence[Sentence], cancel: Cancel) -> Generator[Pair, None, Translation]:
        """See `Translator`. What holds no Chinese stays as it is."""
        pairs = {}
        asked = []
        for index, sentence in enumerate(sentences):
            if MARK.search(sentence.text):
                pairs[index] = Pair(index, sentence.text.strip(), sentence.text.strip())
                yield pairs[index]
            else:
                asked.append(index)
        texts = [sentences[index].simplified.strip() for index in asked]
        for output in self.engine.generate(texts, self.generation, cancel):
            index = asked[output.index]
            pairs[index] = Pair(index, sentences[index].text.strip(), output.text, output.score)
            yield pairs[index]
        return Translation(tuple(pairs[index] for index in sorted(pairs)), self.name)
