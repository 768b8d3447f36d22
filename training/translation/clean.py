"""Step 1, `python -m training.translation.clean`: what of the parallel text is fit to train on, and why not the rest.

Writes WORK/clean/NAME.tsv.xz for each file, WORK/held/NAME.tsv.xz (pairs put aside to measure on) and
WORK/clean/report.json. Files that may train nothing that ships are held only: they can be measured on.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from training.translation import figures, filters, meaning, sources, withheld
from training.translation.sources import SOURCES, Kind, Pair, Source, Terms

SEED = 1
WORK = Path("build") / "translation"

# At 0.2 some 90 % of pairs put together at random, of about the same length, are refused, and 1 % of those as they are
# (`--try`); scripture is archaic, and at this mark lost a fifth.
LEAST_MEANING = 0.2
LEAST_MEANING_ARCHAIC = 0.1

_MOST_ALIKE = 2  # pairs with the same English: "Example", "Remarks"
_HELD, _HELD_SHARE = 200, 0.02


def main(arguments: Sequence[str] | None = None) -> None:
    """Clean every file, or a sample of each."""
    parser = argparse.ArgumentParser(prog="python -m training.translation.clean", description=__doc__)
    parser.add_argument("--data", type=Path, default=os.environ.get("ZHAIYI_DATA"), help="default: $ZHAIYI_DATA")
    parser.add_argument("--work", type=Path, default=WORK)
    parser.add_argument("--sample", type=int, default=0, help="only so many pairs of each file, drawn at random")
    parser.add_argument("--try", dest="attempt", action="store_true", help="only say what LEAST_MEANING does")
    given = parser.parse_args(arguments)
    if given.data is None:
        parser.error("--data or ZHAIYI_DATA must name the folder that holds train/zh-en")
    if given.attempt:
        _attempt(given.data, given.sample or 400)
        return
    run(given.data, given.work, given.sample)


def run(data: Path, work: Path, sample: int = 0) -> None:
    """Clean what there is of SOURCES under `data`; a file that is not there is left out and said so."""
    cleaner = Cleaner(withheld.read(data))
    report = {}
    for source in SOURCES:
        if not source.path(data).is_file():
            print(f"{source.name}: not there", file=sys.stderr)
            continue
        begin = time.perf_counter()
        pairs, counts = cleaner.clean(source, _drawn(source.path(data), sample))
        train, held = put_aside(source, pairs)
        sources.write(work / "clean" / f"{source.name}.tsv.xz", train)
        sources.write(work / "held" / f"{source.name}.tsv.xz", held)
        seconds = time.perf_counter() - begin
        report[source.name] = {
            "licence": source.licence,
            "read": counts.total(),
            "kept": len(train),
            "held": len(held),
            "left out": {reason: count for reason, count in counts.most_common() if reason},
        }
        print(line(source.name, report[source.name], seconds), flush=True)
    (work / "clean" / "report.json").write_text(json.dumps(report, indent=1, ensure_ascii=False), encoding="utf-8")


def line(name: str, counts: dict[str, object], seconds: float) -> str:
    """A file's line of the report."""
    left_out = counts["left out"]
    said = ", ".join(f"{reason} {count:,}" for reason, count in left_out.items()) if isinstance(left_out, dict) else ""
    return (
        f"{name:22} read {counts['read']:>8,}  kept {counts['kept']:>8,}  held {counts['held']:>4}  "
        f"({seconds:.0f} s)  {said}"
    )


class Cleaner:
    """Remembers what it has kept, so that the second of two equals is left out, whichever file it is in."""

    def __init__(self, eval_text: withheld.Withheld) -> None:
        self._eval = eval_text
        self._chinese: set[bytes] = set()
        self._english: Counter[bytes] = Counter()

    def clean(self, source: Source, pairs: Iterator[Pair]) -> tuple[list[Pair], Counter[str]]:
        """The pairs that are kept, and how many were left out for each reason ("" for those kept)."""
        kept: list[Pair] = []
        counts: Counter[str] = Counter()
        for chinese, english in pairs:
            pair = (filters.tidied(chinese), filters.tidied(english))
            reason = self._reason(source, *pair)
            counts[reason] += 1
            if not reason:
                kept.append(pair)
        return kept, counts

    def _reason(self, source: Source, chinese: str, english: str) -> str:
        if reason := filters.reason(chinese, english):
            return reason
        here, there = _key(chinese), _key(english)
        if here in self._chinese or self._english[there] >= _MOST_ALIKE:
            return "duplicate"
        if self._eval.holds(chinese, english):
            return "in an evaluation set"
        if not figures.agree(chinese, english):
            return "numbers"
        score = meaning.score(chinese, english)
        least = LEAST_MEANING_ARCHAIC if source.kind is Kind.SCRIPTURE else LEAST_MEANING
        if score is not None and score < least:
            return "misaligned"
        self._chinese.add(here)
        self._english[there] += 1
        return ""


def put_aside(source: Source, pairs: list[Pair]) -> tuple[list[Pair], list[Pair]]:
    """What of a file is trained on, and what is measured on."""
    if source.terms is Terms.NOTHING:
        return [], pairs[:_HELD]
    return divided(pairs)


def divided(pairs: list[Pair]) -> tuple[list[Pair], list[Pair]]:
    """All but a few, and those few: the pairs with the smallest hashes, so that more data moves few."""
    many = min(_HELD, int(_HELD_SHARE * len(pairs)))
    held = set(sorted(pairs, key=lambda pair: _key(pair[0]))[:many])
    return [pair for pair in pairs if pair not in held], [pair for pair in pairs if pair in held]


def _key(text: str) -> bytes:
    return hashlib.blake2b("".join(filter(str.isalnum, text.lower())).encode("utf-8"), digest_size=8).digest()


def _drawn(path: Path, sample: int) -> Iterator[Pair]:
    if not sample:
        return sources.read(path)
    pairs = list(sources.read(path))
    random.Random(SEED).shuffle(pairs)
    return iter(pairs[:sample])


def _attempt(data: Path, sample: int) -> None:
    """Shares of pairs under each mark, as they are and with the English of a neighbour in length."""
    marks = (0.1, 0.15, 0.2, 0.25, 0.3)
    print(f"{'':22} as they are {marks} · put together at random")
    for source in (source for source in SOURCES if source.path(data).is_file()):
        pairs = [pair for pair in _drawn(source.path(data), sample) if not filters.reason(*pair)]
        ordered = sorted(pairs, key=lambda pair: len(pair[0]))
        mixed = [(one[0], other[1]) for one, other in zip(ordered, ordered[1:], strict=False)]
        shares = []
        for some in (pairs, mixed):
            scores = [score for pair in some if (score := meaning.score(*pair)) is not None]
            under = [sum(score < mark for score in scores) / max(1, len(scores)) for mark in marks]
            shares.append("  ".join(f"{100 * share:5.1f}" for share in under))
        print(f"{source.name:22} {shares[0]}  ·  {shares[1]}", flush=True)


if __name__ == "__main__":
    main()
