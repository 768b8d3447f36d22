"""Summaries: the loop a user would write against CTranslate2 in int8, on models of mT5-base's and Qwen3-0.6B's size."""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks import standins
from pipelines.models import ctranslate
from pipelines.models.engine import Generation

# Windows an article is read in, tokens of each, and tokens of a summary.
_MT5 = (4, 400, 84)
_QWEN = (2, 1_200, 120)


def summaries(folder: Path, rounds: int) -> dict[str, dict[str, float]]:
    """Output tokens a second of the loop and of ours, by model; outputs have forced lengths."""
    return {"mT5-base size, beams 4": _mt5(folder, rounds), "Qwen3-0.6B size, beams 1": _qwen3(folder, rounds)}


def _mt5(folder: Path, rounds: int) -> dict[str, float]:
    import torch

    count, length, output = _MT5
    model = standins.mt5()
    fast = ctranslate.opened(
        "Translator", standins.convert(model, folder / "mt5", "int8"), "cpu", "int8", ctranslate.threads(), 1
    )
    inputs = torch.randint(1_000, 200_000, (count, length))
    pieces = [[f"w{number}" for number in row] for row in inputs.tolist()]
    search = ctranslate.search(Generation(beams=4, no_repeat_ngram=2, length_penalty=0.6))

    def loop() -> None:
        for row in inputs:
            model.generate(
                row[None],
                num_beams=4,
                do_sample=False,
                no_repeat_ngram_size=2,
                length_penalty=0.6,
                min_new_tokens=output,
                max_new_tokens=output,
            )

    def ours() -> None:
        fast.translate_batch(pieces, max_batch_size=1, min_decoding_length=output, max_decoding_length=output, **search)

    return _medians({"the loop": loop, "ours, int8": ours}, rounds, count * output)


def _qwen3(folder: Path, rounds: int) -> dict[str, float]:
    import torch

    gc.collect()  # the model before is gigabytes
    count, length, output = _QWEN
    model = standins.qwen3()
    fast = ctranslate.opened(
        "Generator", standins.convert(model, folder / "qwen3", "int8"), "cpu", "int8", 1, ctranslate.threads()
    )
    inputs = torch.randint(1_000, 150_000, (count, length))
    prompts = [[f"w{number}" for number in row] for row in inputs.tolist()]

    def loop() -> None:
        for row in inputs:
            model.generate(row[None], do_sample=False, min_new_tokens=output, max_new_tokens=output, pad_token_id=0)

    def ours() -> None:
        for prompt in prompts:
            fast.generate_batch(
                [prompt],
                include_prompt_in_result=False,
                min_length=output,
                max_length=output,
                **ctranslate.search(Generation()),
            )

    return _medians({"the loop, bfloat16": loop, "ours, int8": ours}, rounds, count * output)


def _medians(ways: dict[str, Callable[[], Any]], rounds: int, tokens: int) -> dict[str, float]:
    speeds: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(rounds):
        for name, way in ways.items():
            begin = time.perf_counter()
            way()
            speeds[name].append(tokens / (time.perf_counter() - begin))
    return {name: statistics.median(found) for name, found in speeds.items()}
