"""A process of its own for `speed`: loads a model, says when the first sentence is there, then its memory.

Prints an empty line after the first sentence; then, as JSON, the seconds of a second sentence and the peak memory in MB
after a batch of twelve with four beams.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path


def main(name: str, folder: Path) -> None:
    """Be the loop a user writes (`name` "loop") or the project's engine."""
    from benchmarks import speed

    if name == "loop":
        import torch

        model = torch.load(folder / "marian.pt", weights_only=False)
        threads = torch.get_num_threads()

        def run(works: list[speed.Work], beams: int) -> None:
            for work in works if beams == 1 else [works]:
                speed._generated(model, work if isinstance(work, list) else [work], beams, threads)
    else:
        way = speed._ours(speed.opened(folder / "int8"), interactive=True)

        def run(works: list[speed.Work], beams: int) -> None:
            way(works, beams)

    works = [(speed._ids(length), output) for length, output in speed.lengths(12)]
    run(works[:1], 1)
    print(flush=True)
    begin = time.perf_counter()
    run(works[1:2], 1)
    warm = time.perf_counter() - begin
    run(works, 4)
    print(json.dumps((warm, peak())), flush=True)


def peak() -> float:
    """Peak memory in MB. Not `getrusage`: that remembers the process this one was forked from."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM:")) / 1024


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
