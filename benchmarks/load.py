"""Many visitors at once: is every accepted article answered rightly, by whom, how long do they wait, how much is done.

    python -m benchmarks load [server|tiny|real …] [--minutes 3] [--visitors 40] [--browsers 4]

* `server`: the page as it is served, with the embedded models; some visitors are browsers, the others ask over HTTP.
* `tiny`: the job layer with a trained Marian of 0.3 million parameters, which knows its sentences by heart.
* `real`: the job layer with a Marian of opus-mt's size and made-up weights, four visitors.

The latter two once with batches that articles share and once without. Each article carries a marker that must come back
to its owner, and no other's may. The translation memory is kept out of it: every sentence is computed.
"""

from __future__ import annotations

import argparse
import contextlib
import itertools
import os
import random
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks import load_models, visitors
from benchmarks.visitors import Article, Asked, Outcome
from pipelines.service import work
from pipelines.service.jobs import Runs
from pipelines.settings import Settings

ROOT = Path(__file__).parents[1]
PAUSE = 0.5  # seconds that a visitor reads before the next article, on average


@dataclass
class Tally:
    """What all visitors of a run met. Safe to add to from any thread."""

    outcomes: list[Outcome] = field(default_factory=list)
    memory: list[float] = field(default_factory=list)  # MB, at equal distances
    seconds: float = 0.0

    def row(self, name: str) -> str:
        """A line of the table."""
        right = [one for one in self.outcomes if one.right]
        wrong = [one for one in self.outcomes if one.accepted and not one.right]
        refused = sum(not one.accepted for one in self.outcomes)
        sentences = sum(one.sentences for one in right)
        waits, totals = [one.waited for one in right], [one.seconds for one in right]
        grown = f"{self.memory[0]:.0f} → {self.memory[-1]:.0f}" if self.memory else "–"
        return (
            f"| {name} | {len(right)} | {len(wrong)} | {refused} | {percentiles(waits)} | {percentiles(totals)} "
            f"| {sentences / self.seconds:.1f} | {grown} |"
        )


HEAD = (
    "| what | right | wrong | refused | wait p50 / p95, s | whole p50 / p95, s | sentences/s | memory, MB |\n"
    "|---|--:|--:|--:|--:|--:|--:|--:|"
)


def percentiles(values: Sequence[float]) -> str:
    """The median and the 95th percentile."""
    if len(values) < 2:
        return "–"
    return f"{statistics.median(values):.2f} / {statistics.quantiles(values, n=20)[-1]:.2f}"


