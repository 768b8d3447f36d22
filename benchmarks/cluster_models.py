"""The models of `cluster`, as its replicas load them, and the ways of serving that are compared."""

from __future__ import annotations

import random
import re
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from benchmarks.load_models import BEAMS
from pipelines.contracts import Cancel
from pipelines.models import catalog, ctranslate
from pipelines.models.engine import Engine, Generation, Output
from pipelines.models.spec import ModelSpec

ROOT = Path(__file__).parents[1]
HOME = Path(tempfile.gettempdir()) / "zhaiyi-cluster"

Loaded = tuple[ModelSpec, Engine, str]

_NUMBER = re.compile(r"\d+")
_WORDS = tuple(f"{first}{last}" for first in "ba be bi bo bu da de di do du ka ke ki ko ku".split() for last in
               "lan len lin lon lun ran ren rin ron run san sen sin son sun".split())  # fmt: skip


class Together:
    """As it is: sentences of all requests share batches."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    @property
    def budget(self) -> int:
        """See `Engine`."""
        return self._engine.budget

    def count(self, text: str) -> int:
        """See `Engine`."""
        return self._engine.count(text)

    def generate(
        self, texts: Sequence[str], generation: Generation, cancel: Cancel, *, interactive: bool = True
    ) -> Iterator[Output]:
        """See `Engine`."""
        return self._engine.generate(texts, generation, cancel, interactive=interactive)


class InTurn(Together):
    """One request at a time, its sentences together: what Argos and LibreTranslate do with a model."""

    def __init__(self, engine: Engine) -> None:
        super().__init__(engine)
        self._lock = threading.Lock()

    def generate(
        self, texts: Sequence[str], generation: Generation, cancel: Cancel, *, interactive: bool = True
    ) -> Iterator[Output]:
        """See `Engine`."""
        with self._lock:
            yield from super().generate(texts, generation, cancel, interactive=False)


class OneByOne(InTurn):
    """One request at a time, and one sentence of it at a time."""

    def generate(
        self, texts: Sequence[str], generation: Generation, cancel: Cancel, *, interactive: bool = True
    ) -> Iterator[Output]:
        """See `Engine`."""
        for index, text in enumerate(texts):
            yield from (replace(one, index=index) for one in super().generate([text], generation, cancel))


class Speaking(Together):
    """An engine whose model says nothing: the work is done, and then a number of the source and words are said."""

    def generate(
        self, texts: Sequence[str], generation: Generation, cancel: Cancel, *, interactive: bool = True
    ) -> Iterator[Output]:
        """See `Engine`."""
        for one in self._engine.generate(texts, generation, cancel, interactive=interactive):
            text = texts[one.index]
            number = "".join(_NUMBER.findall(text))
            words = random.Random(text).sample(_WORDS, min(len(_WORDS), max(4, len(text) // 2)))
            yield replace(one, text=f"The {number} {' '.join(words)}.", score=-0.5, cut=False)


WAYS: dict[str, Callable[[Engine], Engine]] = {
    "one sentence at a time": OneByOne,
    "one request at a time": InTurn,
    "each request its own batches": Together,
    "shared batches": Together,
}


def loader(what: str, way: str) -> Callable[[], Loaded]:
    """What a replica loads: "real" or "tiny", and the way in which it serves."""
    return partial(_real if what == "real" else _tiny, way)


def _row() -> ModelSpec:
    row = next(spec for spec in catalog.CATALOG if spec.name == "opus-mt")
    return replace(row, generation=Generation(beams=BEAMS))


def _real(way: str) -> Loaded:
    """A Marian of opus-mt's size with made-up weights, on one processor."""
    from benchmarks.load_models import Sized
    from pipelines.models.batching import Batcher

    made = HOME / "int8"
    translator = ctranslate.opened("Translator", made, "cpu", "int8", 1, 1)
    batcher = Batcher(1, shared=way == "shared batches", patient=True)
    engine = ctranslate.CTranslate(translator, Sized(), 512, batcher, shortlist=(made / "vmap.txt").is_file())
    return _row(), WAYS[way](Speaking(engine)), "made-up"


def _tiny(way: str) -> Loaded:
    """A trained Marian that knows forty sentences by heart, on one processor."""
    engine = ctranslate.load(HOME / "tiny", gpu=False, processors=1, shared=way == "shared batches", patient=True)
    return _row(), WAYS[way](engine), "tiny"


def alone(sizes: Sequence[int] = (1, 4, 8, 16, 32, 64), sentences: int = 128) -> Iterator[tuple[int, float]]:
    """Sentences a second of the real-size model by itself, on one processor, for each size of batch."""
    from benchmarks import speed
    from benchmarks.load_models import Sized

    translator = ctranslate.opened("Translator", HOME / "int8", "cpu", "int8", 1, 1)
    tokenizer, chance = Sized(), random.Random(3)
    lengths = speed.lengths(120)
    texts = sorted(
        (f"{'长' * chance.choice(lengths)[0]}{number}。" for number in range(10**8, 10**8 + sentences)), key=len
    )
    shortlist = (HOME / "int8" / "vmap.txt").is_file()
    for size in sizes:
        asked = texts if size > 1 else texts[::4]
        began = time.perf_counter()
        for start in range(0, len(asked), size):
            batch = asked[start : start + size]
            translator.translate_batch(
                [tokenizer.encode(text) for text in batch],
                target_prefix=[tokenizer.prefix(text) for text in batch],
                max_decoding_length=200,
                use_vmap=shortlist,
                disable_unk=shortlist,
                **ctranslate.search(Generation(beams=BEAMS)),
            )
        yield size, len(asked) / (time.perf_counter() - began)


def prepare(what: str) -> None:
    """Make the folder that replicas load."""
    from pipelines.models import convert

    if what == "real" and not (HOME / "int8" / "model.bin").exists():
        from benchmarks import standins

        standins.convert(standins.marian(), HOME / "int8", "int8")
    if what == "tiny" and not (HOME / "tiny" / "model.bin").exists():
        sys.path.insert(0, str(ROOT / "tests" / "models"))
        import tiny

        convert.write(tiny.build_marian(HOME / "hub"), HOME / "tiny", "int8")
