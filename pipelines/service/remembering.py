"""The translation memory in the store, as one job uses it: what one article has taught holds for all.

In front of it is the memory of the process, so that what was just translated costs no query. Writing is left to a
thread of its own, which never lies more than a moment behind.
"""

from __future__ import annotations

import hashlib
import logging
import threading
from collections.abc import Collection, Sequence
from typing import TypeVar

from sqlalchemy import select

from pipelines.document import Article, Length, Pair, Summary
from pipelines.memory import Memory
from pipelines.service.database import Database, StoreError
from pipelines.service.packing import packed, unpacked
from pipelines.service.schema import jobs, remembered, uses

log = logging.getLogger(__name__)

BEHIND = 0.1  # seconds that the thread lies behind at most
_AT_ONCE = 500  # keys in one query

T = TypeVar("T")

Entry = tuple[str, str, bytes]  # the job, the key, the value


class JobMemory(Memory):
    """The memory of the process, backed by the store; what this job uses is noted as used by it."""

    def __init__(self, job_id: str, front: Memory, writer: Writer) -> None:
        super().__init__(1, 1)
        self._job = job_id
        self._front = front
        self._writer = writer
        self._noted: set[str] = set()
        self._deleted = False
        self.computed = 0  # sentences that were not known beforehand

    def delete(self) -> None:
        """The job is deleted: nothing of it is remembered from now on."""
        self._deleted = True

    def prepare(self, signatures: Sequence[tuple[str, str]]) -> None:
        """Have these pairs (signature, text) at hand, if they are known at all: one query for a whole column."""
        asked = {hashed("pair", *one): one for one in signatures if self._front.pair(*one) is None}
        for key, value in self._writer.values(asked).items():
            self._front.keep_pair(*asked[key], unpacked(Pair, value))

    def pair(self, signature: str, text: str) -> Pair | None:
        """See `Memory`."""
        known = self._front.pair(signature, text)
        if known is not None:
            self._note(hashed("pair", signature, text), Pair, known)
        return known

    def keep_pair(self, signature: str, text: str, pair: Pair) -> None:
        """See `Memory`."""
        self.computed += 1
        if self._deleted:
            return
        self._front.keep_pair(signature, text, pair)
        self._note(hashed("pair", signature, text), Pair, pair)

    def summary(self, signature: str, article: Article, length: Length) -> Summary | None:
        """See `Memory`."""
        known = self._front.summary(signature, article, length)
        key = hashed("summary", signature, length, *(sentence.text for sentence in article.sentences))
        if known is None:
            value = self._writer.values((key,)).get(key)
            if value is None:
                return None
            known = unpacked(Summary, value)
            self._front.keep_summary(signature, article, length, known)
        self._note(key, Summary, known)
        return known

    def keep_summary(self, signature: str, article: Article, length: Length, summary: Summary) -> None:
        """See `Memory`."""
        if self._deleted:
            return
        self._front.keep_summary(signature, article, length, summary)
        key = hashed("summary", signature, length, *(sentence.text for sentence in article.sentences))
        self._note(key, Summary, summary)

    def _note(self, key: str, kind: type[T], value: T) -> None:
        if key not in self._noted:
            self._noted.add(key)
            self._writer.put((self._job, key, packed(kind, value)))


class Writer:
    """Writes what is remembered, in a thread of its own. What cannot be written is still known to the process."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._waiting: list[Entry] = []
        self._lock = threading.Lock()
        self._writing = threading.Lock()
        self._news = threading.Event()
        self._closed = False
        self._said = False
        threading.Thread(target=self._write, name="zhaiyi-memory", daemon=True).start()

    def put(self, entry: Entry) -> None:
        """Write this, in a moment."""
        with self._lock:
            self._waiting.append(entry)
        self._news.set()

    def values(self, keys: Collection[str]) -> dict[str, bytes]:
        """The values of those keys that are known; of what cannot be looked up nothing is."""
        asked, found = list(keys), dict[str, bytes]()
        try:
            with self._database.reading() as connection:
                for start in range(0, len(asked), _AT_ONCE):
                    some = remembered.c.key.in_(asked[start : start + _AT_ONCE])
                    found |= {row.key: row.value for row in connection.execute(select(remembered).where(some))}
        except StoreError as error:
            log.warning("sentences are computed anew: %s", error.reason)
        return found

    def flush(self) -> None:
        """Write all that waits, now."""
        with self._writing:
            with self._lock:
                entries, self._waiting = self._waiting, []
            if not entries:
                return
            try:
                self._written(entries)
                self._said = False
            except StoreError as error:
                if not self._said:
                    log.warning("sentences are remembered in memory only: %s", error.reason)
                self._said = True

    def close(self) -> None:
        """Write all that waits; then there is nobody to write any more."""
        self._closed = True
        self._news.set()
        self.flush()

    def _written(self, entries: list[Entry]) -> None:
        with self._database.writing() as connection:
            # A job that was deleted meanwhile leaves nothing.
            known = connection.execute(select(jobs.c.id).where(jobs.c.id.in_({entry[0] for entry in entries})))
            there = set(known.scalars())
            rows = [entry for entry in entries if entry[0] in there]
            if rows:
                values = [{"key": key, "value": value} for _, key, value in rows]
                connection.execute(self._database.insert_new(remembered), values)
                used = [{"job": job_id, "key": key} for job_id, key, _ in rows]
                connection.execute(self._database.insert_new(uses), used)

    def _write(self) -> None:
        pause = threading.Event()
        while not self._closed:
            self._news.wait()
            self._news.clear()
            self.flush()
            pause.wait(BEHIND)


def hashed(*parts: str) -> str:
    """The key of what is remembered: "pair" with signature and text, "summary" with signature, length and texts."""
    return hashlib.sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).hexdigest()
