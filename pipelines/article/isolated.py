"""Packed formats and large pages are taken apart in a process of their own, with limits to its time and memory.

What a hostile file does to the libraries that read it (endless loops, memory, crashes of C code) ends there, and
libraries that are not safe between threads, such as PDFium, have one thread.
"""

from __future__ import annotations

import dataclasses
import importlib
import json
import logging
import subprocess
import sys

from pipelines.article.extracted import Extract, Kind, Stretch
from pipelines.errors import ErrorCode, InputError
from pipelines.settings import Settings

log = logging.getLogger(__name__)

SECONDS = 30
_MEMORY = 1 << 30  # bytes of address space
_READERS = {Kind.PDF: "pdf", Kind.WORD: "docx", Kind.EPUB: "epub", Kind.HTML: "marked", Kind.FEED: "marked"}
_OUT_OF_MEMORY, _KILLED = 3, -9  # exit codes
_LIMITS = ("max_characters", "max_total_bytes")
# The folder this process has its own modules from may not be the one it is started in.
_START = "import json, sys; sys.path[:] = json.loads(sys.argv[1]); from pipelines.article.isolated import main; main()"


def read(kind: Kind, data: bytes, settings: Settings, seconds: float = SECONDS) -> Extract:
    """What the module that reads this kind gives. Raises what it raises, and TOO_COMPLEX beyond the limits."""
    limits = json.dumps({name: getattr(settings, name) for name in _LIMITS})
    command = [sys.executable, "-P", "-c", _START, json.dumps(sys.path), kind.value, limits]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=seconds, check=False)
    except subprocess.TimeoutExpired as error:
        raise InputError(ErrorCode.TOO_COMPLEX, kind=kind.value) from error
    if done.returncode in (_OUT_OF_MEMORY, _KILLED):
        raise InputError(ErrorCode.TOO_COMPLEX, kind=kind.value)
    if done.returncode != 0:
        # What the file did to its reader; the message of an exception could hold its text.
        last = done.stderr.decode("utf-8", "replace").strip().rpartition("\n")[2]
        log.warning("reading %s failed: %s (%s)", kind.value, last.partition(":")[0], done.returncode)
        raise InputError(ErrorCode.DAMAGED, kind=kind.value)
    answer = json.loads(done.stdout)
    if "code" in answer:
        raise InputError(ErrorCode(answer["code"]), **answer["facts"])
    asides = tuple(Stretch(*stretch) for stretch in answer.pop("asides"))
    return Extract(**{**answer, "kind": Kind(answer["kind"]), "asides": asides, "wraps": tuple(answer["wraps"])})


def main() -> None:
    """The other side: the file on stdin, what was read of it on stdout."""
    _limit_memory()
    kind, limits = Kind(sys.argv[2]), json.loads(sys.argv[3])
    reader = importlib.import_module(f"pipelines.article.{_READERS[kind]}")
    try:
        try:
            answer = dataclasses.asdict(reader.read(sys.stdin.buffer.read(), Settings(**limits)))
        except InputError as error:
            answer = {"code": error.code, "facts": error.facts}
        sys.stdout.write(json.dumps(answer))
    except MemoryError:
        sys.exit(_OUT_OF_MEMORY)


def _limit_memory() -> None:
    try:
        import resource
    except ImportError:  # Windows; the time is limited all the same
        return
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
