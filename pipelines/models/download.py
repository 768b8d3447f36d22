"""Fetching a model's weights into the hub's cache: only the needed files, resumed, verified, shared by all who ask."""

from __future__ import annotations

import errno
import json
import os
import time
import uuid
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from pipelines.contracts import Cancel
from pipelines.errors import ErrorCode, ModelError
from pipelines.models import custom, files, hub, machine, transfer, weights
from pipelines.models.spec import Engine, ModelSpec

# An int8 copy takes a quarter of float32 weights and half of bfloat16 ones.
CONVERSION_SHARE = 0.5

TELL_EVERY = 0.1  # seconds
RATE_OVER = 5.0  # seconds


@dataclass(frozen=True, slots=True)
class Received:
    """How far a download is, in bytes; `rate` is bytes per second over the last seconds, 0 while unknown or stalled.

    What an earlier attempt left behind counts as received. `seconds_left` is None while the rate is 0.
    """

    name: str
    done: int
    total: int
    rate: float

    @property
    def seconds_left(self) -> float | None:
        """What remains, at this rate."""
        return (self.total - self.done) / self.rate if self.rate > 0 else None


def fetch(
    spec: ModelSpec, progress: Callable[[Received], None] | None = None, cancel: Cancel | None = None
) -> Path | None:
    """The folder with the model's files, fetched if they are not there; None if cancelled.

    Whoever asks while another thread or process fetches the same file waits for it, sees its progress, and takes over
    should it stop. What has arrived is kept and gone on from, after a cancel, an error or a kill. Every file is checked
    against the hub's checksum before it counts. If all is there already no network is asked. Raises ModelError.
    """
    if weights.locate(spec) is not None or spec.folder is not None:
        return weights.require(spec)
    return _Download(spec, progress or _nobody, cancel or Cancel()).run()


