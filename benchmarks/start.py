"""How long a reader waits: importing the library, the first article of a fresh process, an article of a warm one.

Every figure is the median of some runs on this machine; the article is one of the page's examples or a file given.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from pipelines import digest, load_summarizer, load_translator, read_article

EXAMPLE = Path(__file__).parent.parent / "page" / "examples" / "traditional.txt"


def main(arguments: Sequence[str]) -> int:
    """`python -m benchmarks start [FILE] [--runs N]`."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks start", description=__doc__)
    parser.add_argument("file", nargs="?", type=Path, default=EXAMPLE)
    parser.add_argument("--runs", type=int, default=5)
    given = parser.parse_args(arguments)

    def process(*code: str) -> None:
        subprocess.run([sys.executable, *code], check=True, capture_output=True)

    def warm() -> None:
        article = read_article(given.file.read_bytes(), name=given.file.name)
        for _ in digest(article, load_summarizer(), load_translator()):
            pass

    digested = ("-m", "pipelines", "digest", str(given.file))
    warm()  # the compiled dictionary is in the cache from here on
    nothing = _median(lambda: process("-c", "pass"), given.runs)
    imported = _median(lambda: process("-c", "import pipelines"), given.runs)
    print(f"{given.file.name}, {len(read_article(given.file.read_bytes()).original):,} characters")
    print(f"import pipelines                    {imported - nothing:6.2f} s")
    print(f"fresh process, whole digest         {_median(lambda: process(*digested), given.runs) - nothing:6.2f} s")
    print(f"warm process, whole digest          {_median(warm, given.runs):6.2f} s")
    return 0


def _median(run: Callable[[], None], runs: int) -> float:
    """The median wall-clock time of `runs` runs, in seconds."""
    times = []
    for _ in range(runs):
        begin = time.perf_counter()
        run()
        times.append(time.perf_counter() - begin)
    return statistics.median(times)
