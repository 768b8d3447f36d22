"""The one table of settings: every `ZHAIYI_*` variable there is, its default and what it does."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, TypeVar

import platformdirs

PREFIX = "ZHAIYI_"


V = TypeVar("V")


def _setting(default: V, about: str) -> V:
    return field(default=default, metadata={"about": about})


@dataclass(frozen=True, slots=True)
class Settings:
    """What an operator can set, read once at the start. `Settings.read()` raises ValueError for a malformed value."""

    max_characters: int = _setting(200_000, "longest article that is accepted, in characters")
    max_bytes: int = _setting(10_000_000, "largest file that is accepted, in bytes")
    max_files: int = _setting(100, "most files that are read at once, those in zip files included")
    max_total_bytes: int = _setting(
        50_000_000, "most bytes of all files together, and of what a packed file unpacks to"
    )
    fetch: bool = _setting(True, "whether articles are fetched from web addresses (1 or 0)")
    fetch_private: bool = _setting(
        False,
        "whether addresses within the own network and any port may be fetched: for tests and closed networks (1 or 0)",
    )
    max_waiting: int = _setting(64, "runs that may wait at once before the page says it is busy")
    keep_runs: int = _setting(200, "finished runs kept in memory, oldest forgotten first")
    memory_sentences: int = _setting(20_000, "translated sentences remembered in the process")
    cache: Path = field(
        default_factory=lambda: Path(platformdirs.user_cache_dir("zhaiyi")),
        metadata={"about": "folder for the compiled dictionary and for converted models"},
    )
    summarizer: str = _setting("auto", "summarizer unless another is chosen: a name, a repository or a folder")
    translator: str = _setting("auto", "translator unless another is chosen: a name, a repository or a folder")
    glossary: str = _setting("", "file with the server's own glossary: CSV or TSV, the Chinese and its English")
    any_repository: bool = _setting(False, "whether a visitor of the page may name any repository of the hub (1 or 0)")
    cuda: bool = _setting(True, "whether a CUDA GPU is used where there is one (1 or 0)")

    @classmethod
    def read(cls, environ: Mapping[str, str] = os.environ) -> Settings:
        """The settings of this process: the defaults, overridden by `ZHAIYI_<NAME>`."""
        defaults = cls()
        given: dict[str, Any] = {}
        for setting in fields(cls):
            value = environ.get(PREFIX + setting.name.upper(), "")
            if value:
                given[setting.name] = _converted(setting.name, value, getattr(defaults, setting.name))
        return cls(**given)


def _converted(name: str, value: str, default: object) -> object:
    """The value of a variable, of the same type as its default."""
    match default:
        case bool():  # is an int, too, so it comes first
            return _switch(name, value)
        case int():
            return _positive(name, value)
        case Path():
            return Path(value)
    return value


def _switch(name: str, value: str) -> bool:
    if value not in ("0", "1"):
        raise ValueError(f"{PREFIX}{name.upper()} must be 1 or 0, not {value!r}")
    return value == "1"


def _positive(name: str, value: str) -> int:
    try:
        number = int(value)
    except ValueError:
        number = 0
    if number <= 0:
        raise ValueError(f"{PREFIX}{name.upper()} must be a whole number above 0, not {value!r}")
    return number
