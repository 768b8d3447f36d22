"""One of several files that came together."""

from __future__ import annotations

from dataclasses import dataclass

from pipelines.errors import InputError


@dataclass(frozen=True, slots=True)
class Listed:
    """A file by the name a reader knows it by: either `data`, or the `error` that says why there is none.

    `name` is for showing only. It may have come out of an archive, and is no path.
    """

    name: str
    data: bytes | None = None
    error: InputError | None = None
