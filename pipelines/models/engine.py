"""The engine contract: texts in, the same number of texts out, each with a score; and how far one call may go."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from pipelines.contracts import Cancel


@dataclass(frozen=True, slots=True)
class Generation:
    """How an engine searches for an output. The names and meanings are those of transformers' GenerationConfig.

    `max_tokens` bounds an output; None leaves it to the engine, which bounds it by the input's length. `temperature`
    0 is beam search (or greedy, with one beam); above 0 it samples, seeded by the text, so that the same text gives the
    same output.
    """

    beams: int = 1
    max_tokens: int | None = None
    length_penalty: float = 1.0
    repetition_penalty: float = 1.0
    no_repeat_ngram: int = 0
    temperature: float = 0.0
    top_p: float = 1.0
    top_k: int = 0


@dataclass(frozen=True, slots=True)
class Output:
    """The output for the text at `index`: `score` is the mean log-probability per output token, the end token included.

    `cut` says that it was stopped by its length limit rather than by the model.
    """

    index: int
    text: str
    score: float
    cut: bool = False


class Engine(Protocol):
    """A model that has been loaded. Safe to call from several threads: one lock, or one worker, per engine."""

    @property
    def budget(self) -> int:
        """The most input tokens of one text, special tokens included."""
        ...

    def count(self, text: str) -> int:
        """How many input tokens a text has, special tokens included."""
        ...

    def generate(
        self, texts: Sequence[str], generation: Generation, cancel: Cancel, *, interactive: bool = True
    ) -> Iterator[Output]:
        """An Output for each text, as soon as it exists, in any order; every text must be within `budget`.

        `interactive` bounds a batch to about 1.5 seconds of work, so that the first outputs come soon and a cancel or
        another article's turn waits no longer; otherwise batches are as large as throughput wants. Cancelled, it ends
        early. Raises ModelError for what the model or the machine cannot do.
        """
        ...
