"""What this machine has room for: free disk and free memory, checked before gigabytes are asked for."""

from __future__ import annotations

import shutil
from pathlib import Path

from pipelines.errors import ErrorCode, ModelError

_CGROUP = Path("/sys/fs/cgroup")  # a container's own limit, which /proc/meminfo does not know
_MEMINFO = Path("/proc/meminfo")

# What `python -m benchmarks memory` measured, in MB, and a fifth or more on top of it. Converting: 863 for a Marian of
# 312, 2,921 for an mT5 of 1,561, 2,584 for a Qwen3 of 1,192: torch and transformers, and the weights once and a half.
# Running, without what a prompt takes: 298 beside the 79 of an int8 Marian, 249 beside the 392 of an mT5, 410-516
# beside the 598 of a Qwen3.
_CONVERTER, _CONVERTING = 600e6, 2.1
_RUNNER, _RUNNING = 600e6, 1.1
_UNKNOWN = 4e9  # bytes of memory to count on where the system does not say how much is free


def written(size: float) -> str:
    """A number of bytes as a user reads it: 1.5 GB, 312 MB, 0.9 kB."""
    for unit, scale in (("GB", 1e9), ("MB", 1e6)):
        if size >= scale:
            return f"{size / scale:.1f} {unit}" if size < 100 * scale else f"{size / scale:.0f} {unit}"
    return f"{size / 1e3:.1f} kB"


def free_disk(folder: Path) -> int:
    """Free bytes on the disk of `folder`, which need not exist yet."""
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    return shutil.disk_usage(folder).free


def free_memory() -> int | None:
    """Bytes of memory a process may still take, or None where the system does not say (it is not Linux)."""
    try:
        lines = _MEMINFO.read_text(encoding="ascii").splitlines()
    except OSError:
        return None
    free = next((int(line.split()[1]) * 1024 for line in lines if line.startswith("MemAvailable:")), None)
    left = _left_in_container()
    return left if free is None else free if left is None else min(free, left)


def _left_in_container() -> int | None:
    try:
        limit = (_CGROUP / "memory.max").read_text(encoding="ascii").strip()
        used = int((_CGROUP / "memory.current").read_text(encoding="ascii"))
        stat = (_CGROUP / "memory.stat").read_text(encoding="ascii").split()
    except OSError:
        return None
    if limit == "max":
        return None
    cached = int(stat[stat.index("inactive_file") + 1]) if "inactive_file" in stat else 0
    return int(limit) - used + cached


def to_convert(weights: int) -> int:
    """Bytes of memory that converting so many bytes of weights takes."""
    return round(_CONVERTER + _CONVERTING * weights)


def to_run(weights: int) -> int:
    """Bytes of memory that running so many bytes of weights takes, without what long inputs take."""
    return round(_RUNNER + _RUNNING * weights)


def prompt_room(token: int) -> int:
    """How many tokens a prompt may have, each of `token` bytes, so that it takes half of what is free at most."""
    free = free_memory()
    return round((_UNKNOWN if free is None else free) / 2 / token)


def check_disk(name: str, folder: Path, needed: int) -> None:
    """Raise ModelError, with both numbers, if `needed` bytes do not fit on the disk of `folder`."""
    free = free_disk(folder)
    if needed > free:
        raise disk_full(name, folder, needed)


def disk_full(name: str, folder: Path, needed: int) -> ModelError:
    """The error for a model that still needs `needed` bytes in `folder`."""
    facts = {"needed": written(needed), "free": written(free_disk(folder)), "path": str(folder)}
    return ModelError(ErrorCode.DISK_FULL, name=name, **facts)


def check_memory(name: str, needed: int) -> None:
    """Raise ModelError, with both numbers, if `needed` bytes of memory are not free."""
    free = free_memory()
    if free is not None and needed > free:
        raise ModelError(ErrorCode.OUT_OF_MEMORY, name=name, needed=written(needed), free=written(free))
