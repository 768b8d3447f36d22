"""Step 8, `python -m training.translation.evaluate`: what the converted weights are worth, beside others' outputs.

BLEU and chrF with sacrebleu's signatures on FLORES-200 dev (997 sentences, CC BY-SA 4.0) next to the published outputs
that lie beside it, and how often the project's checks speak; BLEU and chrF on the held pairs of each source; and the
example article, sentence by sentence, to be read.
"""

from __future__ import annotations

import argparse
import os
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from sacrebleu.metrics import BLEU, CHRF

from pipelines.checks import coverage, names, numbers, pairs
from pipelines.contracts import Cancel
from pipelines.models.engine import Generation
from training.translation import sources
from training.translation.clean import WORK

if TYPE_CHECKING:
    from pipelines.models.engine import Engine

CHECKS = (numbers.NAME, names.NAME, coverage.NAME)
SYSTEMS = ("google", "microsoft", "bergamot-base-memory", "nllb", "argos", "opusmt")


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the tables, and write the figures for the model card where --figures says."""
    parser = argparse.ArgumentParser(prog="python -m training.translation.evaluate", description=__doc__)
    parser.add_argument("--model", type=Path, required=True, help="a folder that `convert` wrote")
    parser.add_argument("--work", type=Path, default=WORK)
    parser.add_argument("--data", type=Path, default=os.environ.get("ZHAIYI_DATA"), help="default: $ZHAIYI_DATA")
    parser.add_argument("--beams", type=int, default=2)
    parser.add_argument("--first", type=int, default=0, help="only so many sentences of FLORES and of each source")
    parser.add_argument("--figures", type=Path)
    given = parser.parse_args(arguments)
    from pipelines.models import ctranslate

    engine = ctranslate.load(given.model, gpu=False)
    many = given.first or None
    table = []
    if given.data is not None:
        for line in flores(engine, given.data, given.beams, many):
            print(line, flush=True)
            table.append(line)
    for line in held(engine, given.work, given.beams, many):
        print(line, flush=True)
        table.append(line)
    if given.figures:
        given.figures.write_text("\n".join(f"    {line}" for line in table) + "\n", encoding="utf-8")
    if given.data is not None and (article := given.data / "samples" / "seed-article.txt").is_file():
        for line in read(engine, article, given.beams):
            print(line)


def translate(engine: Engine, texts: Sequence[str], beams: int) -> list[str]:
    """The outputs in order. What is longer than the model reads is cut before: here, not in the app."""
    short = []
    for text in texts:
        while engine.count(text) > engine.budget:
            text = text[: int(0.9 * len(text))]
        short.append(text)
    outputs = [""] * len(texts)
    for output in engine.generate(short, Generation(beams=beams), Cancel(), interactive=False):
        outputs[output.index] = output.text
    return outputs


def flores(engine: Engine, data: Path, beams: int, many: int | None = None) -> Iterator[str]:
    """The lines of the table on FLORES-200 dev."""
    folder = data / "eval" / "zh-en"
    chinese, reference = (_lines(folder / f"flores-dev.{side}")[:many] for side in ("zh", "en"))
    begin = time.perf_counter()
    ours = translate(engine, chinese, beams)
    seconds = time.perf_counter() - begin
    bleu, chrf = BLEU(), CHRF()
    yield f"{f'FLORES-200 dev, {len(chinese)} sentences':34} BLEU   chrF  findings per 100: numbers, names, coverage"
    for name, outputs in [
        *((s, _lines(folder / f"flores-dev.{s}.en")[:many]) for s in SYSTEMS),
        ("these weights", ours),
    ]:
        scores = (metric.corpus_score(outputs, [reference]).score for metric in (bleu, chrf))
        found = findings(chinese, outputs)
        columns = [*scores, *(100 * found[check] / len(chinese) for check in CHECKS)]
        yield f"{name:34} " + "  ".join(f"{column:5.1f}" for column in columns)
    yield f"BLEU: {bleu.get_signature()}"
    yield f"chrF: {chrf.get_signature()}"
    yield f"{len(chinese) / seconds:.1f} sentences/s at {beams} beams on this machine"


def findings(chinese: Sequence[str], english: Sequence[str]) -> Counter[str]:
    """How often each check of the project speaks, over all pairs."""
    counted: Counter[str] = Counter()
    for source, target in zip(chinese, english, strict=True):
        counted.update(check for check, _ in pairs.compare(source, target).troubles)
    return counted


def held(engine: Engine, work: Path, beams: int, many: int | None = None) -> Iterator[str]:
    """BLEU and chrF on what `clean` and `synthesize` put aside of each source."""
    yield f"{'held pairs of':28} pairs  BLEU   chrF"
    for path in sorted((work / "held").glob("*.tsv.xz")):
        some = list(sources.read(path))[:many]
        if not some:
            continue
        outputs = translate(engine, [pair[0] for pair in some], beams)
        scores = [metric.corpus_score(outputs, [[pair[1] for pair in some]]).score for metric in (BLEU(), CHRF())]
        yield f"{path.name.removesuffix('.tsv.xz'):28} {len(some):5}  " + "  ".join(f"{score:5.1f}" for score in scores)


def read(engine: Engine, path: Path, beams: int) -> Iterator[str]:
    """An article, repaired and cut into sentences, each with its translation under it."""
    from pipelines import read_article

    sentences = [sentence.simplified for sentence in read_article(path.read_bytes()).sentences]
    for chinese, english in zip(sentences, translate(engine, sentences, beams), strict=True):
        yield f"{chinese}\n    {english}"


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines()


if __name__ == "__main__":
    main()