def main(arguments: Sequence[str]) -> int:
    """Measure what is named, print a table; 1 if anything was answered wrongly."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks load", description=__doc__)
    parser.add_argument("what", nargs="*", choices=["server", "tiny", "real"], default=["server", "tiny", "real"])
    parser.add_argument("--minutes", type=float, default=3.0)
    parser.add_argument("--visitors", type=int, default=40)
    parser.add_argument("--browsers", type=int, default=4)
    parser.add_argument("--longest", type=int, default=300, help="sentences of the longest article")
    given = parser.parse_args(arguments)
    rows, wrong = [], 0
    for what in given.what:
        if what == "server":
            tallies = {
                "server, embedded models": served(60 * given.minutes, given.visitors, given.browsers, given.longest)
            }
        else:
            count = given.visitors if what == "tiny" else min(4, given.visitors)
            tallies = {
                f"{what}, {count} visitors, {'shared' if shared else 'each its own'} batches": layered(
                    what, 60 * given.minutes, count, given.longest, shared=shared
                )
                for shared in (True, False)
            }
        for name, tally in tallies.items():
            rows.append(tally.row(name))
            print(f"memory, MB: {' '.join(f'{one:.0f}' for one in tally.memory)}", file=sys.stderr)
            wrong += sum(one.accepted and not one.right for one in tally.outcomes)
            for one in [one for one in tally.outcomes if one.accepted and not one.right][:5]:
                print(f"wrong: {one.what}", file=sys.stderr)
    print(HEAD, *rows, sep="\n")
    return 1 if wrong else 0


# --- the served page -------------------------------------------------------------------------------------------------


def served(seconds: float, count: int, browsers: int, longest: int) -> Tally:
    """The page as a user starts it, and visitors of both kinds."""
    keys = [f"key-{number}" for number in range(count)]
    environment = {
        "ZHAIYI_API_KEYS": ",".join(keys),
        "ZHAIYI_METRICS_KEY": "metrics",
        "ZHAIYI_REQUESTS_PER_MINUTE": "0",
    }
    with tempfile.TemporaryDirectory() as folder, visitors.server(Path(folder), environment) as address:
        asks: list[Callable[[Article], Outcome]] = []
        with contextlib.ExitStack() as closing:
            for number in range(count - browsers):
                asks.append(visitors.Http(address, keys[number]).ask)
            for _ in range(browsers):
                asks.append(closing.enter_context(contextlib.closing(visitors.Window(address))).ask)
            return _visited(asks, seconds, longest, _sentences(), lambda: visitors.memory(address, "metrics"))


# --- the job layer ---------------------------------------------------------------------------------------------------


def layered(what: str, seconds: float, count: int, longest: int, *, shared: bool) -> Tally:
    """The job layer in this process, over a neural translator whose sentences no memory knows."""
    with tempfile.TemporaryDirectory() as folder:
        engine, sentences = (
            load_models.tiny(Path(folder), shared) if what == "tiny" else load_models.real(Path(folder), shared)
        )
        runs = Runs(Settings(store=Path(folder) / "store", cache=Path(folder), max_waiting=count * 3))
        before = work.translator
        work.translator = lambda *_: load_models.Fresh(engine)  # type: ignore[assignment]  # in place of a downloaded one
        try:
            asks = [visitors.Direct(runs, f"visitor {number}").ask for number in range(count)]
            return _visited(asks, seconds, longest, sentences, visitors.own_memory)
        finally:
            work.translator = before
            runs.close()


def _visited(
    asks: Sequence[Callable[[Article], Outcome]],
    seconds: float,
    longest: int,
    sentences: Callable[[random.Random, int], list[Asked]],
    memory: Callable[[], float],
) -> Tally:
    """Let all visitors ask for articles of all lengths, one after the other, for so long."""
    tally, numbers = Tally(), itertools.count(1)
    asks[0](Article(0, sentences(random.Random(0), 20)))  # everything is loaded by it
    began = time.monotonic()

    def visit(seed: int) -> None:
        chance = random.Random(seed)
        while time.monotonic() - began < seconds:
            # As many between 1 and 10 as between 30 and 300.
            length = round(longest ** chance.random())
            article = Article(next(numbers), sentences(chance, length))
            tally.outcomes.append(asks[seed](article))
            time.sleep(chance.expovariate(1 / PAUSE))

    threads = [threading.Thread(target=visit, args=(seed,)) for seed in range(len(asks))]
    for thread in threads:
        thread.start()
    while any(thread.is_alive() for thread in threads):
        tally.memory.append(memory())
        for thread in threads:
            thread.join(seconds / 10 / len(threads))
    tally.seconds = time.monotonic() - began
    tally.memory = tally.memory[1:]  # before, nothing was loaded
    return tally


def _sentences() -> Callable[[random.Random, int], list[Asked]]:
    """Sentences for the embedded models, each with a number that no other has and that must be in its English."""
    numbers = itertools.count(10_001)
    forms = (
        ("第{n}号列车今天上午从山城出发，开往江边的新车站。", "{n}"),
        ("图书馆去年一共借出了{n}册图书，比前年多。", "{n:,}"),
        ("他说，这座桥有{n}米长，花了四年时间才建成。", "{n:,}"),
        ("昨天有{n}名学生参加了在市中心举行的考试。", "{n:,}"),
    )

    def make(chance: random.Random, count: int) -> list[Asked]:
        made = [(chance.choice(forms), next(numbers)) for _ in range(count)]
        return [Asked(zh.format(n=number), en.format(n=number)) for (zh, en), number in made]

    return make


if __name__ == "__main__":
    os.chdir(ROOT)
    sys.exit(main(sys.argv[1:]))