class _Download:
    """One asker's view of the files to fetch; all state is on the disk, where every asker sees it."""

    def __init__(self, spec: ModelSpec, progress: Callable[[Received], None], cancel: Cancel) -> None:
        self._spec = spec
        self._cancel = cancel
        self._storage = weights.storage(spec.repository)
        self._locks = weights.locks(spec.repository)
        self._files, self._commit = _wanted(spec)
        self._meter = _Meter(spec.name, sum(file.size for file in self._files), self._received, progress)

    def run(self) -> Path | None:
        """Fetch every file, then link them into a snapshot."""
        with self._disk_errors_told():
            self._check_room()
            for folder in (self._storage / "blobs", self._locks):
                folder.mkdir(parents=True, exist_ok=True)
            self._meter.tell()
            for file in self._files:
                if not self._arrived(file):
                    return None
                if file.name == files.CONFIG:  # the smallest file says whether the largest is worth its while
                    _check_architecture(self._spec, self._here(file))
            self._meter.tell()
            return self._linked()

    def _check_room(self) -> None:
        size = sum(file.size for file in self._files)
        room = size - self._received()
        needed = machine.to_run(size)
        if self._spec.engine is Engine.CTRANSLATE:
            room += round(size * CONVERSION_SHARE)
            needed = machine.to_convert(size)
        machine.check_disk(self._spec.name, self._storage, room)
        machine.check_memory(self._spec.name, needed)

    def _arrived(self, file: hub.RemoteFile) -> bool:
        """Have the file, whole and right, in the cache; False if cancelled. Raises ModelError if it stays damaged."""
        with self._turn(file) as ours:
            if not ours:
                return False
            while (here := self._here(file)).exists():
                if weights.intact(here, file.checksum):
                    return True
                here.unlink()  # the link, if it is linked, and then the blob
            part = self._part(file)
            for stray in part.parent.glob(f"{file.checksum}.*.incomplete"):  # the lock is ours: nobody writes to it
                stray.unlink()
            for _ in range(2):
                url = hub.address(self._spec.repository, self._commit, file.name)
                with hub.errors_told(self._spec.name, self._spec.repository, self._spec.revision, file.name):
                    if not transfer.receive(url, file, part, self._cancel, self._meter.tick):
                        return False
                if weights.intact(part, file.checksum):
                    os.replace(part, self._blob(file))
                    return True
                part.unlink()
            raise ModelError(ErrorCode.CHECKSUM, name=self._spec.name, file=file.name)

    @contextmanager
    def _turn(self, file: hub.RemoteFile) -> Iterator[bool]:
        """Wait for the lock of a file, the same that the hub's client takes; False if cancelled meanwhile."""
        from filelock import Timeout
        from huggingface_hub.utils import WeakFileLock  # type: ignore[attr-defined]  # public, if not marked so

        while not self._cancel.requested():
            try:
                with WeakFileLock(self._locks / f"{file.checksum}.lock", timeout=TELL_EVERY):
                    yield True
                return
            except Timeout:
                self._meter.tick()
        yield False

    def _linked(self) -> Path:
        """The snapshot: a link for every file, the weights last, so that half a snapshot is never taken for a whole."""
        folder = self._storage / "snapshots" / self._commit
        folder.mkdir(parents=True, exist_ok=True)
        for file in self._files:
            link = folder / file.name
            if link.exists():
                continue
            new = folder / f".{file.name}.{uuid.uuid4().hex}"
            try:
                new.symlink_to(os.path.relpath(self._blob(file), folder))
            except OSError:  # Windows allows symbolic links to few, hard ones to everybody
                os.link(self._blob(file), new)
            os.replace(new, link)  # others may be at it, too
        if self._spec.revision != self._commit:
            ref = self._storage / "refs" / self._spec.revision
            ref.parent.mkdir(parents=True, exist_ok=True)
            new = ref.with_name(f".{ref.name}.{uuid.uuid4().hex}")
            new.write_text(self._commit, encoding="ascii")
            os.replace(new, ref)
        return weights.require(self._spec)

    @contextmanager
    def _disk_errors_told(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            name = self._spec.name
            if error.errno in (errno.ENOSPC, errno.EDQUOT):
                left = sum(file.size for file in self._files) - self._received()
                raise machine.disk_full(name, self._storage, left) from error
            reason = (error.strerror or type(error).__name__).lower()
            raise ModelError(ErrorCode.UNWRITABLE_CACHE, name=name, path=str(self._storage), reason=reason) from error

    def _received(self) -> int:
        # The part first: should it become a blob between the two looks, it is counted as that.
        return sum(
            min(file.size, max(transfer.size(self._part(file)), transfer.size(self._here(file))))
            for file in self._files
        )

    def _blob(self, file: hub.RemoteFile) -> Path:
        return self._storage / "blobs" / file.checksum

    def _part(self, file: hub.RemoteFile) -> Path:
        return self._storage / "blobs" / f"{file.checksum}.incomplete"

    def _here(self, file: hub.RemoteFile) -> Path:
        """Where a whole file is: in the snapshot, or not linked yet."""
        link = self._storage / "snapshots" / self._commit / file.name
        return link if link.exists() else self._blob(file)


class _Meter:
    """Tells somebody how far a download is, a few times a second."""

    def __init__(self, name: str, total: int, measure: Callable[[], int], progress: Callable[[Received], None]) -> None:
        self._name, self._total, self._measure, self._progress = name, total, measure, progress
        self._told = 0.0
        self._past: deque[tuple[float, int]] = deque()

    def tick(self) -> None:
        """Tell, unless it was told a moment ago."""
        if time.monotonic() - self._told >= TELL_EVERY:
            self.tell()

    def tell(self) -> None:
        """Measure, and tell."""
        now, done = time.monotonic(), self._measure()
        self._past.append((now, done))
        while now - self._past[0][0] > RATE_OVER:
            self._past.popleft()
        since, before = self._past[0]
        rate = max(0.0, (done - before) / (now - since)) if now > since else 0.0
        self._told = now
        self._progress(Received(self._name, done, self._total, rate))


def _wanted(spec: ModelSpec) -> tuple[tuple[hub.RemoteFile, ...], str]:
    """The files to have and their commit. Raises ModelError if the repository is not a whole model."""
    if spec.family is None:
        raise ValueError(f"{spec.name} is embedded and has no weights")
    listing = hub.listing(spec.name, spec.repository, spec.revision)
    if lacking := files.missing(listing.names, spec.family):
        if files.CONFIG in listing.names:
            _check_config(spec, hub.read(spec.name, spec.repository, listing.commit, files.CONFIG))
        raise ModelError(ErrorCode.INCOMPLETE_REPOSITORY, repository=spec.repository, missing=lacking)
    known = {file.name: file for file in listing.files}
    names = files.needed(listing.names, spec.family)
    if not known.keys() >= set(names):
        raise hub.no_hub(spec.name)  # a mirror that gives no checksums: nothing it sends could be verified
    return tuple(known[name] for name in names), listing.commit


def _check_architecture(spec: ModelSpec, config: Path) -> None:
    _check_config(spec, config.read_bytes())


def _check_config(spec: ModelSpec, config: bytes) -> None:
    try:
        architecture = custom.architecture(json.loads(config))
    except ValueError:
        architecture = "?"
    if spec.family is not None and not custom.fits(architecture, spec.family):
        raise custom.unsupported(spec.name, architecture)


def _nobody(_: Received) -> None:
    """For those who do not watch."""
