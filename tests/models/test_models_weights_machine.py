"""What this machine has room for."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipelines.models import machine


@pytest.mark.parametrize(
    ("size", "said"),
    [(0, "0.0 kB"), (999, "1.0 kB"), (312_000_000, "312 MB"), (4_600_000, "4.6 MB"), (3_600_000_000, "3.6 GB")],
)
def test_sizes_are_written_for_people(size: int, said: str) -> None:
    assert machine.written(size) == said


@pytest.mark.parametrize(
    ("available", "limit", "used", "free"),
    [
        (4000, "max", 0, 4_096_000),
        (4000, "3000000", 1_000_000, 2_500_000),  # the container's limit, less what is used and cannot be given back
        (1000, "9000000", 1_000_000, 1_024_000),  # the machine's
        (None, "9000000", 1_000_000, None),
    ],
)
def test_free_memory_is_the_least_of_the_machines_and_the_containers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, available: int | None, limit: str, used: int, free: int | None
) -> None:
    monkeypatch.setattr(machine, "_MEMINFO", tmp_path / "meminfo")
    monkeypatch.setattr(machine, "_CGROUP", tmp_path)
    if available is not None:
        (tmp_path / "meminfo").write_text(f"MemTotal: 9000 kB\nMemAvailable: {available} kB\n")
    (tmp_path / "memory.max").write_text(limit + "\n")
    (tmp_path / "memory.current").write_text(f"{used}\n")
    (tmp_path / "memory.stat").write_text("anon 1\ninactive_file 500000\n")
    assert machine.free_memory() == free


def test_this_machine_has_some_room(tmp_path: Path) -> None:
    assert machine.free_disk(tmp_path / "not" / "yet") > 0
    assert (machine.free_memory() or 1) > 0
