"""Several files, or a zip of them, become a list in which each has its data or its own error."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Iterator

from pipelines.article import kinds, names
from pipelines.article.archive import Archive
from pipelines.article.extracted import Kind
from pipelines.article.listed import Listed
from pipelines.errors import ErrorCode, InputError
from pipelines.settings import Settings


def listed(files: Iterable[tuple[str, bytes]], settings: Settings) -> tuple[Listed, ...]:
    """What `pipelines.article.list_files` says.

    What comes after the limits are reached, `max_files` and `max_total_bytes`, has an error each; the files of a zip
    that goes beyond them have one together.
    """
    given = sorted(files, key=lambda file: names.order(file[0]))
    found: list[Listed] = []
    count = size = 0
    for shown, (_, data) in zip(names.shown([name for name, _ in given]), given, strict=True):
        if count >= settings.max_files:  # unpacking it would only cost
            error = InputError(ErrorCode.TOO_MANY_FILES, count=len(given), limit=settings.max_files)
            found.append(Listed(shown, error=error))
            continue
        for one in _opened(shown, data, settings, settings.max_files - count):
            if one.data is None:
                found.append(one)
            elif size + len(one.data) > settings.max_total_bytes:
                together = size + len(one.data)
                error = InputError(ErrorCode.TOO_MANY_BYTES, size=together, limit=settings.max_total_bytes)
                found.append(Listed(one.name, error=error))
            else:
                count, size = count + 1, size + len(one.data)
                found.append(one)
    return tuple(found)


def _opened(name: str, data: bytes, settings: Settings, room: int) -> Iterator[Listed]:
    """The file itself, or what is in it."""
    try:
        if _told(data, settings) is not Kind.ARCHIVE:
            yield Listed(name, data)
            return
        archive = Archive(data, settings.max_total_bytes)
        entries = _entries(archive, settings, room)
    except InputError as error:
        yield Listed(name, error=error)
        return
    for shown, entry in entries:
        yield _unpacked(archive, shown, entry, settings)


def _told(data: bytes, settings: Settings) -> Kind:
    if len(data) > settings.max_bytes:
        raise InputError(ErrorCode.TOO_LARGE, size=len(data), limit=settings.max_bytes)
    if not data.strip(b"\x00 \t\r\n"):
        raise InputError(ErrorCode.EMPTY)
    return kinds.told(data)


def _entries(archive: Archive, settings: Settings, room: int) -> list[tuple[str, zipfile.ZipInfo]]:
    """The files in an archive, in order, by the names they are shown by; what systems put beside them is no file."""
    paths = names.of_entries(archive.entries)
    kept = [(path, entry) for path, entry in zip(paths, archive.entries, strict=True) if not _is_hidden(path)]
    if not kept:
        raise InputError(ErrorCode.EMPTY)
    if len(kept) > room:
        raise InputError(ErrorCode.TOO_MANY_FILES, count=len(kept), limit=settings.max_files)
    kept.sort(key=lambda one: names.order(one[0]))
    return list(zip(names.shown([path for path, _ in kept]), (entry for _, entry in kept), strict=True))


def _is_hidden(path: str) -> bool:
    parts = path.replace("\\", "/").split("/")
    return "__MACOSX" in parts or any(part.startswith(".") and part.strip(".") for part in parts) or not parts[-1]


def _unpacked(archive: Archive, name: str, entry: zipfile.ZipInfo, settings: Settings) -> Listed:
    try:
        data = archive.read(entry, settings.max_bytes)
        if _told(data, settings) is Kind.ARCHIVE:
            raise InputError(ErrorCode.NESTED_ARCHIVE)
    except InputError as error:
        return Listed(name, error=error)
    return Listed(name, data)
