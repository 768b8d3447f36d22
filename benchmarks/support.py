"""Summaries against articles: what is found in people's summaries, and negations flipped on purpose.

Sets: `eval/summ` of the folder that ZHAIYI_DATA names. In people's own summaries any number, date or name that was not
found in the article is counted; some are really not there. Flips: a negation is taken out of a sentence of the article.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from pipelines.article import read_article
from pipelines.article.script import to_simplified
from pipelines.checks import support
from pipelines.document import Article, FindingCode, Summary, SummarySentence
from pipelines.errors import PipelineError
from pipelines.summary.evidence import linked

SETS = ("lctt.dev", "csl_ts.dev", "vcsum_segment.dev", "cctv_xwlb.dev", "cctv_xwlb_brief.dev")
_SENTENCE = re.compile("(?<=[。！？])")
_NEGATION = re.compile("(?:未|不|没有)(?=[\u4e00-\u9fff]{2})")


def main(arguments: Sequence[str]) -> int:
    """`python -m benchmarks support [--each N]`."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks support", description=__doc__)
    parser.add_argument("--each", type=int, default=300, help="articles of each set (default: 300)")
    given = parser.parse_args(arguments)
    data = os.environ.get("ZHAIYI_DATA")
    if not data:
        parser.error("ZHAIYI_DATA must name the folder that holds eval/")
    for line in run(Path(data) / "eval" / "summ", given.each):
        print(line)
    return 0


def run(folder: Path, each: int) -> Iterator[str]:
    """The lines of the table."""
    columns = "numbers dates names quotations negation"
    yield f"{'per 100 sentences':20} sentences  {columns}   flips found"
    total: Counter[str] = Counter()
    for name in SETS:
        rng = random.Random(3)
        counts: Counter[str] = Counter()
        for article, written in _articles(folder / f"{name}.jsonl", each):
            sentences = [part for part in _SENTENCE.split(written) if part.strip()]
            counts["sentences"] += len(sentences)
            counts.update(_found(article, sentences))
            for sentence in rng.sample(article.sentences, min(3, len(article.sentences))):
                text = sentence.simplified.strip()
                if places := list(_NEGATION.finditer(text)):
                    place = rng.choice(places)
                    found = _found(article, [text[: place.start()] + text[place.end() :]])
                    counts["flips"] += 1
                    counts["seen"] += bool(found[FindingCode.NEGATION_FLIPPED])
        total.update(counts)
        yield _row(name, counts)
    yield _row("all", total)
    clean = total[FindingCode.NEGATION_FLIPPED] / total["sentences"]
    seen = total["seen"] / total["flips"]
    yield f"negation: precision {seen / (seen + clean):.2f} where half of the sentences are flipped"


def _row(name: str, counts: Counter[str]) -> str:
    codes = (
        FindingCode.NUMBER_UNSUPPORTED,
        FindingCode.DATE_UNSUPPORTED,
        FindingCode.NAME_UNSUPPORTED,
        FindingCode.QUOTE_UNSUPPORTED,
        FindingCode.NEGATION_FLIPPED,
    )
    shares = "".join(f"{100 * counts[code] / counts['sentences']:8.2f}" for code in codes)
    return f"{name:20} {counts['sentences']:9} {shares}   {counts['seen']} of {counts['flips']}"


def _articles(path: Path, each: int) -> Iterator[tuple[Article, str]]:
    for line in path.read_text(encoding="utf-8").splitlines()[:each]:
        row = json.loads(line)
        try:
            yield read_article(row["article"]), row["summary"]
        except PipelineError:
            continue  # mostly Latin letters


def _found(article: Article, sentences: Sequence[str]) -> Counter[str]:
    evidence = linked([to_simplified(sentence) for sentence in sentences], article.sentences)
    made = tuple(SummarySentence(text, found) for text, found in zip(sentences, evidence, strict=True))
    return Counter(finding.code for finding in support.findings(Summary("", made, (), "people"), article))
