"""Step 4, `python -m training.translation.pack`: the text as numbers, in shards small enough to travel.

WORK/packed-EDITION/part-1, part-2, … each hold shards (.npz.xz) and stay under 48 MiB, so that one part and a checkout
fit the 64 MiB of a transfer; part-1 also has meta.json and held.npz.xz. A shard has, for pairs of one length bucket,
`source` and `target` (uint16, one text after the other), `source_lengths`, `target_lengths` and `origin` (uint8: which
source, numbered as in meta.json). What is packed for `nc` holds all that `open` needs: `train --edition open` leaves
the rest alone, so that one transfer serves both.
"""

from __future__ import annotations

import argparse
import io
import json
import lzma
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

import numpy as np

from training.translation import sources
from training.translation.clean import WORK
from training.translation.sources import SOURCES, Edition, Terms
from training.translation.vocabulary import Vocabulary

SEED = 1
BUCKETS = (16, 24, 32, 48, 64, 96, 160)  # tokens, of the longer side, its end included
PART_BYTES = 48 * 2**20
_SHARD_PAIRS = 60_000
_HELD = 64  # pairs of each source that `train` watches
_XZ = [{"id": lzma.FILTER_LZMA2, "preset": 6, "lc": 0, "lp": 1, "pb": 1}]  # for numbers of two bytes

# Watched while training, in words of our own.
SAMPLES = (
    "省委书记李志强一行到苏州市工业园区调研招商引资工作。",
    "今年上半年，全市固定资产投资达到3.5亿元，同比增长12.6%。",
    "会议强调，要狠抓工作落实，切实解决群众反映的问题。",
    "这座桥横跨长江，全长两公里，每天有三万多辆汽车通过。",
    "研究人员说，这种药物还需要几年时间才能上市。",
    "我不知道他为什么没有来。",
    "专家认为，气候变化将使这一地区的粮食产量减少两成。",
    "The Beatles 乐队于1970年解散。",
)


@dataclass(frozen=True, slots=True)
class Origin:
    """A source as it is packed: how often a pair of it is seen in an epoch, the most pairs of it, its terms."""

    name: str
    share: float
    most: int
    terms: Terms = Terms.OPEN


def origins(edition: Edition) -> list[Origin]:
    """What weights of this edition are trained on."""
    listed = [Origin(s.name, s.share, s.most, s.terms) for s in SOURCES if s.may_train(edition)]
    listed.append(Origin(sources.WRITTEN, sources.WRITTEN_SHARE, 1_000_000))
    listed.append(Origin("varied-open", 1.0, 1_000_000))
    if edition is Edition.NONCOMMERCIAL:
        listed.append(Origin("varied-nc", 1.0, 1_000_000, Terms.NONCOMMERCIAL))
    return listed


def main(arguments: Sequence[str] | None = None) -> None:
    """Pack one edition."""
    parser = argparse.ArgumentParser(prog="python -m training.translation.pack", description=__doc__)
    parser.add_argument("--work", type=Path, default=WORK)
    parser.add_argument("--edition", type=Edition, required=True, choices=tuple(Edition))
    given = parser.parse_args(arguments)
    run(given.work, given.edition)


def run(work: Path, edition: Edition) -> Path:
    """Pack, and say what was packed; returns the folder."""
    vocabulary = Vocabulary(work / "vocabulary")
    folder = work / f"packed-{edition}"
    for left in folder.glob("part-*/*"):
        left.unlink()
    parts = _Parts(folder)
    buckets = {size: _Bucket() for size in BUCKETS}
    listed = origins(edition)
    packed, held = [], _Bucket()
    for number, origin in enumerate(listed):
        packed.append(_read(work / "clean", origin, number, vocabulary, buckets))
        if (path := work / "held" / f"{origin.name}.tsv.xz").is_file():
            for pair in list(sources.read(path))[:_HELD]:
                source, target = vocabulary.source(pair[0]), vocabulary.target(pair[1])
                if max(len(source), len(target)) <= BUCKETS[-1]:
                    held.add(source, target, number)
    shards = [
        (index, size, arrays)
        for size, bucket in buckets.items()
        for index, arrays in enumerate(bucket.shards(Random(SEED)))
    ]
    for index, size, arrays in sorted(shards, key=lambda shard: shard[:2]):  # so that the first part has all lengths
        parts.write(f"{size:03}-{index:02}.npz.xz", _compressed(arrays))
    first = folder / "part-1"
    (first / "held.npz.xz").write_bytes(_compressed(held.arrays(range(len(held.origin)))))
    meta = _meta(vocabulary, listed, edition)
    (first / "meta.json").write_text(json.dumps(meta, ensure_ascii=False, indent=0), encoding="utf-8")
    for origin, (pairs, tokens) in zip(listed, packed, strict=True):
        print(f"{origin.name:22} {pairs:>9,} pairs {tokens:>12,} tokens  × {origin.share}")
    print(f"{'together':22} {sum(p for p, _ in packed):>9,} pairs {sum(t for _, t in packed):>12,} tokens")
    print(f"{folder}: " + ", ".join(f"part-{n + 1} {size / 2**20:.1f} MiB" for n, size in enumerate(parts.sizes)))
    return folder


