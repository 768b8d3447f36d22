"""The embedded summarizer beside what a user would take instead, on every set of article and reference in a folder.

    ZHAIYI_DATA=… python -m benchmarks summary [FOLDER] [--sets NAME …] [--baselines NAME …]

A set is a file NAME.jsonl (or .jsonl.xz), each line with `article` and `summary`. Where half of the references have
more than 80 characters, summaries have three sentences, else one. Figures are character ROUGE F1 in per cent (see
`benchmarks.rouge`) with 95 % intervals of the bootstrap over texts; "against" is the paired bootstrap of ROUGE-1
against the baseline that is best by ROUGE-1. What the baselines chose is kept in the cache folder. Sets in
../shared/eval/summ: LCTT (Apache-2.0), CSL (Apache-2.0; its CLGE split MIT), VCSum (MIT), CCTV (study only).
"""

from __future__ import annotations

import argparse
import hashlib
import json
import lzma
import os
import statistics
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.rouge import Reference
from benchmarks.summary_baselines import BASELINES, oracle, sentences
from pipelines.article import read_article
from pipelines.article.script import to_simplified
from pipelines.document import Article, Sentence
from pipelines.errors import InputError
from pipelines.settings import Settings
from pipelines.summary.extractive import read

LONG_REFERENCE = 80  # characters
RESAMPLES = 2000
_VERSION = "1"  # of the baselines, for what is kept

Scores = NDArray[np.float64]  # texts × (ROUGE-1, ROUGE-2, ROUGE-L), in per cent


@dataclass(frozen=True, slots=True)
class Text:
    """An article and what people made of it."""

    article: str
    reference: str


def main(arguments: Sequence[str]) -> int:
    """`python -m benchmarks summary`: the folder that holds eval/summ is named by ZHAIYI_DATA."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks summary", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", nargs="?", type=Path, help="a folder of sets; else eval/summ in ZHAIYI_DATA")
    parser.add_argument("--sets", nargs="*", default=(), help="only sets whose names begin so")
    parser.add_argument("--baselines", nargs="*", choices=[*BASELINES], help="only these; none for ours alone")
    given = parser.parse_args(arguments)
    data = os.environ.get("ZHAIYI_DATA")
    if given.folder is None and not data:
        parser.error("name a folder of sets, or set ZHAIYI_DATA to the folder that holds eval/summ")
    folder = given.folder or Path(data or "") / "eval" / "summ"
    paths = sorted(path for path in folder.glob("*.jsonl*") if path.name.startswith(tuple(given.sets or [""])))
    if not paths:
        parser.error(f"there is no set in {folder}")
    for path in paths:
        for line in compare(path, BASELINES if given.baselines is None else given.baselines):
            print(line, flush=True)
    return 0


def texts(path: Path) -> list[Text]:
    """The set in a file."""
    content = path.read_bytes()
    lines = (lzma.decompress(content) if path.suffix == ".xz" else content).decode("utf-8").splitlines()
    rows = (json.loads(line) for line in lines if line.strip())
    return [Text(row["article"], row["summary"]) for row in rows]


def article(text: str) -> Article | None:
    """An article as the page reads it; None where it is refused.

    A first line that is taken for the title is its first sentence here, as it is for the baselines.
    """
    try:
        found = read_article(text)
    except InputError:
        return None
    if not found.title:
        return found
    begin = found.original.find(found.title)
    title = Sentence(found.title, to_simplified(found.title), 0, (begin, begin + len(found.title)))
    body = (replace(sentence, paragraph=sentence.paragraph + 1) for sentence in found.sentences)
    return replace(found, title="", sentences=(title, *body))


def compare(path: Path, baselines: Iterable[str] = BASELINES) -> Iterator[str]:
    """The lines of a set's table; without baselines also without the oracle."""
    baselines = list(baselines)
    rows = texts(path)
    references = [Reference(row.reference) for row in rows]
    long = statistics.median(len(row.reference) for row in rows) > LONG_REFERENCE
    count = 3 if long else 1
    name = path.name.partition(".jsonl")[0]
    yield ""
    yield f"{name}: {len(rows)} texts, {'three sentences' if long else 'one sentence'}"

    def scored(hypotheses: Sequence[str]) -> Scores:
        pairs = zip(references, hypotheses, strict=True)
        return 100 * np.array([reference.score(hypothesis) for reference, hypothesis in pairs], dtype=np.float64)

    theirs: dict[str, Scores] = {}
    for label in baselines:
        for number in (1, 3) if label == "LEAD" else (count,):
            chosen = _kept(path, rows, label, number, lambda row: row.article, BASELINES[label])
            theirs[f"{label}-{number}"] = scored(chosen)
    ours = {f"zhaiyi-{count}": scored([_ours(row.article, count) for row in rows])}
    if not long:
        ours[f"zhaiyi-{count}, uncut"] = scored([_ours(row.article, count, cuts=False) for row in rows])
        ours["zhaiyi headline"] = scored([_headline(row.article) for row in rows])
    best = max(theirs, key=lambda label: float(theirs[label][:, 0].mean()), default=None)
    for label, scores in {**theirs, **ours}.items():
        against = f"   {_against(scores, theirs[best], best)}" if best and label in ours else ""
        yield f"  {label:20} {_figures(scores)}{against}"
    if baselines:
        most = scored(_kept(path, rows, "oracle", count, lambda row: row.reference, oracle))
        yield f"  {f'oracle-{count}':20} {_figures(most)}"
        if best:
            low, high = float(theirs[best][:, 0].mean()), float(most[:, 0].mean())
            reached = float(ours[f"zhaiyi-{count}"][:, 0].mean())
            yield f"  of the way from {best} to the oracle (ROUGE-1): {(reached - low) / (high - low):.0%}"


