"""The one table of settings: every `ZHAIYI_*` variable there is, its default and what it does."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path

import platformdirs

PREFIX = "ZHAIYI_"


def _setting(default: int, about: str) -> int:
    return field(default=default, metadata={"about": about})


@dataclass(frozen=True, slots=True)
class Settings:
    """What an operator can set, read once at the start. `Settings.read()` raises ValueError for a malformed value."""

    max_characters: int = _setting(200_000, "longest article that is accepted, in characters")
    max_bytes: int = _setting(10_000_000, "largest file that is accepted, in bytes")
    max_waiting: int = _setting(64, "runs that may wait at once before the page says it is busy")
    keep_runs: int = _setting(200, "finished runs kept in memory, oldest forgotten first")
    memory_sentences: int = _setting(20_000, "translated sentences remembered in the process")
    cache: Path = field(
        default_factory=lambda: Path(platformdirs.user_cache_dir("zhaiyi")),
        metadata={"about": "folder for the compiled dictionary"},
    )

    @classmethod
    def read(cls, environ: Mapping[str, str] = os.environ) -> Settings:
        """The settings of this process: the defaults, overridden by `ZHAIYI_<NAME>`."""
        given: dict[str, int | Path] = {}
        for setting in fields(cls):
            value = environ.get(PREFIX + setting.name.upper(), "")
            if value:
                given[setting.name] = Path(value) if setting.name == "cache" else _positive(setting.name, value)
        return cls(**given)  # type: ignore[arg-type]  # each value has been converted to its field's type above


def _positive(name: str, value: str) -> int:
    try:
        number = int(value)
    except ValueError:
        number = 0
    if number <= 0:
        raise ValueError(f"{PREFIX}{name.upper()} must be a whole number above 0, not {value!r}")
    return number
