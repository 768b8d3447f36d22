"""How far from the limit: the arithmetic a translation needs, and the fastest int8 matrix product on this machine."""

from __future__ import annotations

import functools
import threading
import time
from collections.abc import Callable, Sequence
from typing import Any

from benchmarks import standins

_WIDTH, _INNER, _LAYERS = 512, 2048, 6
Shapes = tuple[tuple[int, int, int], ...]  # inputs, outputs, how often

# The products with weights of opus-mt-zh-en's size: for an input token, in the encoder and where the decoder makes its
# keys and values of what the encoder says; for an output token, in the decoder's layers and in the output layer.
FFN: Shapes = ((_WIDTH, _INNER, _LAYERS), (_INNER, _WIDTH, _LAYERS))
ENCODER: Shapes = ((_WIDTH, 3 * _WIDTH, _LAYERS), (_WIDTH, _WIDTH, _LAYERS), *FFN)
SEEN: Shapes = ((_WIDTH, 2 * _WIDTH, _LAYERS),)
ATTENTION: Shapes = (
    (_WIDTH, 3 * _WIDTH, _LAYERS),  # queries, keys and values of self-attention
    (_WIDTH, _WIDTH, 3 * _LAYERS),  # its output; queries and output of cross-attention
)
OUTPUT: Shapes = ((_WIDTH, standins.TARGET, 1),)  # shortlisted
DECODER: Shapes = (*ATTENTION, *FFN, *OUTPUT)


def operations(shapes: Shapes) -> float:
    """Additions and multiplications of the products for one row."""
    return 2.0 * sum(inputs * outputs * times for inputs, outputs, times in shapes)


def marian_operations(inputs: Sequence[int], outputs: Sequence[int], beams: int) -> float:
    """Additions and multiplications in matrix products with weights for sentences of these lengths, in tokens."""
    return sum(inputs) * operations((*ENCODER, *SEEN)) + sum(outputs) * beams * operations(DECODER)


def best_matmul(rows: int, shapes: Shapes = DECODER, seconds: float = 0.3) -> float:
    """Operations a second of int8 products of these shapes, by the fastest library here, on all processors.

    As in inference each processor works on a batch of `rows` rows of its own. Libraries: torch's quantized linear layer
    with every engine it has, and its plain int8 product.
    """
    from pipelines.models.ctranslate import threads

    spent = sum(
        times * min(_seconds(product, seconds, threads()) for product in _products(a, b, rows))
        for a, b, times in shapes
    )
    return rows * operations(shapes) * threads() / spent


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


def _seconds(product: Callable[[], Any], seconds: float, workers: int) -> float:
    """Processor seconds for one product while as many threads as there are processors each do their own."""
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
        begin = time.process_time()
        end = time.perf_counter() + seconds
        crew = [threading.Thread(target=work, args=(number,)) for number in range(workers)]
        for thread in crew:
            thread.start()
        for thread in crew:
            thread.join()
        return (time.process_time() - begin) / max(1, sum(counts))
    except RuntimeError:  # an engine this processor lacks
        return float("inf")
    finally:
        torch.set_num_threads(before)
