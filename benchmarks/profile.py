"""Where the time of a translation goes: what each part of the model costs, found by making it smaller.

    python -m benchmarks profile [--json] [--rounds N]

CTranslate2's wheel has no profiler, so models of opus-mt's size with one part reduced take turns with the whole one, in
int8 and bulk, on the sentences of `speed`. What a part costs follows from the difference: five layers of six, three
quarters of a feed-forward layer, 31,000 of 32,000 words. Its share of the best is what its products with weights need
at the pace of the fastest int8 product here, over what the part takes. All of it is processor time, which other work on
the machine disturbs less than the clock. Where Linux's perf is there, a second table says which functions the processor
was in. See docs/speed.md.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from benchmarks import roofline, speed, standins
from benchmarks.samples import sampled
from pipelines.contracts import Cancel
from pipelines.models import ctranslate
from pipelines.models.batching import LARGEST, Batcher, longest_first
from pipelines.models.engine import Generation

BEAMS = (1, 4)
SENTENCES = 120
_FEW = 1_000  # words; all that the countdown needs are among them

Way = Callable[[int], Any]


class Told:
    """A translator that is asked with other options than the engine's."""

    def __init__(self, translator: Any, **options: Any) -> None:
        self._translator = translator
        self._options = options

    def translate_batch(self, inputs: list[list[str]], **options: Any) -> Any:
        return self._translator.translate_batch(inputs, **options | self._options)


class Known:
    """A translator that knows every answer: what is left of the time is Python's and the batches' bookkeeping."""

    def __init__(self, translator: Any) -> None:
        self._translator = translator
        self._answers: dict[object, Any] = {}

    def translate_batch(self, inputs: list[list[str]], **options: Any) -> Any:
        key = tuple(map(tuple, (*inputs, *options["target_prefix"]))), options["beam_size"]
        if key not in self._answers:
            self._answers[key] = self._translator.translate_batch(inputs, **options)
        return self._answers[key]


