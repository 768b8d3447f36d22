"""Make the gloss's two tables: `ZHAIYI_DATA=… python -m training.gloss`, about four minutes and 8 GB of memory."""

from __future__ import annotations

import argparse
import lzma
import os
import sys
from collections.abc import Iterable
from pathlib import Path

from training.gloss import align, corpus, extract, tables

SEED = 1
LEAST_BIGRAM = 2.0
SHIPPED = Path(__file__).resolve().parents[2] / "pipelines" / "lexicon" / "data"


def main() -> None:
    """Read, align, count, rank, write."""
    parser = argparse.ArgumentParser(prog="python -m training.gloss", description=__doc__)
    parser.add_argument("--output", type=Path, default=SHIPPED, help="folder the two files are written to")
    output = parser.parse_args().output
    data = os.environ.get("ZHAIYI_DATA")
    if not data:
        parser.error("ZHAIYI_DATA must name the folder that holds train/zh-en/open")

    pairs = list(corpus.read(Path(data) / "train" / "zh-en" / "open", SEED))
    _say(f"{len(pairs):,} sentence pairs")
    known = {
        (word, meant) for word, senses in tables.dictionary_senses().items() for sense in senses for meant in sense
    }
    links = align.align(pairs, known - {pair for pair in known if pair[1] in tables.STOP})
    _say(f"{sum(map(len, links)):,} links")
    counts, seen = extract.renderings(pairs, links)
    _say(f"{len(counts):,} stretches with a rendering")
    _write(output / "senses.tsv.xz", tables.Ranking(counts, seen, extract.spellings(pairs)).lines())
    _write(output / "bigrams.tsv.xz", tables.bigram_lines(pairs, LEAST_BIGRAM))


def _write(path: Path, lines: Iterable[str]) -> None:
    text = "".join(line + "\n" for line in lines)
    path.write_bytes(lzma.compress(text.encode("utf-8"), preset=9 | lzma.PRESET_EXTREME))
    _say(f"{path}: {len(text):,} characters, {path.stat().st_size:,} bytes")


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
