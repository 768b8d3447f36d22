"""The lists of the visitors: which runs are theirs, in order."""

from __future__ import annotations

import logging
import threading
from collections import OrderedDict

from pipelines.service.database import StoreError
from pipelines.service.store import Store
from pipelines.service.told import Listed

log = logging.getLogger(__name__)

VISITORS = 5_000  # whose lists are remembered


class Lists:
    """Safe to use from any thread. A list is read from the store once, but where servers share that each time."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._known: OrderedDict[str, dict[str, Listed]] = OrderedDict()
        self._lock = threading.Lock()

    def of(self, owner: str) -> tuple[Listed, ...]:
        """The runs of a visitor, oldest first, as they were when they were listed."""
        with self._lock:
            if owner in self._known and not self._store.shared:
                self._known.move_to_end(owner)
                return tuple(self._known[owner].values())
        try:
            kept = {line.id: Listed(line.id, line.title, line.state, line.listed) for line in self._store.of(owner)}
        except StoreError as error:
            log.warning("a list is what was last known of it: %s", error.reason)
            kept = {}
            if self._store.shared:
                with self._lock:
                    return tuple(self._known.get(owner, {}).values())
        with self._lock:
            # What came while the store was asked is not lost; where it is shared, that is there with the next question.
            self._known[owner] = kept if self._store.shared else kept | self._known.get(owner, {})
            self._known.move_to_end(owner)
            while len(self._known) > VISITORS:
                self._known.popitem(last=False)
            return tuple(self._known[owner].values())

    def put(self, owner: str, line: Listed) -> None:
        """A run of a visitor, new or as it is by now."""
        self.of(owner)
        with self._lock:
            self._known.setdefault(owner, {})[line.id] = line

    def drop(self, *run_ids: str) -> None:
        """These runs are nobody's any more."""
        with self._lock:
            for known in self._known.values():
                for run_id in run_ids:
                    known.pop(run_id, None)
