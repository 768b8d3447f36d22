"""What a row of the catalogue says about a model."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from pipelines.models.engine import Generation


class Task(StrEnum):
    """What a model is for."""

    SUMMARIZE = "summarize"
    TRANSLATE = "translate"


class Engine(StrEnum):
    """What runs a model."""

    SENTENCES = "sentences"  # embedded: the article's own sentences
    DICTIONARY = "dictionary"  # embedded: word for word
    CTRANSLATE = "ctranslate"  # CTranslate2, from a conversion made on this machine
    SEQ2SEQ = "seq2seq"  # transformers, encoder and decoder
    CHAT = "chat"  # transformers, an instruction-tuned decoder with its own chat template
    SERVED = "served"  # another Zhaiyi server, a cluster mostly: whole summaries and translations
    OPENAI = "openai"  # a server of chat models that speaks the protocol of OpenAI


class Family(StrEnum):
    """How a model's input is put together and which files it needs; one for each supported architecture."""

    MARIAN = "marian"
    M2M100 = "m2m100"
    MT5 = "mt5"
    QWEN3 = "qwen3"
    HUNYUAN = "hunyuan"
    CHAT = "chat"  # any other decoder that brings a chat template

    @property
    def chats(self) -> bool:
        """Whether it is told in words what to do."""
        return self in (Family.QWEN3, Family.HUNYUAN, Family.CHAT)


@dataclass(frozen=True, slots=True)
class ModelSpec:
    """One model, with the facts a user should know before choosing it.

    `commercial_use` is what its licence is known to allow. `pace` is the seconds that 1,000 Chinese characters take on
    two ordinary cores, warm; the page's first guess of how long a run will take, before it has measured its own.
    `positions` is the most input tokens, special tokens included. A model that is not embedded has a `family` and
    either a `repository` on the hub (`revision`: a branch, tag or commit) or a `folder` on this machine, which is only
    ever read; or it runs on a server whose address is in the variable `ZHAIYI_<setting>`. `download_bytes` is 0 where
    it is not known beforehand.
    """

    name: str
    tasks: tuple[Task, ...]
    engine: Engine
    licence: str
    commercial_use: bool
    attribution: str
    about: str
    pace: float
    family: Family | None = None
    repository: str = ""
    revision: str = "main"
    folder: Path | None = None
    setting: str = ""
    download_bytes: int = 0
    positions: int = 0
    source_prefix: tuple[str, ...] = ()
    target_prefix: tuple[str, ...] = ()
    generation: Generation = Generation()

    @property
    def embedded(self) -> bool:
        """Whether it is part of this package and needs no weights."""
        return self.engine in (Engine.SENTENCES, Engine.DICTIONARY)