def _meta(vocabulary: Vocabulary, listed: Sequence[Origin], edition: Edition) -> dict[str, object]:
    pieces = sorted(vocabulary.numbers, key=vocabulary.numbers.__getitem__)
    return {
        "edition": str(edition),
        "vocabulary": len(pieces),
        "outputs": vocabulary.outputs,
        "end": vocabulary.end,
        "pad": vocabulary.pad,
        "buckets": BUCKETS,
        "origins": [{"name": o.name, "share": o.share, "terms": str(o.terms)} for o in listed],
        "pieces": pieces[: vocabulary.outputs],  # for reading the samples where there is no tokenizer
        "samples": [{"text": text, "source": vocabulary.source(text)} for text in SAMPLES],
    }


def _read(
    folder: Path, origin: Origin, number: int, vocabulary: Vocabulary, buckets: dict[int, _Bucket]
) -> tuple[int, int]:
    """Put the pairs of a file into their buckets; returns how many pairs and tokens."""
    path = folder / f"{origin.name}.tsv.xz"
    pairs = list(sources.read(path)) if path.is_file() else []
    if len(pairs) > origin.most:
        pairs = Random(f"{SEED} {origin.name}").sample(pairs, origin.most)
    counted = tokens = 0
    for chinese, english in pairs:
        source, target = vocabulary.source(chinese), vocabulary.target(english)
        longest = max(len(source), len(target))
        if (size := next((size for size in BUCKETS if longest <= size), None)) is not None:
            buckets[size].add(source, target, number)
            counted += 1
            tokens += len(source) + len(target)
    return counted, tokens


@dataclass(slots=True)
class _Bucket:
    """Pairs of about one length."""

    source: list[np.ndarray[tuple[int], np.dtype[np.uint16]]] = field(default_factory=list)
    target: list[np.ndarray[tuple[int], np.dtype[np.uint16]]] = field(default_factory=list)
    origin: list[int] = field(default_factory=list)

    def add(self, source: list[int], target: list[int], origin: int) -> None:
        self.source.append(np.array(source, dtype=np.uint16))
        self.target.append(np.array(target, dtype=np.uint16))
        self.origin.append(origin)

    def shards(self, draw: Random) -> Iterator[dict[str, np.ndarray]]:
        order = list(range(len(self.origin)))
        draw.shuffle(order)
        for start in range(0, len(order), _SHARD_PAIRS):
            yield self.arrays(order[start : start + _SHARD_PAIRS])

    def arrays(self, order: Sequence[int]) -> dict[str, np.ndarray]:
        nothing = [np.zeros(0, dtype=np.uint16)]
        return {
            "source": np.concatenate([self.source[i] for i in order] or nothing),
            "target": np.concatenate([self.target[i] for i in order] or nothing),
            "source_lengths": np.array([len(self.source[i]) for i in order], dtype=np.uint8),
            "target_lengths": np.array([len(self.target[i]) for i in order], dtype=np.uint8),
            "origin": np.array([self.origin[i] for i in order], dtype=np.uint8),
        }


class _Parts:
    """Folders of a limited size, one filled after the other."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.sizes = [0]
        (folder / "part-1").mkdir(parents=True, exist_ok=True)

    def write(self, name: str, content: bytes) -> None:
        if self.sizes[-1] + len(content) > PART_BYTES:
            self.sizes.append(0)
        part = self._folder / f"part-{len(self.sizes)}"
        part.mkdir(parents=True, exist_ok=True)
        (part / name).write_bytes(content)
        self.sizes[-1] += len(content)


def _compressed(arrays: dict[str, np.ndarray]) -> bytes:
    written = io.BytesIO()
    np.savez(written, **arrays)
    return lzma.compress(written.getvalue(), format=lzma.FORMAT_XZ, filters=_XZ)


if __name__ == "__main__":
    main()
