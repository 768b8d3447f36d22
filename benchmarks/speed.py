"""How fast: the loop a user would write, against this project's engines, on models of real size with made-up weights.

    python -m benchmarks speed [--json] [--quick] [--only translation|summaries]

Sentences have the lengths of FLORES-200 dev (ZHAIYI_DATA) or, without it, lengths noted from it. The ways take turns, a
round each; a figure is the median of the rounds, in output tokens a second. See docs/speed.md.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from benchmarks import standins
from benchmarks.roofline import best_matmul, marian_operations
from pipelines.contracts import Cancel
from pipelines.models import ctranslate
from pipelines.models.batching import Batcher
from pipelines.models.engine import Generation
from pipelines.models.tokenizers import Tokenizer

# Pieces of a joint zh-en sentencepiece model of 65,000: characters of Chinese and of English for each.
_CHINESE, _ENGLISH = 1.6, 4.4
# (input tokens, output tokens) of 120 sentences, evenly out of FLORES-200 dev by that rule, ends included.
_NOTED = (
    "53/61 15/20 24/31 29/19 15/14 28/41 49/52 58/66 37/46 19/26 21/22 35/31 40/35 10/17 22/25 76/41 48/39 "
    "24/35 32/23 24/21 48/36 36/43 28/39 26/23 23/18 16/21 31/36 13/19 14/25 41/55 19/24 19/24 27/21 54/46 "
    "36/36 27/26 22/33 6/7 24/35 32/27 19/21 8/8 25/31 19/25 43/54 26/26 26/25 27/32 32/44 26/29 29/32 21/26 "
    "14/16 15/26 31/36 17/29 42/51 36/44 23/33 52/42 26/31 32/44 17/28 16/23 21/34 41/40 25/32 13/21 28/28 "
    "14/19 21/26 39/45 31/20 16/23 36/41 24/27 30/32 14/19 29/32 22/37 17/21 49/43 18/26 28/33 28/32 21/27 "
    "31/27 21/35 21/21 22/33 14/20 18/30 31/31 22/28 26/21 32/32 28/25 27/31 26/32 36/36 22/33 26/34 25/30 "
    "28/29 22/23 25/29 16/23 30/30 38/36 25/34 44/36 26/31 33/49 23/29 43/24 22/29 19/22 34/45 28/27 24/25 "
)

PARTS = ("translation", "summaries")

Work = tuple[list[int], int]  # input ids without the end, output length
Way = Callable[[Sequence[Work], int], int]  # works off a share at so many beams; returns output tokens


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print the table (or JSON), and return 0; 1 if a way did not produce the lengths it was told."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks speed", description=__doc__)
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("--quick", action="store_true", help="a minute: fewer sentences, one round, Marian only")
    parser.add_argument("--only", choices=PARTS, help="leave the other part out")
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args(arguments)
    rounds, sentences, beams = (1, 32, (1, 4)) if given.quick else (given.rounds, 120, (1, 4, 6))
    parts = (given.only,) if given.only else PARTS[:1] if given.quick else PARTS
    told: dict[str, Any] = {"machine": _machine(), "rounds": rounds}
    with tempfile.TemporaryDirectory() as kept:
        if "translation" in parts:
            told |= _translation(Path(kept), rounds, sentences, beams, quick=given.quick)
        if "summaries" in parts:
            from benchmarks.summaries import summaries

            told["summaries"], told["summary_lengths_kept"] = summaries(Path(kept), rounds)
    print(json.dumps(told, indent=2) if given.json else "\n".join(_lines(told)))
    return 0 if told.get("lengths_kept", True) and told.get("summary_lengths_kept", True) else 1


def _machine() -> dict[str, Any]:
    import torch

    load = os.getloadavg()[0]
    return {"processors": ctranslate.threads(), "torch_threads": torch.get_num_threads(), "load_before": load}


def _translation(folder: Path, rounds: int, sentences: int, beams: Sequence[int], *, quick: bool) -> dict[str, Any]:
    import torch

    model = standins.marian()
    for quantization in ("float32", "int8"):
        standins.convert(model, folder / quantization, quantization)
    torch.save(model, folder / "marian.pt")
    works = [(_ids(length), output) for length, output in lengths(sentences)]
    own = torch.get_num_threads()
    exact, small = opened(folder / "float32"), opened(folder / "int8")
    kept: list[bool] = []

    def checked(way: Callable[[Sequence[Work], int], list[int]]) -> Way:
        def run(share: Sequence[Work], beams: int) -> int:
            got = way(share, beams)
            kept.append(got == [output for _, output in share])
            return sum(got)

        return run

    ways: dict[str, tuple[Way, int]] = {"a loop": (checked(_loop(model, own)), 8 if quick else sentences // 3)}
    ways["a loop, 1 thread"] = (checked(_loop(model, 1)), 8 if quick else sentences // 3)
    ways |= {
        "b batches": (checked(_padded(model, own)), sentences // 2 if quick else sentences),
        "c ours, float32": (checked(_ours(exact, interactive=False)), sentences),
        "d ours, int8, bulk": (checked(_ours(small, interactive=False)), sentences),
        "e ours, int8, interactive": (checked(_ours(small, interactive=True)), sentences),
    }
    speeds: dict[str, dict[str, list[float]]] = {name: {} for name in ways}
    for number in range(rounds):
        for beam in beams:
            for name, (way, share) in ways.items():
                step = max(1, sentences // share)
                chosen = works[number % step :: step]
                begin = time.perf_counter()
                tokens = way(chosen, beam)
                speeds[name].setdefault(str(beam), []).append(tokens / (time.perf_counter() - begin))
                print(f"round {number + 1}: {name}, beams {beam}", file=sys.stderr)
    medians = {name: {beam: statistics.median(all_) for beam, all_ in by.items()} for name, by in speeds.items()}
    del exact, small
    bulk = medians["d ours, int8, bulk"]
    peak = best_matmul(rows=24)
    return {
        "sentences": len(works),
        "tokens_per_second": medians,
        "rounds_each": speeds,
        "times_the_loop": {beam: bulk[beam] / medians["a loop"][beam] for beam in bulk},
        "times_the_batches": {beam: bulk[beam] / medians["b batches"][beam] for beam in bulk},
        "interactive_share": {beam: medians["e ours, int8, interactive"][beam] / bulk[beam] for beam in bulk},
        "roofline": {
            beam: marian_operations([len(ids) + 1 for ids, _ in works], [out for _, out in works], int(beam))
            / sum(output for _, output in works)
            * speed
            / peak
            for beam, speed in bulk.items()
        },
        "best_int8_operations_per_second": peak,
        "processes": {name: _process(name, folder) for name in ("loop", "ours")},
        "lengths_kept": all(kept),
    }


# --- the ways ------------------------------------------------------------------------------------------------------


def opened(folder: Path, tokenizer: Tokenizer | None = None) -> ctranslate.CTranslate:
    """The project's engine on a stand-in, set up as `ctranslate.load` sets it up."""
    workers, each = ctranslate.crew(ctranslate.threads())
    translator = ctranslate.opened("Translator", folder, "cpu", folder.name, workers, each)
    shortlist = (folder / "vmap.txt").is_file()
    return ctranslate.CTranslate(
        translator, tokenizer or standins.Counting(), 512, Batcher(workers), shortlist=shortlist
    )


