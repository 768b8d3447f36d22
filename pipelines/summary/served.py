"""The summarizer of another server, and what works in its place where that is lost."""

from __future__ import annotations

from collections.abc import Generator

from pipelines import instead
from pipelines.contracts import Cancel, Summarizer
from pipelines.document import Article, Finding, Length, Summary
from pipelines.errors import ModelError
from pipelines.models.served import Server
from pipelines.models.spec import Task
from pipelines.models.together import together


class ServedSummarizer:
    """A `Summarizer` that asks a server and, where that does not answer in time, lets `local` do it.

    From then on it is `local` by name and signature, and says so by a finding. Raises ModelError if the server cannot
    be asked at all.
    """

    def __init__(self, server: Server, local: Summarizer) -> None:
        self._server = server
        self._local = local
        self._model = server.automatic(Task.SUMMARIZE)
        self._lost: ModelError | None = None

    @property
    def name(self) -> str:
        """The name of the model that works."""
        return self._local.name if self._lost else self._model.name

    @property
    def signature(self) -> str:
        """See `Summarizer`."""
        return self._local.signature if self._lost else f"{self._model.name}@{self._model.revision} served"

    @property
    def passed_over(self) -> tuple[Finding, ...]:
        """A finding for a server that was lost."""
        return (instead.lost(self._server.host, self._local.name, self._lost),) if self._lost else ()

    def summarize(self, article: Article, length: Length, cancel: Cancel) -> Generator[tuple[int, int], None, Summary]:
        """See `Summarizer`."""
        # The embedded one sees more of an article here than a request tells: its title and its paragraphs.
        if article.sentences and not self._lost and self._model.name != self._local.name:
            yield 0, 1
            texts = [sentence.text.strip() for sentence in article.sentences]
            try:
                for _, summary in together(lambda one, cancel: self._asked(one, length, cancel), [texts], 1, cancel):
                    return summary
                return Summary("", (), (), self.name)
            except ModelError as error:
                self._lost = error
        return (yield from self._local.summarize(article, length, cancel))

    def _asked(self, texts: list[str], length: Length, cancel: Cancel) -> Summary:
        return self._server.summarize(self._model, texts, length, cancel)
