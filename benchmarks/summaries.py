"""Summaries: the loop a user would write against our engines, on models of mT5-base's and Qwen3-0.6B's size.

Random weights never end by themselves, so the limit of the output forces its length; that it did is checked. A text's
first token stands for reading it (the encoder, the prompt), the others for writing.
"""

from __future__ import annotations

import gc
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks import standins
from benchmarks.speed import opened
from pipelines.contracts import Cancel
from pipelines.models import chat
from pipelines.models.catalog import named
from pipelines.models.engine import Engine, Generation

Texts = list[list[int]]
Way = Callable[[int], list[int]]  # writes so many tokens for every text; returns how many there are of each


class Case(NamedTuple):
    """Texts of an article's windows: how many, of how many tokens; tokens of a summary of one."""

    texts: int
    tokens: int
    summary: int


MT5 = Case(4, 400, 84)
QWEN3 = Case(2, 1_200, 120)


def summaries(folder: Path, rounds: int) -> tuple[dict[str, dict[str, dict[str, float]]], bool]:
    """By model and way the median figures; and whether every output had the length it was told to have."""
    told, kept = {}, []
    for name, measure in (("mT5-base size, 4 beams", _mt5), ("Qwen3-0.6B size, sampled", _qwen3)):
        told[name], right = measure(folder, rounds)
        kept.append(right)
        gc.collect()  # a model is gigabytes
    return told, all(kept)


def _mt5(folder: Path, rounds: int) -> tuple[dict[str, dict[str, float]], bool]:
    import torch

    generation = named("mt5-xlsum").generation
    model = standins.mt5()
    engine = opened(standins.convert(model, folder / "mt5" / "int8", "int8"), standins.Words())
    texts = _texts(MT5, 200_000)

    def loop(tokens: int) -> list[int]:
        return [
            model.generate(
                torch.tensor([ids]),
                num_beams=generation.beams,
                do_sample=False,
                no_repeat_ngram_size=generation.no_repeat_ngram,
                length_penalty=generation.length_penalty,
                min_new_tokens=tokens,
                max_new_tokens=tokens,
            ).shape[1]
            - 1  # what the decoder starts from
            for ids in texts
        ]

    return _measured({"the loop": loop, "ours, int8": _ours(engine, texts, generation)}, MT5, rounds)


def _qwen3(folder: Path, rounds: int) -> tuple[dict[str, dict[str, float]], bool]:
    import torch

    generation = named("qwen3-0.6b").generation
    model = standins.qwen3()
    engine = chat.load(standins.convert(model, folder / "qwen3", "int8"), gpu=False)
    texts = _texts(QWEN3, 150_000)

    def loop(tokens: int) -> list[int]:
        return [
            model.generate(
                torch.tensor([ids]),
                do_sample=True,
                temperature=generation.temperature,
                top_p=generation.top_p,
                top_k=generation.top_k,
                min_new_tokens=tokens,
                max_new_tokens=tokens,
                pad_token_id=standins.END,
            ).shape[1]
            - len(ids)
            for ids in texts
        ]

    return _measured({"the loop, bfloat16": loop, "ours, int8": _ours(engine, texts, generation)}, QWEN3, rounds)


def _ours(engine: Engine, texts: Texts, generation: Generation) -> Way:
    written = [" ".join(f"w{number}" for number in ids) for ids in texts]

    def run(tokens: int) -> list[int]:
        outputs = engine.generate(written, replace(generation, max_tokens=tokens), Cancel(), interactive=True)
        return [len(output.text.split()) if output.cut else 0 for output in outputs]

    return run


def _texts(case: Case, words: int) -> Texts:
    import torch

    torch.manual_seed(0)
    rows: Texts = torch.randint(1_000, words, (case.texts, case.tokens)).tolist()
    return rows


def _measured(ways: dict[str, Way], case: Case, rounds: int) -> tuple[dict[str, dict[str, float]], bool]:
    found: dict[str, list[tuple[float, float]]] = {name: [] for name in ways}
    kept = True
    for number in range(rounds):
        for name, way in ways.items():
            taken = []
            for tokens in (1, case.summary):
                begin = time.perf_counter()
                kept &= way(tokens) == [tokens] * case.texts
                taken.append((time.perf_counter() - begin) / case.texts)
            found[name].append((taken[0], taken[1]))
            print(f"round {number + 1}: {name}, {taken[1]:.1f} s for a text", file=sys.stderr)
    return {name: _figures(case, times) for name, times in found.items()}, kept


def _figures(case: Case, times: Sequence[tuple[float, float]]) -> dict[str, float]:
    first = statistics.median(first for first, _ in times)
    whole = statistics.median(whole for _, whole in times)
    return {
        "seconds": whole,
        "tokens_per_second": case.summary / whole,
        "first_token_seconds": first,
        "further_tokens_per_second": (case.summary - 1) / (whole - first),
    }


def lines(told: dict[str, Any]) -> list[str]:
    """The figures as lines of a table."""
    found = [f"{'seconds for a text':34}{'all':>8}{'x loop':>8}{'1st token':>11}{'further tokens/s':>18}"]
    for name, ways in told.items():
        found.append(name)
        loop = next(iter(ways.values()))["seconds"]
        for way, one in ways.items():
            figures = f"{one['seconds']:8.1f}{loop / one['seconds']:8.1f}{one['first_token_seconds']:11.2f}"
            found.append(f"  {way:32}{figures}{one['further_tokens_per_second']:18.1f}")
    return found
