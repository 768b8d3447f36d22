"""Which kind of work the processor is at, sampled by Linux's perf while way (d) runs in a process of its own."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

from benchmarks import speed
from pipelines.contracts import Cancel
from pipelines.models.engine import Generation

# (kind, symbols or libraries), the first that fits. oneDNN's kernels are generated at run time and have no names.
KINDS = (
    ("int8 to float and back", r"ctranslate2.*quantize"),
    ("softmax", r"ctranslate2.*(softmax|SoftMax)"),
    ("choosing the best", r"ctranslate2.*(TopK|topk)|nth_element|__introselect|__heap_select"),
    ("matrix products", r"perf-\d+\.map|\[JIT\]|dnnl|gemm|gemv|mkl"),
    ("copies", r"memmove|memcpy|memset|ctranslate2.*(Gather|Concat|Split|Tile|[Tt]ranspose|copy)"),
    ("memory given and taken back", r"kernel\.kallsyms|malloc|_int_free|cfree|brk"),
    ("norms, additions and the like", r"ctranslate2"),
    ("Python", r"libpython|bin/python"),
)
OTHERS = "others"
_STARTING, _SAMPLING = 4.0, 15.0  # seconds


def sampled(model: Path, folder: Path, beams: int) -> dict[str, float]:
    """The share of each kind in the processor's time; nothing where perf is not there or not allowed."""
    if shutil.which("perf") is None:
        return {}
    data = folder / f"perf-{beams}.data"
    record = ["perf", "record", "-q", "-e", "cpu-clock", "-F", "499", "--delay", str(round(1000 * _STARTING))]
    child = [sys.executable, "-m", "benchmarks.samples", str(model), str(beams)]
    done = subprocess.run([*record, "-o", str(data), "--", *child], capture_output=True, text=True, check=False)
    if done.returncode:
        print(f"perf: {done.stderr.strip().splitlines()[-1:]}", file=sys.stderr)
        return {}
    script = subprocess.run(
        ["perf", "script", "-i", str(data), "-F", "ip,sym,dso"], capture_output=True, text=True, check=True
    )
    return shares(script.stdout.splitlines())


def shares(samples: list[str]) -> dict[str, float]:
    """The share of each kind in samples, a line each: address, symbol, library."""
    counted = Counter(kind(line) for line in samples if line.strip())
    return {name: counted[name] / counted.total() for name, _ in (*KINDS, (OTHERS, "")) if counted[name]}


def kind(sample: str) -> str:
    """What the processor was at."""
    return next((name for name, pattern in KINDS if re.search(pattern, sample)), OTHERS)


def main(model: Path, beams: int) -> None:
    """Translate for as long as is sampled."""
    texts = [speed.text((speed._ids(length), output)) for length, output in speed.lengths(120)]
    engine = speed.opened(model)
    end = time.monotonic() + _STARTING + _SAMPLING
    while time.monotonic() < end:
        for _ in engine.generate(texts, Generation(beams=beams), Cancel(), interactive=False):
            pass


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
