"""Step 2, `python -m training.translation.synthesize`: what the parallel text lacks, written by rule.

WORK/clean/written.tsv.xz holds sentences filled from templates (ours); varied-open.tsv.xz and varied-nc.tsv.xz beside
it hold pairs of the cleaned files made harder, under the terms of those files. The same seed makes the same files.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from random import Random

from training.translation import noise, sources, varied
from training.translation.amounts import Filled, Slot
from training.translation.clean import WORK, divided
from training.translation.slots import slots
from training.translation.sources import SOURCES, Pair, Terms
from training.translation.templates import templates

SEED = 1
_WRITTEN = 120_000
_ALONE = 60  # sentences for each draw of a list's values by themselves
_NOISY = 0.15  # of the sentences written
_JOINED, _DAMAGED, _MIXED = 0.04, 0.05, 0.05  # of the pairs of a file


def main(arguments: Sequence[str] | None = None) -> None:
    """Write both."""
    parser = argparse.ArgumentParser(prog="python -m training.translation.synthesize", description=__doc__)
    parser.add_argument("--work", type=Path, default=WORK)
    parser.add_argument("--written", type=int, default=_WRITTEN, help="sentences from templates")
    given = parser.parse_args(arguments)
    run(given.work, given.written)


def run(work: Path, many: int = _WRITTEN) -> None:
    """Write the three files into WORK/clean, and what is held of the first into WORK/held."""
    train, held = divided(written(many, Random(SEED)))
    sources.write(work / "clean" / f"{sources.WRITTEN}.tsv.xz", train)
    sources.write(work / "held" / f"{sources.WRITTEN}.tsv.xz", held)
    print(f"{sources.WRITTEN:22} {len(train):>8,}  held {len(held)}", flush=True)
    for terms, name in ((Terms.OPEN, "varied-open"), (Terms.NONCOMMERCIAL, "varied-nc")):
        made: list[Pair] = []
        for source in (source for source in SOURCES if source.terms is terms):
            path = work / "clean" / f"{source.name}.tsv.xz"
            if not path.is_file():
                print(f"{source.name}: not there", file=sys.stderr)
                continue
            made += _varied(list(sources.read(path)), source.share, Random(f"{SEED} {source.name}"))
        sources.write(work / "clean" / f"{name}.tsv.xz", made)
        print(f"{name:22} {len(made):>8,}", flush=True)


def written(many: int, draw: Random) -> list[Pair]:
    """So many different sentences, templates with more gaps more often, some of them damaged."""
    filling = slots()
    rows = templates()
    weights = [1 + min(6, row.chinese.count("{")) for row in rows]
    made: dict[str, str] = {}
    for row in draw.choices(rows, weights, k=many):
        chinese, english = row.fill(filling, draw)
        if draw.random() < _NOISY:
            chinese = noise.noisy(chinese, draw)
        made.setdefault(chinese, english)
    for slot in ("office", "group", "field", "act", "praise", "institution", "phrase", "company", "country"):
        made.update(_alone(filling[slot], many // _ALONE, draw))
    return list(made.items())


def _alone(slot: Slot, many: int, draw: Random) -> dict[str, str]:
    """Values of a list by themselves, as a heading or a cell of a table has them."""
    values: set[Filled] = {slot(draw) for _ in range(many)}
    return {chinese: english[:1].upper() + english[1:] for chinese, english in sorted(values)}


def _varied(pairs: list[Pair], share: float, draw: Random) -> list[Pair]:
    many = len(pairs) * min(1.0, share)  # of what is seen seldom little is made
    return [
        *varied.joined(pairs, int(_JOINED * many), draw),
        *varied.damaged(pairs, int(_DAMAGED * many), draw),
        *varied.mixed(pairs, int(_MIXED * many), draw),
    ]


if __name__ == "__main__":
    main()