def _ours(engine: ctranslate.CTranslate, *, interactive: bool) -> Callable[[Sequence[Work], int], list[int]]:
    def run(share: Sequence[Work], beams: int) -> list[int]:
        texts = [text(work) for work in share]
        outputs = engine.generate(texts, Generation(beams=beams), Cancel(), interactive=interactive)
        return [len(output.text.split()) for output in sorted(outputs, key=lambda output: output.index)]

    return run


def _loop(model: Any, threads: int) -> Callable[[Sequence[Work], int], list[int]]:
    def run(share: Sequence[Work], beams: int) -> list[int]:
        return [count for work in share for count in _generated(model, [work], beams, threads)]

    return run


def _padded(model: Any, threads: int, size: int = 12) -> Callable[[Sequence[Work], int], list[int]]:
    def run(share: Sequence[Work], beams: int) -> list[int]:
        order = sorted(range(len(share)), key=lambda index: len(share[index][0]))
        got: dict[int, int] = {}
        for begin in range(0, len(order), size):
            batch = order[begin : begin + size]
            got |= zip(batch, _generated(model, [share[index] for index in batch], beams, threads), strict=True)
        return [got[index] for index in range(len(share))]

    return run


def _generated(model: Any, works: Sequence[Work], beams: int, threads: int) -> list[int]:
    import torch

    longest = max(len(ids) for ids, _ in works) + 1
    rows = [[*ids, standins.END] + [standins.PAD] * (longest - len(ids) - 1) for ids, _ in works]
    inputs = torch.tensor(rows)
    begins = torch.tensor([[standins.PAD, standins.start(output)] for _, output in works])
    with _threads(threads):
        ids = model.generate(
            inputs,
            attention_mask=(inputs != standins.PAD).long(),
            decoder_input_ids=begins,
            num_beams=beams,
            do_sample=False,
            max_new_tokens=2 * standins.NUMBERS,
        )
    return [row.index(standins.END) + 1 if standins.END in row else len(row) for row in ids[:, 2:].tolist()]


