"""Ray Serve under many users: sentences a second and waiting times, with and without batches across users.

    python -m benchmarks cluster [real|tiny …] [--users 1 8 32] [--replicas 1 2] [--seconds 10 20 50] [--plot FILE]

Users ask over HTTP for four sentences at a time, one request after the other, of replicas with one processor each and
four beams. Each sentence carries a number, or is one of those known by heart, that must come back to its owner.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import statistics
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from benchmarks import cluster_models
from benchmarks.cluster_models import ROOT, WAYS

SENTENCES = 4  # of a request
Ask = Callable[[random.Random], tuple[list[str], list[str]]]  # sentences, and what their English must hold


@dataclass
class Measured:
    """One line of the table."""

    model: str
    way: str
    replicas: int
    users: int
    seconds: float = 0.0
    sentences: int = 0
    lost: int = 0
    waits: list[float] = field(default_factory=list)

    @property
    def rate(self) -> float:
        """Sentences a second."""
        return self.sentences / self.seconds

    @property
    def p95(self) -> float:
        """The 95th percentile of a request's seconds."""
        return statistics.quantiles(self.waits, n=20)[-1] if len(self.waits) > 1 else float("nan")

    def row(self, base: float) -> str:
        """It as a line; `base` is the rate that it is compared with."""
        median = statistics.median(self.waits) if self.waits else float("nan")
        return (
            f"| {self.model} | {self.replicas} | {self.users} | {self.way} | {self.rate:.1f} | {self.rate / base:.2f} "
            f"| {median:.2f} / {self.p95:.2f} | {len(self.waits)} | {self.lost} |"
        )


HEAD = (
    "| model | replicas | users | way | sentences/s | times | wait p50 / p95, s | requests | lost or wrong |\n"
    "|---|--:|--:|---|--:|--:|--:|--:|--:|"
)


