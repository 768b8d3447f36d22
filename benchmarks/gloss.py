"""The gloss on FLORES-200 dev, beside the outputs of published translators on the same 997 sentences.

FLORES-200 is licensed CC BY-SA 4.0; the systems' outputs are those of mozilla/firefox-translations-models (MPL-2.0).
"""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from sacrebleu.metrics import BLEU, CHRF

from pipelines.translation import gloss

SYSTEMS = ("google", "microsoft", "bergamot-base-memory", "nllb", "argos", "opusmt")


def main(arguments: Sequence[str]) -> int:
    """`python -m benchmarks gloss`: the folder that holds eval/ is named by ZHAIYI_DATA."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks gloss", description=__doc__)
    parser.parse_args(arguments)
    data = os.environ.get("ZHAIYI_DATA")
    if not data:
        parser.error("ZHAIYI_DATA must name the folder that holds eval/")
    for line in run(Path(data)):
        print(line)
    return 0


def run(data: Path) -> Iterator[str]:
    """The lines of the table: BLEU and chrF of each system, their signatures, and the gloss's own pace."""
    folder = data / "eval" / "zh-en"
    chinese, reference = _lines(folder / "flores-dev.zh"), _lines(folder / "flores-dev.en")
    gloss.warm()
    start = time.perf_counter()
    glossed = [gloss.gloss(sentence) for sentence in chinese]
    seconds = time.perf_counter() - start

    bleu, chrf = BLEU(), CHRF()
    yield f"{'FLORES-200 dev, zh-en':24} BLEU   chrF"
    for name, hypotheses in [(s, _lines(folder / f"flores-dev.{s}.en")) for s in SYSTEMS] + [("zhaiyi gloss", glossed)]:
        scores = (metric.corpus_score(hypotheses, [reference]).score for metric in (bleu, chrf))
        yield f"{name:24} " + "  ".join(f"{score:5.1f}" for score in scores)
    yield f"BLEU: {bleu.get_signature()}"
    yield f"chrF: {chrf.get_signature()}"
    yield f"gloss: {len(chinese)} sentences, {sum(map(len, chinese)):,} characters in {seconds:.2f} s"


def _lines(path: Path) -> Sequence[str]:
    return path.read_text(encoding="utf-8").splitlines()
