"""Zip files, which docx and epub are as well, unpacked in memory within limits whatever they say of themselves."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterable

from pipelines.errors import ErrorCode, InputError

_MOST_ENTRIES = 10_000
_RATIO = 200  # Word's own most repetitive files come to about 100
_RATIO_FROM = 1_000_000  # bytes; below it a ratio says nothing
_CHUNK = 1 << 16
_ENCRYPTED = 0x1


def names(data: bytes) -> list[str]:
    """The names of all entries. Raises InputError DAMAGED or TOO_MANY_FILES."""
    with _opened(data) as archive:
        return archive.namelist()


class Archive:
    """An archive whose entries give at most `most` bytes in all.

    Raises InputError: DAMAGED, TOO_MANY_FILES, UNPACKED_TOO_LARGE, ENCRYPTED.
    """

    def __init__(self, data: bytes, most: int) -> None:
        self._archive = _opened(data)
        self._most = self._left = most
        self.entries = [entry for entry in self._archive.infolist() if not entry.is_dir()]
        self._refuse_bombs(self.entries)

    def read(self, entry: zipfile.ZipInfo, most: int | None = None) -> bytes:
        """What `entry` holds, at most `most` bytes (TOO_LARGE). What it says of its own size is not believed."""
        if entry.flag_bits & _ENCRYPTED:
            raise InputError(ErrorCode.ENCRYPTED, kind="ZIP")
        # The decoders of other methods cannot be stopped after so many bytes.
        if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise InputError(ErrorCode.DAMAGED, kind="ZIP")
        parts, size = [], 0
        try:
            with self._archive.open(entry) as file:
                while part := file.read(_CHUNK):
                    self._left -= len(part)
                    size += len(part)
                    if most is not None and size > most:
                        raise InputError(ErrorCode.TOO_LARGE, size=max(size, entry.file_size), limit=most)
                    if self._left < 0:
                        raise InputError(ErrorCode.UNPACKED_TOO_LARGE, limit=self._most)
                    parts.append(part)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError) as error:
            raise InputError(ErrorCode.DAMAGED, kind="ZIP") from error
        return b"".join(parts)

    def named(self, name: str) -> bytes | None:
        """What the entry with this name holds, or None where there is none; upper and lower case are the same."""
        found = [entry for entry in self.entries if entry.filename.lower() == name.lower()]
        return self.read(found[-1]) if found else None

    def _refuse_bombs(self, entries: Iterable[zipfile.ZipInfo]) -> None:
        packed = unpacked = 0
        for entry in entries:
            packed += entry.compress_size
            unpacked += entry.file_size
        if unpacked > _RATIO_FROM and unpacked > _RATIO * max(packed, 1):
            raise InputError(ErrorCode.UNPACKED_TOO_LARGE, limit=self._most)


def _opened(data: bytes) -> zipfile.ZipFile:
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, UnicodeDecodeError, OSError, ValueError, NotImplementedError) as error:
        raise InputError(ErrorCode.DAMAGED, kind="ZIP") from error
    if len(archive.filelist) > _MOST_ENTRIES:
        raise InputError(ErrorCode.TOO_MANY_FILES, count=len(archive.filelist), limit=_MOST_ENTRIES)
    return archive
