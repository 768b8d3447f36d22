"""Encoder-decoder models on CTranslate2: Marian, M2M100 and mT5, from a folder that `convert` made, without torch."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from pipelines.contracts import Cancel
from pipelines.errors import ErrorCode, ModelError
from pipelines.models.batching import LARGEST, Batcher, Stop
from pipelines.models.convert import FACTS
from pipelines.models.engine import Generation, Output
from pipelines.models.tokenizers import END, Tokenizer, open_tokenizer

# An output longer than this is a loop, not a translation: tokens for each input token, and for any input.
_LONGEST, _LEAST = 3, 24

# CTranslate2 ends a search when as many hypotheses are finished as there are beams, however bad, even if a better one
# is still running; transformers goes on while one can still win. On models that know their text by heart that lost up
# to 6 of 40 sentences; waiting for twice as many hypotheses lost none at any number of beams.
_PATIENCE = 2.0

_WORKERS = 8
_ON_GPU = 16  # times the tokens in a batch: a GPU is idle on what fills a processor core
_CPU_QUOTA = Path("/sys/fs/cgroup/cpu.max")  # of this container, where it is one


class CTranslate:
    """See `pipelines.models.engine.Engine`."""

    def __init__(
        self,
        translator: Any,
        tokenizer: Tokenizer,
        budget: int,
        batcher: Batcher,
        *,
        shortlist: bool = False,
    ) -> None:
        self._translator = translator
        self._tokenizer = tokenizer
        self._budget = budget
        self._batcher = batcher
        self._shortlist = shortlist

    @property
    def budget(self) -> int:
        """See `Engine`."""
        return self._budget

    def count(self, text: str) -> int:
        """See `Engine`."""
        return len(self._tokenizer.encode(text))

    def generate(
        self, texts: Sequence[str], generation: Generation, cancel: Cancel, *, interactive: bool = True
    ) -> Iterator[Output]:
        """See `Engine`. Raises ValueError for a text over the budget, and for a temperature: it searches, only."""
        searches(generation)
        items = [(self._tokenizer.encode(text), self._tokenizer.prefix(text)) for text in texts]
        lengths = [len(pieces) for pieces, _ in items]
        within(lengths, self._budget)

        def translated(batch: list[tuple[list[str], list[str]]], stop: Stop) -> list[tuple[str, float, bool]]:
            longest = max(len(pieces) for pieces, _ in batch)
            prefixes = [prefix for _, prefix in batch]
            results = guarded(
                self._translator.translate_batch,
                [pieces for pieces, _ in batch],
                target_prefix=prefixes if any(prefixes) else None,
                **self._options(generation, longest),
            )
            return [
                self._output(len(prefix), result, generation) for prefix, result in zip(prefixes, results, strict=True)
            ]

        done = self._batcher.run(
            items, lengths, generation, translated, cancel, beams=generation.beams, interactive=interactive
        )
        yield from (Output(index, *output) for index, output in done)

    def _options(self, generation: Generation, longest: int) -> dict[str, Any]:
        return {
            **search(generation),
            "max_decoding_length": bound(generation, longest, self._budget),
            "max_input_length": 0,  # nothing is cut in silence: what is too long has been refused above
            "use_vmap": self._shortlist,
            "disable_unk": self._shortlist,  # CTranslate2 adds it to every map
        }

    def _output(self, prefix: int, result: Any, generation: Generation) -> tuple[str, float, bool]:
        """The text, its score, and whether it was cut."""
        pieces = result.hypotheses[0]
        ended = bool(pieces) and pieces[-1] == END
        score = mean(result.scores[0], len(pieces), len(pieces) - prefix, generation)
        return self._tokenizer.decode(pieces[prefix:]), score, not ended


def bound(generation: Generation, longest: int, most: int) -> int:
    """The most tokens of an output in a batch whose longest input has `longest` tokens."""
    return min(generation.max_tokens or _LONGEST * longest + _LEAST, most)


def searches(generation: Generation) -> None:
    """Raise ValueError if sampling is asked for where there is only search."""
    if generation.temperature:
        raise ValueError("an encoder-decoder engine has no temperature; sampling is for chat models")


def within(lengths: Sequence[int], budget: int) -> None:
    """Raise ValueError if a text is over the budget: the caller was to split it."""
    for index, length in enumerate(lengths):
        if length > budget:
            raise ValueError(f"text {index} has {length} tokens, more than the model's {budget}")


def search(generation: Generation) -> dict[str, Any]:
    """The options CTranslate2's two decoding calls share."""
    return {
        "beam_size": generation.beams,
        "patience": _PATIENCE if generation.beams > 1 else 1.0,
        "length_penalty": generation.length_penalty,
        "repetition_penalty": generation.repetition_penalty,
        "no_repeat_ngram_size": generation.no_repeat_ngram,
        "return_scores": True,
        "return_end_token": True,
    }


