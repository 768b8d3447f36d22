"""Tables that take long to build, kept ready in the cache folder.

A table is what `marshal` can write: fast to load, and loading it runs no code. Its file carries a checksum, and its
name the versions of all it was made from, so a file that is broken or of another version is simply built anew.
"""

from __future__ import annotations

import hashlib
import logging
import marshal
import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar, cast

from pipelines.settings import Settings

_DIGEST = 16

Table = TypeVar("Table")

log = logging.getLogger(__name__)


def compiled(name: str, made_from: tuple[str, ...], build: Callable[[], Table]) -> Table:
    """The table `name`, from the cache folder of `Settings` if it is there and whole, else built and kept there.

    `made_from` are the versions of its sources and of the code that builds it. A folder that cannot be written costs
    only the time to build the table again in the next process.
    """
    versions = "\0".join((*made_from, sys.implementation.cache_tag or "", str(marshal.version)))
    path = Settings.read().cache / f"{name}-{hashlib.blake2b(versions.encode(), digest_size=8).hexdigest()}.table"
    kept = _read(path)
    if kept is not None:
        return cast("Table", kept[0])
    table = build()
    _write(path, table)
    return table


def _read(path: Path) -> tuple[object] | None:
    """The table in a file, in a tuple because a table may be anything; None where there is no whole one."""
    try:
        content = path.read_bytes()
    except OSError:
        return None
    digest, payload = content[:_DIGEST], memoryview(content)[_DIGEST:]
    if hashlib.blake2b(payload, digest_size=_DIGEST).digest() != digest:
        log.warning("%s is damaged and is built anew", path)
        return None
    return (marshal.loads(payload),)


def _write(path: Path, table: object) -> None:
    payload = marshal.dumps(table)  # type: ignore[arg-type]  # whoever asks for a table gives one that can be kept
    temporary: str | None = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=path.name)
        with os.fdopen(handle, "wb") as file:
            file.write(hashlib.blake2b(payload, digest_size=_DIGEST).digest() + payload)
        os.replace(temporary, path)
    except OSError as error:
        log.warning("the compiled dictionary cannot be kept in %s: %s", path.parent, error)
        if temporary is not None:
            Path(temporary).unlink(missing_ok=True)
