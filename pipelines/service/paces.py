"""How long articles take: the catalogue's figure, then more and more what is measured here."""

from __future__ import annotations

from pipelines.article import Extract
from pipelines.document import FindingCode
from pipelines.service.run import Data, Models, Run

_TELLING = 2_000  # characters; what shorter articles take says little of how the time grows with the length


class Paces:
    """Seconds a character, for each pair of models."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str], float] = {}

    def of(self, models: Models) -> float:
        """Seconds a character with these models."""
        summarizes, translates = models
        return self._known.get((summarizes.name, translates.name), (summarizes.pace + translates.pace) / 1000)

    def work(self, run: Run, turn: float = 0.0) -> float:
        """Seconds of work that a run still is, `turn` seconds into a turn.

        One that has taken longer than was expected is expected to take as long again.
        """
        whole, worked = self.of(run.models) * characters(run.request.data), run.seconds_worked + turn
        return max(whole - worked, worked)

    def learn(self, run: Run, computed: int) -> None:
        """A run is done, in which `computed` sentences were not known beforehand.

        What was mostly remembered, or done by other models than the chosen ones, teaches nothing.
        """
        digest = run.digest()
        if digest is None or len(digest.article.original) < _TELLING or computed <= len(digest.article.sentences) / 2:
            return
        if any(finding.code in (FindingCode.MODEL_PASSED_OVER, FindingCode.SERVER_LOST) for finding in digest.findings):
            return
        measured = run.seconds_worked / len(digest.article.original)
        summarizes, translates = run.models
        self._known[summarizes.name, translates.name] = (self.of(run.models) + measured) / 2


def characters(data: Data) -> int:
    """How long a text is; of a file its bytes, which is not far from it."""
    if isinstance(data, tuple):
        return sum(map(len, data))
    return len(data.text if isinstance(data, Extract) else data)
