"""How far from the limit: the arithmetic a translation needs, and the fastest int8 matrix product on this machine."""

from __future__ import annotations

import functools
import threading
import time
from collections.abc import Callable, Sequence
from typing import Any

from benchmarks import standins

_WIDTH, _INNER, _LAYERS = 512, 2048, 6
# (inputs, outputs, how often in a decoder step) of the products with weights in a step of opus-mt-zh-en's size.
_DECODER = (
    (_WIDTH, 3 * _WIDTH, _LAYERS),  # queries, keys and values of self-attention
    (_WIDTH, _WIDTH, 3 * _LAYERS),  # its output; queries and output of cross-attention
    (_WIDTH, _INNER, _LAYERS),
    (_INNER, _WIDTH, _LAYERS),
    (_WIDTH, standins.TARGET, 1),  # the output layer, shortlisted
)
_ENCODER = 4 * _WIDTH * _WIDTH + 2 * _WIDTH * _INNER + 2 * _WIDTH * _WIDTH  # with the decoder's keys and values of it


def marian_operations(inputs: Sequence[int], outputs: Sequence[int], beams: int) -> float:
    """Additions and multiplications in matrix products with weights for sentences of these lengths, in tokens."""
    step = sum(rows * columns * times for rows, columns, times in _DECODER)
    return 2.0 * (sum(inputs) * _LAYERS * _ENCODER + sum(outputs) * beams * step)


def best_matmul(rows: int, seconds: float = 0.3) -> float:
    """Operations a second of int8 products of a decoder step's shapes, by the fastest library here, on all processors.

    As in inference each processor works on a batch of `rows` rows of its own. Libraries: torch's quantized linear layer
    with every engine it has, and its plain int8 product.
    """
    from pipelines.models.ctranslate import threads

    total = sum(a * b * times for a, b, times in _DECODER)
    spent = sum(
        times * min(_seconds(product, rows, seconds, threads()) for product in _products(a, b, rows))
        for a, b, times in _DECODER
    )
    return 2.0 * rows * total * threads() / spent


def _products(inputs: int, outputs: int, rows: int) -> list[Callable[[], Any]]:
    import warnings

    import torch

    left = torch.randint(-127, 127, (rows, inputs), dtype=torch.int8)
    right = torch.randint(-127, 127, (outputs, inputs), dtype=torch.int8).t()
    found: list[Callable[[], Any]] = [lambda: torch._int_mm(left, right)]
    activations = torch.randn(rows, inputs)
    for engine in {"onednn", "fbgemm", "x86"} & set(torch.backends.quantized.supported_engines):
        torch.backends.quantized.engine = engine
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            layer: Any = torch.ao.nn.quantized.dynamic.Linear(inputs, outputs)  # type: ignore[no-untyped-call]
        found.append(functools.partial(layer, activations))
    return found


def _seconds(product: Callable[[], Any], rows: int, seconds: float, workers: int) -> float:
    """Seconds for one product while as many threads as there are processors each do their own."""
    import torch

    before = torch.get_num_threads()
    torch.set_num_threads(1)
    counts = [0] * workers
    end = time.perf_counter() + seconds

    def work(number: int) -> None:
        while time.perf_counter() < end:
            product()
            counts[number] += 1

    try:
        product()
        begin = time.perf_counter()
        end = begin + seconds
        crew = [threading.Thread(target=work, args=(number,)) for number in range(workers)]
        for thread in crew:
            thread.start()
        for thread in crew:
            thread.join()
        return (time.perf_counter() - begin) * workers / max(1, sum(counts))
    except RuntimeError:  # an engine this processor lacks
        return float("inf")
    finally:
        torch.set_num_threads(before)
