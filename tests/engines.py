"""Engines for tests: they keep the contract, have a rule for a brain, and misbehave on demand."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from pipelines.contracts import Cancel
from pipelines.models.engine import Generation, Output

Brain = Callable[[str, Generation], str | Output | None]


class Scripted:
    """Says what `brain` says: a text, an Output (its index is put right), or None for an output that never comes.

    It counts a token for each character and `overhead` more, refuses what is over its budget as real engines do,
    answers in the order `order` gives, and remembers every call.
    """

    def __init__(
        self,
        brain: Brain,
        *,
        budget: int = 200,
        overhead: int = 1,
        order: Callable[[int], Sequence[int]] = range,
        cancel_after: int | None = None,
    ) -> None:
        self._brain = brain
        self._budget = budget
        self._overhead = overhead
        self._order = order
        self._left = cancel_after
        self.calls: list[tuple[tuple[str, ...], Generation]] = []

    @property
    def budget(self) -> int:
        return self._budget

    def count(self, text: str) -> int:
        return len(text) + self._overhead

    def generate(
        self, texts: Sequence[str], generation: Generation, cancel: Cancel, *, interactive: bool = True
    ) -> Iterator[Output]:
        assert all(self.count(text) <= self._budget for text in texts), "a text is over the budget"
        self.calls.append((tuple(texts), generation))
        for index in self._order(len(texts)):
            if cancel.requested():
                return
            said = self._brain(texts[index], generation)
            if isinstance(said, Output):
                yield Output(index, said.text, said.score, said.cut)
            elif said is not None:
                yield Output(index, said, -0.5)
            if self._left is not None:
                self._left -= 1
                if self._left <= 0:
                    cancel.request()

    @property
    def asked(self) -> list[str]:
        """Every text it was ever given."""
        return [text for texts, _ in self.calls for text in texts]
