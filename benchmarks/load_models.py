"""The neural models of `load`, and a translator over them that no memory knows anything of."""

from __future__ import annotations

import os
import random
import sys
from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from uuid import uuid4

from benchmarks.visitors import MARK, ROOT, Asked
from pipelines.contracts import Cancel
from pipelines.document import Pair, Sentence, Translation
from pipelines.models import ctranslate
from pipelines.models.engine import Engine, Generation

BEAMS = 4
Sentences = Callable[[random.Random, int], list[Asked]]


def tiny(folder: Path, shared: bool) -> tuple[Engine, Sentences]:
    """A Marian that knows forty sentences by heart, and articles of them, with what it makes of each one alone."""
    sys.path.insert(0, str(ROOT / "tests" / "models"))
    import tiny as models

    from pipelines.models import convert

    home = Path(os.environ.get("TMPDIR", "/tmp")) / "zhaiyi-load-marian"
    if not (home / "int8" / "model.bin").exists():
        convert.write(models.build_marian(home / "hub"), home / "int8", "int8")
    engine = ctranslate.load(home / "int8", gpu=False, shared=shared)

    sources = [source for source, _ in models.PAIRS]
    alone = [next(iter(engine.generate([source], Generation(beams=BEAMS), Cancel()))).text for source in sources]

    def make(chance: random.Random, count: int) -> list[Asked]:
        return [Asked(*pair) for pair in chance.choices(list(zip(sources, alone, strict=True)), k=count)]

    return engine, make


def real(folder: Path, shared: bool) -> tuple[Engine, Sentences]:
    """A Marian of opus-mt's size with made-up weights; its output says nothing, so only the sources are looked at."""
    from benchmarks import speed, standins
    from pipelines.models.batching import Batcher

    home = standins.convert(standins.marian(), folder / "int8", "int8")
    workers, each = ctranslate.crew(ctranslate.threads())
    translator = ctranslate.opened("Translator", home, "cpu", "int8", workers, each)
    engine = ctranslate.CTranslate(
        translator, Sized(), 512, Batcher(workers, shared=shared), shortlist=(home / "vmap.txt").is_file()
    )
    lengths = speed.lengths(120)

    def make(chance: random.Random, count: int) -> list[Asked]:
        return [Asked(f"{'长' * chance.choice(lengths)[0]}{chance.randrange(10**6)}。", "") for _ in range(count)]

    return engine, make


class Sized:
    """A `Tokenizer` for `real`: as many ids as the text is long, and an output one and a half times as long."""

    def encode(self, text: str) -> list[str]:
        chance = random.Random(text)
        return [f"w{chance.randrange(40_000, 60_000)}" for _ in range(min(120, len(text)))] + ["</s>"]

    def prefix(self, text: str) -> list[str]:
        from benchmarks import standins

        return [f"w{standins.start(min(150, round(1.5 * len(text))))}"]

    def decode(self, pieces: Sequence[str]) -> str:
        return " ".join(pieces)


@dataclass
class Fresh:
    """A translator over an engine that no memory knows anything of: its signature is never the same."""

    engine: Engine
    name: str = "fresh"
    generation: Generation = field(default_factory=lambda: Generation(beams=BEAMS))

    def signature(self, text: str) -> str:
        """See `Translator`."""
        return uuid4().hex

    def translate(self, sentences: Sequence[Sentence], cancel: Cancel) -> Generator[Pair, None, Translation]:
        """See `Translator`. What holds no Chinese stays as it is."""
        pairs = {}
        asked = []
        for index, sentence in enumerate(sentences):
            if MARK.search(sentence.text):
                pairs[index] = Pair(index, sentence.text.strip(), sentence.text.strip())
                yield pairs[index]
            else:
                asked.append(index)
        texts = [sentences[index].simplified.strip() for index in asked]
        for output in self.engine.generate(texts, self.generation, cancel):
            index = asked[output.index]
            pairs[index] = Pair(index, sentences[index].text.strip(), output.text, output.score)
            yield pairs[index]
        return Translation(tuple(pairs[index] for index in sorted(pairs)), self.name)
