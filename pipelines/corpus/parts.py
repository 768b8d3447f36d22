"""What is done is done: a part is a file that is there whole or not at all, and at the end they are joined in order."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from pipelines.corpus.rows import COUNTS, FOUND, LISTS, TEXTS
from pipelines.corpus.sources import Part
from pipelines.errors import ErrorCode, InputError

_MANIFEST = "manifest.json"
_ROWS_AT_ONCE = 1_000  # of a Parquet file in memory


class Parts:
    """The folder beside the output in which its parts are collected. One run at a time may have it.

    `manifest` is what the parts are made of: a run that is begun again must be the same. Raises InputError.
    """

    def __init__(self, output: Path, manifest: dict[str, Any]) -> None:
        self._output = output
        self.folder = output.with_name(f"{output.name}.parts")
        if output.suffix.lower() not in (".jsonl", ".parquet"):
            raise _refused(output, "the name must end in .jsonl or .parquet")
        if output.exists():
            raise _refused(output, "it is there already: remove it, or name another")
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            self._lock = FileLock(self.folder / "lock", blocking=False)
            self._lock.acquire()
            self._same(manifest)
        except Timeout as error:
            raise _refused(output, "another run is writing it") from error
        except OSError as error:
            raise _refused(output, (error.strerror or type(error).__name__).lower()) from error

    def left(self, parts: Iterable[Part]) -> Iterator[Part]:
        """Those that are not done."""
        return (part for part in parts if not self.path(part.number).exists())

    def path(self, number: int) -> Path:
        """Where a part is once it is done."""
        return part_path(self.folder, number)

    def join(self, count: int) -> None:
        """Make the output of all parts, then remove them."""
        made = self._output.with_name(f".{self._output.name}.new")
        paths = [self.path(number) for number in range(count)]
        try:
            if self._output.suffix.lower() == ".parquet":
                _as_parquet(paths, made)
            else:
                with made.open("wb") as file:
                    for path in paths:
                        with path.open("rb") as part:
                            shutil.copyfileobj(part, file)
            os.replace(made, self._output)
        except OSError as error:
            raise _refused(self._output, (error.strerror or type(error).__name__).lower()) from error
        self.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def close(self) -> None:
        """Let others have it."""
        self._lock.release()

    def _same(self, manifest: dict[str, Any]) -> None:
        path = self.folder / _MANIFEST
        if not path.exists():
            written(path, json.dumps(manifest, ensure_ascii=False))
            return
        before = json.loads(path.read_text(encoding="utf-8"))
        differs = [name for name in manifest if manifest[name] != before.get(name)]
        if differs:
            self.close()
            reason = f"it was begun with another {' and '.join(differs)}; remove {self.folder} to begin anew"
            raise _refused(self._output, reason)


def part_path(folder: Path, number: int) -> Path:
    """Where a part is once it is done."""
    return folder / f"{number:08}.jsonl"


def written(path: Path, text: str) -> None:
    """Write a file whole or not at all."""
    new = path.with_name(f".{path.name}.{os.getpid()}")
    new.write_bytes(text.encode("utf-8", "replace"))
    os.replace(new, path)


def lines(rows: Iterable[dict[str, Any]]) -> str:
    """Rows as JSON lines, Chinese not escaped."""
    return "".join(f"{json.dumps(row, ensure_ascii=False)}\n" for row in rows)


def _as_parquet(paths: list[Path], made: Path) -> None:
    import pyarrow as pa
    from pyarrow.parquet import ParquetWriter

    text, number, texts = pa.string(), pa.int64(), pa.list_(pa.string())
    finding = pa.struct([("code", text), ("severity", text), ("facts", texts), ("column", text), ("sentence", number)])
    schema = pa.schema(
        [("row", number), ("id", text), ("error_code", text), ("error", text), ("raw", text)]
        + [(name, text) for name in TEXTS]
        + [(name, texts) for name in LISTS]
        + [("paragraphs", pa.list_(number)), ("script", text), ("summarizer", text), ("translator", text)]
        + [("score", pa.float64())]
        + [(name, number) for name in (*COUNTS, *FOUND)]
        + [("findings", pa.list_(finding))]
    )
    with ParquetWriter(made, schema, compression="zstd") as writer:
        rows: list[dict[str, Any]] = []
        for path in paths:
            rows += [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
            if len(rows) >= _ROWS_AT_ONCE:
                writer.write_table(pa.Table.from_pylist(rows, schema))
                rows = []
        if rows or not paths:
            writer.write_table(pa.Table.from_pylist(rows, schema))


def _refused(output: Path, reason: str) -> InputError:
    return InputError(ErrorCode.UNWRITABLE_FILE, path=str(output), reason=reason)
