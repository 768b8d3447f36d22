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


def _setting(default: V, about: str, *, least: int = 1) -> V:
    """A row of the table; `least` is the lowest number that makes sense."""
    return field(default=default, metadata={"about": about, "least": least})


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
    max_waiting: int = _setting(64, "articles that may wait at once before the server says it is busy")
    max_waiting_each: int = _setting(2, "articles that may wait of one visitor, beside the one that is worked on")
    workers: int = _setting(8, "articles worked on at once with neural models, which share their batches")
    embedded_workers: int = _setting(2, "articles worked on at once with the embedded models, a processor each")
    share_batches: bool = _setting(
        True,
        "whether sentences of different articles that wait for one translation model go through it together (1 or 0)",
    )
    max_seconds: int = _setting(3_600, "seconds that one article may be worked on before it is stopped")
    unwatched_seconds: int = _setting(
        7_200, "seconds that an article goes on while nobody looks at it, before it is stopped; 0: for ever", least=0
    )
    requests_per_minute: int = _setting(30, "articles, files and addresses a minute of one visitor; 0: any", least=0)
    spare_memory: int = _setting(
        300_000_000, "bytes of memory that must be free for another article to be accepted; 0: any", least=0
    )
    store: Path = field(
        default_factory=lambda: Path(platformdirs.user_data_dir("zhaiyi")),
        metadata={"about": "folder for what is kept: articles that wait, results, translated sentences"},
    )
    database_url: str = _setting(
        "",
        "PostgreSQL database that several servers behind one link share (postgresql://…), in the place of the folder",
    )
    retention_hours: int = _setting(
        72, "hours that articles and results are kept on disk, then they are deleted; 0: nothing is kept there", least=0
    )
    store_bytes: int = _setting(2_000_000_000, "most bytes kept on disk; the oldest results leave first")
    keep_runs: int = _setting(200, "finished articles kept in memory, oldest forgotten first")
    memory_sentences: int = _setting(20_000, "translated sentences remembered in the process")
    api_keys: str = _setting("", "keys of the HTTP API, with commas between; without one it is off")
    metrics_key: str = _setting("", "key for /metrics; without one only this machine itself may read it")
    allowed: str = _setting(
        "", "who may use the page after signing in: addresses and domains, with commas between; empty: all who can"
    )
    cache: Path = field(
        default_factory=lambda: Path(platformdirs.user_cache_dir("zhaiyi")),
        metadata={"about": "folder for the compiled dictionary and for converted models"},
    )
    summarizer: str = _setting("auto", "summarizer unless another is chosen: a name, a repository or a folder")
    translator: str = _setting("auto", "translator unless another is chosen: a name, a repository or a folder")
    glossary: str = _setting("", "file with the server's own glossary: CSV or TSV, the Chinese and its English")
    any_repository: bool = _setting(False, "whether a visitor of the page may name any repository of the hub (1 or 0)")
    serve_url: str = _setting(
        "", "address of another server, a cluster mostly (without /v1), that has the models; the row cluster is it"
    )
    serve_key: str = _setting("", "the key of its HTTP API")
    serve_seconds: int = _setting(
        60, "seconds that it has for a few sentences or a summary; then the models of this server go on"
    )
    chat_url: str = _setting(
        "",
        "address of a server that speaks OpenAI's protocol, with its /v1 (vLLM, llama.cpp); the row chat-server is it",
    )
    chat_model: str = _setting("", "the model to ask there for; empty: the first that it names")
    chat_key: str = _setting("", "the key of that server, if it wants one")
    running_each: int = _setting(1, "articles of one visitor or key of the HTTP API that are worked on at once")
    cuda: bool = _setting(True, "whether a CUDA GPU is used where there is one (1 or 0)")

    @classmethod
    def read(cls, environ: Mapping[str, str] = os.environ) -> Settings:
        """The settings of this process: the defaults, overridden by `ZHAIYI_<NAME>`."""
        defaults = cls()
        given: dict[str, Any] = {}
        for setting in fields(cls):
            value = environ.get(PREFIX + setting.name.upper(), "")
            if value:
                least = setting.metadata.get("least", 1)
                given[setting.name] = _converted(setting.name, value, getattr(defaults, setting.name), least)
        return cls(**given)


def _converted(name: str, value: str, default: object, least: int) -> object:
    """The value of a variable, of the same type as its default."""
    match default:
        case bool():  # is an int, too, so it comes first
            return _switch(name, value)
        case int():
            return _number(name, value, least)
        case Path():
            return Path(value)
    return value


def _switch(name: str, value: str) -> bool:
    if value not in ("0", "1"):
        raise ValueError(f"{PREFIX}{name.upper()} must be 1 or 0, not {value!r}")
    return value == "1"


def _number(name: str, value: str, least: int) -> int:
    try:
        number = int(value)
    except ValueError:
        number = least - 1
    if number < least:
        raise ValueError(f"{PREFIX}{name.upper()} must be a whole number, at least {least}, not {value!r}")
    return number
