"""What people write on the page: English in the place of a run's, and that some of it is wrong."""

from __future__ import annotations

import logging

from pipelines.columns import pairs
from pipelines.corrections import Correction, corrected
from pipelines.document import Column
from pipelines.service.database import StoreError
from pipelines.service.kept import Report
from pipelines.service.run import Run
from pipelines.service.store import Store

log = logging.getLogger(__name__)


class ByHand:
    """Keeps it in the store; where that cannot be written it is not an error of the page."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def correct(self, run: Run, *corrections: Correction) -> None:
        """Keep what a person wrote in the place of a run's English."""
        run.correct(*corrections)
        try:
            self._store.correct(run.id, corrections)
        except StoreError as error:
            log.warning("corrections are kept in memory only: %s", error.reason)

    def report(self, run: Run, column: Column, source: str, target: str) -> None:
        """Keep for the operator that this English is wrong, with the names of the models and without the visitor's.

        Only what stands in the run is kept, whatever a browser says.
        """
        digest = run.digest()
        shown = pairs(corrected(digest, run.corrections), column) if digest else ()
        if not any((pair.source, pair.target) == (source, target) for pair in shown):
            return
        summarizes, translates = (spec.name for spec in run.models)
        try:
            self._store.reports.add(Report.now(column, source, target, summarizes, translates))
        except StoreError as error:
            log.warning("a report could not be kept: %s", error.reason)
