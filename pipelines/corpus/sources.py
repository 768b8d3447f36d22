"""Where the articles of a corpus are: JSON lines, Parquet, or a folder of files; in parts that can be read alone."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Protocol

from pipelines.errors import ErrorCode, InputError

FIELDS = ("text", "article", "content", "body")  # where an article may be, unless it is said
_NAMES = ("id", "_id", "doc_id", "url")


@dataclass(frozen=True, slots=True)
class Part:
    """Some rows that follow each other: the `number` of the part, its `first` row, and where they are in the source."""

    number: int
    first: int
    count: int
    where: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Row:
    """One article: its text, or the bytes of a file with its `name`; or, in its place, what is `wrong` with it."""

    number: int
    id: str | None
    data: str | bytes
    name: str = ""
    wrong: str = ""
    raw: str | None = None


class Source(Protocol):
    """Articles in their order. Safe to read from several processes at once."""

    def parts(self, size: int) -> Iterator[Part]:
        """All of it, in parts of `size` rows at most."""
        ...

    def rows(self, part: Part) -> list[Row]:
        """The rows of a part. One that cannot be read is there, too, and says why."""
        ...

    def identity(self) -> str:
        """What it is: two sources with the same one have the same rows."""
        ...


def source(path: Path, field: str | None = None) -> Source:
    """The source at a path; `field` is where the article is in a row. Raises InputError."""
    try:
        if path.is_dir():
            return Folder(path)
        if path.suffix.lower() in (".jsonl", ".ndjson"):
            path.open("rb").close()
            return Lines(path, field)
        if path.suffix.lower() == ".parquet":
            return Parquet(path, field)
    except OSError as error:
        reason = (error.strerror or type(error).__name__).lower()
        raise InputError(ErrorCode.UNREADABLE_FILE, path=str(path), reason=reason) from error
    reason = (
        "a corpus is a .jsonl or .parquet file, or a folder" if path.exists() else "there is no such file or folder"
    )
    raise InputError(ErrorCode.UNREADABLE_FILE, path=str(path), reason=reason)


class Lines:
    """JSON lines: an object with the article in a field, or the article as a string. Empty lines are no rows."""

    def __init__(self, path: Path, field: str | None) -> None:
        self._path = path
        self._field = field

    def parts(self, size: int) -> Iterator[Part]:
        """See `Source`."""
        number = first = count = begin = at = 0
        with self._path.open("rb") as file:
            for line in file:
                at += len(line)
                count += bool(line.strip())
                if count == size:
                    yield Part(number, first, count, (begin, at))
                    number, first, count, begin = number + 1, first + count, 0, at
        if count:
            yield Part(number, first, count, (begin, at))

    def rows(self, part: Part) -> list[Row]:
        """See `Source`."""
        with self._path.open("rb") as file:
            file.seek(part.where[0])
            lines = [line for line in file.read(part.where[1] - part.where[0]).split(b"\n") if line.strip()]
        return [self._row(part.first + place, line) for place, line in enumerate(lines)]

    def identity(self) -> str:
        """See `Source`."""
        with self._path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()

    def _row(self, number: int, line: bytes) -> Row:
        raw = line.decode("utf-8", "replace").strip()
        try:
            found = json.loads(line)
        except (ValueError, RecursionError):
            return Row(number, None, "", wrong="this line is not JSON", raw=raw)
        if isinstance(found, str):
            return Row(number, None, found)
        if not isinstance(found, dict):
            return Row(number, None, "", wrong="this line is neither an object nor a string", raw=raw)
        row = of_fields(number, found, self._field)
        return row if not row.wrong else Row(number, row.id, "", wrong=row.wrong, raw=raw)


class Parquet:
    """A Parquet file with the article in a column."""

    def __init__(self, path: Path, field: str | None) -> None:
        from pyarrow import ArrowException
        from pyarrow.parquet import ParquetFile

        try:
            meta = ParquetFile(path).metadata
        except ArrowException as error:
            raise InputError(ErrorCode.UNREADABLE_FILE, path=str(path), reason="this is no Parquet file") from error
        names = set(meta.schema.to_arrow_schema().names)
        wanted = [field] if field else [name for name in FIELDS if name in names][:1]
        if not wanted or wanted[0] not in names:
            reason = f"no column {' or '.join(wanted or FIELDS)}"
            raise InputError(ErrorCode.UNREADABLE_FILE, path=str(path), reason=reason)
        self._path = path
        self._field = wanted[0]
        self._columns = [self._field, *(name for name in _NAMES if name in names)]
        self._groups = [meta.row_group(number).num_rows for number in range(meta.num_row_groups)]

    def parts(self, size: int) -> Iterator[Part]:
        """See `Source`. No part crosses a row group."""
        number = first = 0
        for group, rows in enumerate(self._groups):
            for begin in range(0, rows, size):
                count = min(size, rows - begin)
                yield Part(number, first, count, (group, begin))
                number, first = number + 1, first + count

    def rows(self, part: Part) -> list[Row]:
        """See `Source`."""
        group, begin = part.where
        table = _row_group(self._path, group, tuple(self._columns)).slice(begin, part.count)
        return [of_fields(part.first + place, row, self._field) for place, row in enumerate(table.to_pylist())]

    def identity(self) -> str:
        """See `Source`: by its footer, which names the place of every column and how much is there, and by its size."""
        stat = self._path.stat()
        told = f"{stat.st_size} {stat.st_mtime_ns} {self._groups} {self._field}"
        return hashlib.sha256(told.encode()).hexdigest()


@lru_cache(maxsize=1)
def _row_group(path: Path, group: int, columns: tuple[str, ...]) -> Any:
    """A row group, which several parts lie in."""
    from pyarrow.parquet import ParquetFile

    return ParquetFile(path).read_row_group(group, columns=list(columns))


class Folder:
    """All files in a folder and the folders in it, by their paths; hidden ones are passed over."""

    def __init__(self, path: Path) -> None:
        self._path = path
        found = (one for one in path.rglob("*") if one.is_file())
        names = sorted(str(one.relative_to(path)) for one in found)
        self._names = [name for name in names if not any(part.startswith(".") for part in Path(name).parts)]

    def parts(self, size: int) -> Iterator[Part]:
        """See `Source`."""
        for number, begin in enumerate(range(0, len(self._names), size)):
            count = min(size, len(self._names) - begin)
            yield Part(number, begin, count, (begin, begin + count))

    def rows(self, part: Part) -> list[Row]:
        """See `Source`."""
        made = []
        for place, name in enumerate(self._names[slice(*part.where)]):
            try:
                made.append(Row(part.first + place, name, (self._path / name).read_bytes(), Path(name).name))
            except OSError as error:
                reason = (error.strerror or type(error).__name__).lower()
                made.append(Row(part.first + place, name, "", wrong=f"this file cannot be read: {reason}"))
        return made

    def identity(self) -> str:
        """See `Source`: by the names, sizes and times of its files."""
        stats = [(name, (self._path / name).stat()) for name in self._names]
        told = [(name, stat.st_size, stat.st_mtime_ns) for name, stat in stats]
        return hashlib.sha256(repr(told).encode("utf-8", "surrogateescape")).hexdigest()


def of_fields(number: int, fields: dict[str, Any], field: str | None) -> Row:
    """The row of an object."""
    found = next((fields[name] for name in _NAMES if fields.get(name) is not None), None)
    row_id = None if found is None else str(found)
    names = (field,) if field else FIELDS
    text = next((fields[name] for name in names if name in fields), None)
    if not isinstance(text, str):
        return Row(number, row_id, "", wrong=f"no text in {' or '.join(names)}")
    return Row(number, row_id, text)