def main(arguments: Sequence[str]) -> int:
    """Measure, print the table (or JSON), and return 0; 1 if a model did not produce the lengths it was told."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks profile", description=__doc__)
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("--rounds", type=int, default=5)
    given = parser.parse_args(arguments)
    works = [(speed._ids(length), output) for length, output in speed.lengths(SENTENCES)]
    with tempfile.TemporaryDirectory() as kept:
        ways = _ways(Path(kept), works)
        taken: dict[tuple[str, int], list[float]] = {}
        for number in range(given.rounds):
            for beams in BEAMS:
                for name, way in ways.items():
                    begin = time.process_time()
                    way(beams)
                    taken.setdefault((name, beams), []).append(time.process_time() - begin)
            for (name, beams), all_ in taken.items():
                print(f"round {number + 1}: {name}, beams {beams}: {all_[-1]:.2f} s", file=sys.stderr)
        kinds = {str(beams): sampled(Path(kept) / "whole" / "int8", Path(kept), beams) for beams in BEAMS}
    seconds = {key: statistics.median(all_) for key, all_ in taken.items()}
    told = {
        "machine": speed._machine(),
        "rounds": given.rounds,
        "seconds": {name: {str(beams): seconds[name, beams] for beams in BEAMS} for name in ways},
        "parts": {str(beams): list(_parts(seconds, works, beams)) for beams in BEAMS},
        "kinds": kinds,
    }
    print(json.dumps(told, indent=2) if given.json else "\n".join(_lines(told, works)))
    return 0


def _ways(folder: Path, works: Sequence[speed.Work]) -> dict[str, Way]:
    """Translating `works` with the whole model, and with each that has something less."""
    reduced: dict[str, dict[str, int]] = {
        "whole": {},
        "1 encoder layer": {"encoder_layers": 1},
        "1 decoder layer": {"decoder_layers": 1},
        "decoder FFN 512": {"decoder_ffn": 512},
    }
    for name, sizes in reduced.items():
        standins.convert(standins.marian(**sizes), folder / name / "int8", "int8")
    standins.convert(standins.marian(), folder / "few words" / "int8", "int8")
    standins.shortlist(folder / "few words" / "int8", _FEW)
    ways = {name: _way(speed.opened(folder / name / "int8"), works) for name in (*reduced, "few words")}

    count = len(works)
    even = [(speed._ids(round(sum(len(ids) for ids, _ in works) / count)), round(sum(o for _, o in works) / count))]
    ways["lengths all the same"] = _way(speed.opened(folder / "whole" / "int8"), even * count)
    workers, _ = ctranslate.crew(ctranslate.threads())
    whole = ctranslate.opened("Translator", folder / "whole" / "int8", "cpu", "int8", workers, 1)
    ways["no patience"] = _way(_engine(Told(whole, patience=1)), works)
    # As many rows in the decoder as beams would have, and nothing to choose among them.
    copies = [work for work in works for _ in range(BEAMS[-1])]
    ways["copies, greedy"] = lambda beams: _way(_engine(whole, beams), copies if beams > 1 else works)(1)
    known = _way(_engine(Known(whole)), works)
    for beams in BEAMS:
        known(beams)
    ways["answers known"] = known
    return ways


def _engine(translator: Any, beams: int = 1) -> ctranslate.CTranslate:
    """Our engine over a translator; its batches have as many rows in the decoder as with `beams` beams."""
    workers, _ = ctranslate.crew(ctranslate.threads())
    batcher = Batcher(workers, largest=round(LARGEST * beams**0.5))
    return ctranslate.CTranslate(translator, standins.Counting(), 512, batcher, shortlist=True)


def _way(engine: ctranslate.CTranslate, works: Sequence[speed.Work]) -> Way:
    texts = [speed.text(work) for work in works]

    def run(beams: int) -> None:
        outputs = engine.generate(texts, Generation(beams=beams), Cancel(), interactive=False)
        lengths = {output.index: len(output.text.split()) for output in outputs}
        if lengths != {index: output for index, (_, output) in enumerate(works)}:
            raise SystemExit("not valid: an output did not have the length it was told to have")

    return run


def _parts(seconds: dict[tuple[str, int], float], works: Sequence[speed.Work], beams: int) -> Iterator[dict[str, Any]]:
    """The parts of the whole, then what is contained in them."""
    whole = seconds["whole", beams]

    def saved(name: str, times: float = 1.0) -> float:
        return (whole - seconds[name, beams]) * times

    inputs, outputs = sum(len(ids) + 1 for ids, _ in works), sum(output for _, output in works) * beams
    rows = _rows(works, beams)
    encoder, layers = saved("1 encoder layer", 6 / 5), saved("1 decoder layer", 6 / 5)
    ffn = saved("decoder FFN 512", 4 / 3)
    output = saved("few words", standins.TARGET / (standins.TARGET - _FEW))

    def part(name: str, spent: float, *products: tuple[roofline.Shapes, int, int]) -> dict[str, Any]:
        needed = (
            sum(
                count * roofline.operations(shapes) / roofline.best_matmul(high, shapes)
                for shapes, count, high in products
            )
            * ctranslate.threads()
        )
        share = {"share_of_best": needed / spent} if products else {}
        return {"part": name, "share": spent / whole, **share}

    batch = LARGEST // round(beams**0.5)
    yield part("encoder", encoder, (roofline.ENCODER, inputs, batch))
    decoder = (*roofline.ATTENTION, *roofline.FFN)
    yield part("decoder layers", layers, (decoder, outputs, rows), (roofline.SEEN, inputs, batch))
    yield part("output layer and choice", output, (roofline.OUTPUT, outputs, rows))
    yield part("the rest", whole - encoder - layers - output)
    if beams == 1:  # with beams the smaller model strays from the countdown and searches longer
        yield part("of all: decoder's feed-forward", ffn, (roofline.FFN, outputs, rows))
    yield part("of all: sentences of unlike length", saved("lengths all the same"))
    yield part("of all: Python", seconds["answers known", beams])
    if beams > 1:
        alone = seconds["copies, greedy", beams] - (beams - 1) * seconds["whole", 1] * _encoder_share(seconds)
        yield part("of all: patience", saved("no patience"))
        yield part("of all: beams, beside their rows", seconds["no patience", beams] - alone)


def _encoder_share(seconds: dict[tuple[str, int], float]) -> float:
    return (seconds["whole", 1] - seconds["1 encoder layer", 1]) * 6 / 5 / seconds["whole", 1]


def _rows(works: Sequence[speed.Work], beams: int) -> int:
    """Rows of a decoder step on average: batches shrink as their sentences end."""
    lengths = [len(ids) + 1 for ids, _ in works]
    waiting, steps = list(range(len(works))), 0
    while waiting:
        batch = longest_first(waiting, lengths, int(LARGEST / beams**0.5))
        steps += max(works[index][1] for index in batch)
        waiting = [index for index in waiting if index not in set(batch)]
    return round(sum(output for _, output in works) * beams / steps)


def _lines(told: dict[str, Any], works: Sequence[speed.Work]) -> Iterator[str]:
    yield f"{told['rounds']} rounds, {told['machine']}"
    heads = "".join(f"{f'beams {beams}':>10}{'of best':>9}" for beams in BEAMS)
    yield f"{'share of the time':38}{heads}"
    by = {one["part"]: {} for parts in told["parts"].values() for one in parts}
    for beams, parts in told["parts"].items():
        for one in parts:
            by[one["part"]][beams] = one
    for name, ones in by.items():
        cells = ""
        for beams in told["parts"]:
            one = ones.get(beams, {})
            cells += f"{one['share']:10.0%}" if one else " " * 10
            cells += f"{one['share_of_best']:9.0%}" if "share_of_best" in one else " " * 9
        yield f"{name:38}{cells}"
    for beams in BEAMS:
        yield f"rows of a decoder step, beams {beams}: {_rows(works, beams)} on average"
    for beams, kinds in told["kinds"].items():
        shares = ", ".join(f"{name} {share:.0%}" for name, share in sorted(kinds.items(), key=lambda kind: -kind[1]))
        yield f"functions, beams {beams}: {shares or 'perf is not there'}"
