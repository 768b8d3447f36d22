"""What this process has computed already, so that changing one thing never redoes the others."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from pipelines.document import Article, Length, Pair, Sentence, Summary

K = TypeVar("K")
V = TypeVar("V")


class Memory:
    """A translation memory and the summaries made so far, bounded, safe to share between threads.

    A sentence is known under the translator's signature and its simplified text, a summary under the summarizer's
    signature, the length and the article's sentences: what a stage depends on, and nothing it does not depend on.
    """

    def __init__(self, sentences: int = 20_000, summaries: int = 200) -> None:
        self._pairs: _Recent[tuple[str, str], Pair] = _Recent(sentences)
        self._summaries: _Recent[tuple[str, Length, tuple[Sentence, ...]], Summary] = _Recent(summaries)

    @property
    def sentences(self) -> int:
        """How many sentences have been put in since the beginning."""
        return self._pairs.taken

    def pair(self, signature: str, text: str) -> Pair | None:
        """The pair that the translator of this signature made of the simplified `text`, if it is still known."""
        return self._pairs.get((signature, text))

    def keep_pair(self, signature: str, text: str, pair: Pair) -> None:
        """Remember what the translator of this signature made of the simplified `text`."""
        self._pairs.put((signature, text), pair)

    def summary(self, signature: str, article: Article, length: Length) -> Summary | None:
        """The summary that the summarizer of this signature made of this article, if it is still known."""
        return self._summaries.get((signature, length, article.sentences))

    def prepare(self, signatures: Sequence[tuple[str, str]]) -> None:
        """Be told that these pairs (signature, text) will be asked for, so that they can be looked up together."""

    def forget(self, meant: Callable[[tuple[str, ...]], bool]) -> None:
        """Forget what is meant: ("pair", signature, text) or ("summary", signature, length, the sentences' texts)."""
        self._pairs.drop(lambda key: meant(("pair", *key)))
        self._summaries.drop(lambda key: meant(("summary", key[0], key[1], *(one.text for one in key[2]))))

    def keep_summary(self, signature: str, article: Article, length: Length, summary: Summary) -> None:
        """Remember a summary."""
        self._summaries.put((signature, length, article.sentences), summary)


class _Recent(Generic[K, V]):
    """The `size` values used last."""

    def __init__(self, size: int) -> None:
        self._size = size
        self.taken = 0
        self._values: OrderedDict[K, V] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: K) -> V | None:
        with self._lock:
            if key not in self._values:
                return None
            self._values.move_to_end(key)
            return self._values[key]

    def put(self, key: K, value: V) -> None:
        with self._lock:
            self._values[key] = value
            self.taken += 1
            self._values.move_to_end(key)
            while len(self._values) > self._size:
                self._values.popitem(last=False)

    def drop(self, meant: Callable[[K], bool]) -> None:
        """Forget the values whose key is meant."""
        with self._lock:
            for key in [key for key in self._values if meant(key)]:
                del self._values[key]