def main(arguments: Sequence[str]) -> int:
    """Measure what is named and print a table; 1 if a request was lost or answered wrongly."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks cluster", description=__doc__)
    parser.add_argument("what", nargs="*", default=["real"], help="real or tiny")
    parser.add_argument("--users", type=int, nargs="+", default=[1, 8, 32])
    parser.add_argument("--replicas", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--seconds", type=float, nargs="+", default=[10.0, 20.0, 50.0], help="for each number of users")
    parser.add_argument("--ways", nargs="+", choices=list(WAYS), default=list(WAYS))
    parser.add_argument("--alone", action="store_true", help="only the model by itself, for each size of batch")
    parser.add_argument("--json", type=Path)
    parser.add_argument("--plot", type=Path)
    given = parser.parse_args(arguments)
    measured: list[Measured] = []
    if given.alone:
        cluster_models.prepare("real")
        for size, rate in cluster_models.alone():
            print(f"batches of {size}: {rate:.2f} sentences/s")
        return 0
    for what in given.what:
        cluster_models.prepare(what)
        ask = _known() if what == "tiny" else _numbered()
        for replicas in given.replicas:
            for way in given.ways:
                with _Served(what, way, replicas) as address:
                    for users, seconds in zip(given.users, given.seconds, strict=True):
                        measured.append(_measure(Measured(what, way, replicas, users), address, ask, seconds))
                        print(measured[-1].row(_base(measured, measured[-1])), file=sys.stderr, flush=True)
    print(HEAD, *(one.row(_base(measured, one)) for one in measured), sep="\n")
    if given.json:
        told = [asdict(one) | {"rate": one.rate, "p95": one.p95, "waits": len(one.waits)} for one in measured]
        given.json.write_text(json.dumps(told, indent=1), encoding="utf-8")
    if given.plot:
        draw(measured, given.plot)
    return 1 if any(one.lost for one in measured) else 0


def _base(measured: Sequence[Measured], one: Measured) -> float:
    """The rate of one sentence at a time, by as many replicas for as many users."""
    like = [
        other
        for other in measured
        if (other.model, other.replicas, other.users) == (one.model, one.replicas, one.users)
    ]
    return next((other.rate for other in like if other.way == next(iter(WAYS))), like[0].rate)


class _Served:
    """A cluster on this machine, with one way of serving."""

    def __init__(self, what: str, way: str, replicas: int) -> None:
        self._what, self._way, self._replicas = what, way, replicas

    def __enter__(self) -> str:
        import yaml  # comes with Ray

        (application,) = yaml.safe_load((ROOT / "deploy" / "cluster.yaml").read_text(encoding="utf-8"))["applications"]
        os.environ |= application["runtime_env"]["env_vars"] | {
            "ZHAIYI_API_KEYS": "secret",
            "ZHAIYI_SPARE_MEMORY": "0",
            "PYTHONPATH": str(ROOT),
            "OMP_NUM_THREADS": "1",
            "RAY_AUTH_MODE": "disabled",
            "RAY_USAGE_STATS_ENABLED": "0",
        }
        import ray
        from ray import serve

        from pipelines.service import cluster

        ray.init(num_cpus=8, include_dashboard=False, log_to_driver=False, logging_level="error")
        serve.start(http_options={"host": "127.0.0.1", "port": 18_431})
        sized = cluster.Sized(name="opus-mt", replicas=self._replicas, cpus=1)
        serve.run(cluster.application([(sized, cluster_models.loader(self._what, self._way))]), name="zhaiyi")
        address = "http://127.0.0.1:18431"
        end = time.monotonic() + 120
        while time.monotonic() < end:
            try:
                if urllib.request.urlopen(f"{address}/health/ready", timeout=10).status == 200:
                    return address
            except OSError:
                time.sleep(0.2)
        raise RuntimeError("the cluster did not come up")

    def __exit__(self, *_: object) -> None:
        import ray
        from ray import serve

        serve.shutdown()
        ray.shutdown()


def _measure(one: Measured, address: str, ask: Ask, seconds: float) -> Measured:
    """Let the users begin requests for so long. All that they began counts, and the time until the last of it ends."""
    lock, stop = threading.Lock(), threading.Event()
    began = time.monotonic()

    def use(seed: int) -> None:
        chance = random.Random(seed)
        while not stop.is_set():
            texts, wanted = ask(chance)
            since = time.monotonic()
            right = _answered(address, texts, wanted)
            with lock:
                one.waits.append(time.monotonic() - since)
                one.sentences += len(texts) if right else 0
                one.lost += not right

    threads = [threading.Thread(target=use, args=(seed,)) for seed in range(one.users)]
    for thread in threads:
        thread.start()
    time.sleep(seconds)
    stop.set()
    for thread in threads:
        thread.join()
    one.seconds = time.monotonic() - began
    return one


def _answered(address: str, texts: list[str], wanted: list[str]) -> bool:
    body = json.dumps({"texts": texts}).encode()
    headers = {"Authorization": "Bearer secret", "Content-Type": "application/json"}
    try:
        with urllib.request.urlopen(
            urllib.request.Request(f"{address}/v1/translate", body, headers), timeout=300
        ) as answer:
            pairs = json.load(answer)["pairs"]
    except (OSError, ValueError) as error:
        print(f"lost: {error!r}", file=sys.stderr)
        return False
    return len(pairs) == len(texts) and all(one in pair["target"] for one, pair in zip(wanted, pairs, strict=True))


def _numbered() -> Ask:
    """Sentences as long as those of FLORES-200, each with a number that no other has."""
    from benchmarks import speed

    lengths = speed.lengths(120)

    def ask(chance: random.Random) -> tuple[list[str], list[str]]:
        numbers = [str(chance.randrange(10**8, 10**9)) for _ in range(SENTENCES)]
        return [f"{'长' * chance.choice(lengths)[0]}{number}。" for number in numbers], numbers

    return ask


def _known() -> Ask:
    """Sentences that the tiny model knows by heart."""
    sys.path.insert(0, str(ROOT / "tests" / "models"))
    import tiny

    def ask(chance: random.Random) -> tuple[list[str], list[str]]:
        pairs: list[tuple[str, str]] = chance.choices(tiny.PAIRS, k=SENTENCES)
        return [source for source, _ in pairs], [target for _, target in pairs]

    return ask


def draw(measured: Sequence[Measured], output: Path) -> None:
    """Sentences a second against users, a panel for each number of replicas, a line for each way."""
    import matplotlib

    matplotlib.use("agg")
    matplotlib.rcParams |= {"svg.fonttype": "none", "svg.hashsalt": "zhaiyi", "font.size": 9}
    from matplotlib import pyplot

    real: list[Any] = [one for one in measured if one.model == "real"] or list(measured)
    counts = sorted({one.replicas for one in real})
    figure, panels = pyplot.subplots(
        1, len(counts), figsize=(8.5, 3.2), sharey=True, layout="constrained", squeeze=False
    )
    colours = dict(zip(WAYS, ("#b9bdc4", "#8a9099", "#7fb0d2", "#2f6f9f"), strict=True))
    for panel, count in zip(panels[0], counts, strict=True):
        for way, colour in colours.items():
            line = sorted((one for one in real if one.replicas == count and one.way == way), key=lambda one: one.users)
            panel.plot([one.users for one in line], [one.rate for one in line], marker="o", color=colour, label=way)
        panel.set_xscale("log", base=2)
        users = sorted({one.users for one in real})
        panel.set_xticks(users, [str(one) for one in users])
        panel.set_xlabel("users at once")
        panel.set_title(f"{count} replica{'s' if count > 1 else ''} of one processor", loc="left", fontsize=10)
        panel.spines[["top", "right"]].set_visible(False)
    panels[0][0].set_ylabel("sentences a second")
    panels[0][0].set_ylim(0, 1.1 * max(one.rate for one in real))  # one scale for all
    panels[0][-1].legend(frameon=False, fontsize=8)
    figure.savefig(output, facecolor="white", metadata={"Date": None} if output.suffix == ".svg" else None)
    pyplot.close(figure)