def mean(score: float, length: int, generated: int, generation: Generation) -> float:
    """The mean log-probability of the `generated` tokens, from a score that is their sum / length ** length_penalty."""
    return float(score * length**generation.length_penalty / max(1, generated))


def guarded(call: Any, *arguments: Any, **options: Any) -> Any:
    """`call(...)`, its failures told as a ModelError."""
    try:
        return call(*arguments, **options)
    except (RuntimeError, MemoryError) as error:
        raise ModelError(ErrorCode.FAILED, reason=str(error) or "out of memory") from error


def facts(folder: Path) -> dict[str, Any]:
    """What `convert` noted of a model. Raises ModelError if this is no folder of its making."""
    try:
        noted: dict[str, Any] = json.loads((folder / FACTS).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ModelError(ErrorCode.NOT_LOADABLE, name=folder.name, reason=str(error)) from error
    return noted


def device(gpu: bool) -> str:
    """Where to run: on a CUDA device if there is one and `gpu` allows it."""
    import ctranslate2

    return "cuda" if gpu and ctranslate2.get_cuda_device_count() else "cpu"


def threads(wanted: int | None = None) -> int:
    """Processors to use: `wanted`, else those this process may run on, within what its container may use of them."""
    if wanted:
        return wanted
    allowed = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    try:
        quota, period = _CPU_QUOTA.read_text(encoding="ascii").split()
    except (OSError, ValueError):
        return allowed
    return allowed if quota == "max" else max(1, min(allowed, round(int(quota) / int(period))))


def crew(processors: int) -> tuple[int, int]:
    """Workers, and threads of each.

    Batches of sentences are small matrices: on two processors two workers of one thread were twice as fast as one of
    two. More than _WORKERS would find too few batches in an article.
    """
    workers = min(processors, _WORKERS)
    return workers, processors // workers


def opened(kind: str, folder: Path, place: str, quantization: str, inter: int, intra: int) -> Any:
    """A ctranslate2 Translator or Generator. Raises ModelError if it cannot be loaded."""
    import ctranslate2

    # Weights that were stored as int8 are computed in int8; the rest in what this device is good at.
    compute = {("int8", "cuda"): "int8_float16", ("int8", "cpu"): "int8_float32"}.get(
        (quantization, place), quantization
    )
    try:
        return getattr(ctranslate2, kind)(
            str(folder), device=place, compute_type=compute, inter_threads=inter, intra_threads=intra
        )
    except (RuntimeError, ValueError, MemoryError) as error:
        raise ModelError(ErrorCode.NOT_LOADABLE, name=folder.name, reason=str(error)) from error


def load(
    folder: Path,
    *,
    source_prefix: Sequence[str] = (),
    target_prefix: Sequence[str] = (),
    budget: int | None = None,
    gpu: bool = True,
    processors: int | None = None,
    shared: bool = True,
    patient: bool = False,
) -> CTranslate:
    """The engine for a converted Marian, M2M100 or mT5. Raises ModelError if it cannot be loaded."""
    noted = facts(folder)
    place = device(gpu)
    workers, each = crew(threads(processors)) if place == "cpu" else (1, 0)
    translator = opened("Translator", folder, place, noted["quantization"], workers, each)
    return CTranslate(
        translator,
        open_tokenizer(folder, noted["architecture"], source_prefix, target_prefix),
        min(budget or noted["positions"], noted["positions"]),
        Batcher(workers, largest=LARGEST if place == "cpu" else _ON_GPU * LARGEST, shared=shared, patient=patient),
        shortlist=(folder / "vmap.txt").is_file(),
    )
