"""The summary benchmark: its scorer is the sets' own, its figures repeat, and its table says who wins."""

from __future__ import annotations

import importlib.util
import json
import os
from pathlib import Path

import numpy as np
import pytest

from benchmarks import summary
from benchmarks.rouge import Reference
from benchmarks.summary_baselines import lead, oracle, sentences, textrank

DATA = os.environ.get("ZHAIYI_DATA")

TEXTS = (
    ("图书馆开放", "图书馆新馆正式开放", (10 / 14, 6 / 12, 10 / 14)),
    ("图书馆，", "图书馆,", (1.0, 1.0, 1.0)),  # full and half width are the same
    ("ＡＢＣ", "abc", (1.0, 1.0, 1.0)),
    ("乙甲", "甲乙", (1.0, 0.0, 0.5)),
    ("好 好 好", "好", (0.5, 0.0, 0.5)),  # a token of the reference is found once
    ("", "甲", (0.0, 0.0, 0.0)),
    ("甲", "", (0.0, 0.0, 0.0)),
)


@pytest.mark.parametrize(("hypothesis", "reference", "expected"), TEXTS)
def test_rouge_is_what_can_be_counted_by_hand(
    hypothesis: str, reference: str, expected: tuple[float, float, float]
) -> None:
    assert Reference(reference).score(hypothesis) == pytest.approx(expected)


@pytest.mark.skipif(not DATA, reason="ZHAIYI_DATA names no outside data")
def test_rouge_is_that_of_the_sets_to_the_last_digit() -> None:
    folder = Path(DATA or "") / "eval" / "summ"
    spec = importlib.util.spec_from_file_location("zh_rouge", folder / "zh_rouge.py")
    assert spec and spec.loader
    theirs = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(theirs)
    for path in sorted(folder.glob("*.jsonl")):
        for row in summary.texts(path)[:40]:
            for hypothesis in (row.article[:60], row.article[-150:], row.reference[5:]):
                assert Reference(row.reference).score(hypothesis) == pytest.approx(
                    theirs.rouge(hypothesis, row.reference), abs=1e-9
                )
            assert sentences(row.article) == theirs.sents(row.article)


def test_a_baseline_takes_sentences_of_the_article() -> None:
    found = sentences("图书馆新馆开放.新馆很大；读者很多。\n图书馆新馆免费")
    assert found == ["图书馆新馆开放。", "新馆很大；", "读者很多。", "图书馆新馆免费"]
    assert lead(found, "", 3) == found[:3]
    assert textrank(found, "", 1)[0] in found
    assert oracle(found, "新馆大，读者多", 3) == ["新馆很大；", "读者很多。"]


def test_an_interval_holds_the_mean_and_repeats() -> None:
    values = np.linspace(0, 10, 50)
    low, high = summary.interval(values)
    assert low < values.mean() < high
    assert summary.interval(values) == (low, high)


def test_the_table_has_ours_with_its_interval(tmp_path: Path) -> None:
    text = "滨江市图书馆新馆五月七日正式开放。新馆面积五万平方米，藏书一百二十万册。天气很好。"
    rows = [{"article": text, "summary": "滨江市图书馆新馆开放"}, {"article": "x", "summary": "不是中文"}]
    (tmp_path / "library.jsonl").write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    lines = list(summary.compare(tmp_path / "library.jsonl", baselines=[]))
    assert lines[1] == "library: 2 texts, one sentence"
    figures = {line[:22].strip(): line[22:].split() for line in lines[2:]}
    assert float(figures["zhaiyi-1"][0]) > 20