def _ours(text: str, count: int, *, cuts: bool = True) -> str:
    found = article(text)
    if found is None:
        return ""
    return "".join(sentence.text for sentence in read(found).summary(count, cuts=cuts))


def _headline(text: str) -> str:
    found = article(text)
    return read(found).headline() if found else ""


def _kept(
    path: Path,
    rows: Sequence[Text],
    label: str,
    count: int,
    seen: Callable[[Text], str],
    choose: Callable[[Sequence[str], str, int], list[str]],
) -> list[str]:
    """What a baseline chooses, from the cache folder where it has been asked before."""
    digest = hashlib.blake2b(path.read_bytes() + f"{_VERSION} {label} {count}".encode(), digest_size=8).hexdigest()
    kept = Settings.read().cache / "benchmarks" / f"summary-{digest}.json"
    if kept.exists():
        chosen: list[str] = json.loads(kept.read_text(encoding="utf-8"))
        return chosen
    print(f"{path.name}: {label}-{count} …", file=sys.stderr, flush=True)
    chosen = ["".join(choose(sentences(row.article), seen(row), count)) for row in rows]
    kept.parent.mkdir(parents=True, exist_ok=True)
    kept.write_text(json.dumps(chosen, ensure_ascii=False), encoding="utf-8")
    return chosen


# --- figures -------------------------------------------------------------------------------------------------------


def interval(values: Scores) -> tuple[float, float]:
    """The 95 % interval of the mean by the bootstrap over texts, the same for the same values."""
    draws = np.random.default_rng(1).integers(0, len(values), (RESAMPLES, len(values)))
    low, high = np.percentile(values[draws].mean(axis=1), (2.5, 97.5))
    return float(low), float(high)


def _figures(scores: Scores) -> str:
    columns = ((scores[:, column].mean(), *interval(scores[:, column])) for column in range(3))
    return "  ".join(f"{mean:5.2f} [{low:5.2f}, {high:5.2f}]" for mean, low, high in columns)


def _against(ours: Scores, theirs: Scores, name: str) -> str:
    difference = ours[:, 0] - theirs[:, 0]
    low, high = interval(difference)
    return f"{difference.mean():+.2f} [{low:+.2f}, {high:+.2f}] against {name}"
