"""The contracts: what a summarizer and a translator are, and how a run is cancelled.

Both are generators that end with their value, so that the caller shows what is there already and can stop between two
steps. Embedded and neural models keep the same protocols.
"""

from __future__ import annotations

import threading
from collections.abc import Generator, Sequence
from typing import Protocol

from pipelines.document import Article, Length, Pair, Sentence, Summary, Translation


class Cancel:
    """A wish to stop, from any thread; models look at it between two batches."""

    def __init__(self) -> None:
        self._event = threading.Event()

    def request(self) -> None:
        """Ask the run to stop."""
        self._event.set()

    def requested(self) -> bool:
        """Whether anybody has asked."""
        return self._event.is_set()


class Summarizer(Protocol):
    """Makes a `Summary` of an article."""

    @property
    def name(self) -> str:
        """The name of its row in the catalogue."""
        ...

    @property
    def signature(self) -> str:
        """All that its summaries depend on besides article and length: name, revision of the weights, settings."""
        ...

    def summarize(self, article: Article, length: Length, cancel: Cancel) -> Generator[tuple[int, int], None, Summary]:
        """Yield (done, total) as parts are finished; return the summary, in the article's own script.

        A cancelled summarizer returns what it has.
        """
        ...


class Translator(Protocol):
    """Translates sentences into English."""

    @property
    def name(self) -> str:
        """The name of its row in the catalogue."""
        ...

    def signature(self, text: str) -> str:
        """All that its English of the simplified `text` depends on besides it: name, revision, settings, terms."""
        ...

    def translate(self, sentences: Sequence[Sentence], cancel: Cancel) -> Generator[Pair, None, Translation]:
        """Yield a `Pair` for each sentence as soon as it exists, `index` being its place in `sentences`.

        N sentences in, N pairs out, unless cancelled; the returned translation has them in order. `source` is the
        sentence's `text`, stripped; the model reads `simplified`.
        """
        ...