@contextlib.contextmanager
def _threads(number: int) -> Any:
    import torch

    before = torch.get_num_threads()
    torch.set_num_threads(number)
    yield
    torch.set_num_threads(before)


# --- what is worked off --------------------------------------------------------------------------------------------


def lengths(sentences: int) -> list[tuple[int, int]]:
    """(input tokens without the end, output tokens with it) of so many sentences, evenly out of FLORES-200 dev."""
    data = os.environ.get("ZHAIYI_DATA")
    if data:
        folder = Path(data) / "eval" / "zh-en"
        chinese, english = (
            (folder / f"flores-dev.{side}").read_text(encoding="utf-8").splitlines() for side in ("zh", "en")
        )
        pairs = list(zip(chinese, english, strict=True))
        found = [(round(len(zh) / _CHINESE), round(len(en) / _ENGLISH) + 1) for zh, en in pairs]
    else:
        noted = (pair.split("/") for pair in _NOTED.split())
        found = [(int(source), int(target)) for source, target in noted]
    return [found[len(found) * number // sentences] for number in range(sentences)]


def text(work: Work) -> str:
    """The input as `standins.Counting` reads it."""
    return " ".join(map(str, (work[1], *work[0])))


def _ids(length: int) -> list[int]:
    return [random.Random(length).randrange(standins.TARGET, standins.PAD) for _ in range(length)]


# --- processes of their own ----------------------------------------------------------------------------------------


def _process(name: str, folder: Path) -> dict[str, float]:
    """Seconds from the start of a process to its first sentence and to a second one, and its peak memory in MB."""
    begin = time.perf_counter()
    command = [sys.executable, "-m", "benchmarks.process", name, str(folder)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    process.stdout.readline()
    cold = time.perf_counter() - begin
    warm, batch_memory = json.loads(process.stdout.readline())
    process.wait()
    return {"cold_seconds": cold, "warm_seconds": warm, "peak_megabytes": batch_memory}


def _lines(told: dict[str, Any]) -> list[str]:
    found = [f"{told['rounds']} rounds, {told['machine']}", ""]
    if "tokens_per_second" in told:
        found += _translation_lines(told)
    if "summaries" in told:
        from benchmarks import summaries

        found += summaries.lines(told["summaries"])
    if told["machine"]["load_before"] > 0.5:
        found.append(
            "This machine was busy with other work: what uses several threads together suffers most from that."
        )
    if not (told.get("lengths_kept", True) and told.get("summary_lengths_kept", True)):
        found.append("NOT VALID: an output did not have the length it was told to have")
    return found


def _translation_lines(told: dict[str, Any]) -> list[str]:
    speeds = told["tokens_per_second"]
    beams = list(next(iter(speeds.values())))
    loop = speeds["a loop"]
    head = "".join(f"{f'beams {beam}':>12}{'x a':>8}" for beam in beams)
    lines = [f"{told['sentences']} sentences", f"{'output tokens/s':28}{head}"]
    for name, by in speeds.items():
        lines.append(f"{name:28}" + "".join(f"{by[beam]:12,.0f}{by[beam] / loop[beam]:8.1f}" for beam in beams))
    for label, key in (("d over b", "times_the_batches"), ("e over d", "interactive_share")):
        lines.append(f"{label:28}" + "".join(f"{told[key][beam]:12.2f}{'':8}" for beam in beams))
    shares = "".join(f"{told['roofline'][beam]:12.0%}{'':8}" for beam in beams)
    lines.append(f"{'d of the best int8 matmul':28}{shares}")
    for name, one in told["processes"].items():
        lines.append(
            f"{name}: first sentence {one['cold_seconds']:.2f} s after the start of the process, "
            f"{one['warm_seconds']:.2f} s warm; peak memory {one['peak_megabytes']:,.0f} MB"
        )
    return [*lines, ""]


if __name__ == "__main__":
    sys.exit(main())
