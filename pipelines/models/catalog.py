"""The catalogue: a model is a row. Adding a model is adding a row."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from enum import IntEnum
from pathlib import Path

from pipelines.errors import ErrorCode, ModelError
from pipelines.models import custom, weights
from pipelines.models.engine import Generation
from pipelines.models.spec import Engine, Family, ModelSpec, Task
from pipelines.settings import PREFIX

__all__ = [
    "AUTO",
    "CATALOG",
    "Engine",
    "Family",
    "ModelSpec",
    "Reach",
    "Task",
    "find",
    "free",
    "named",
    "ready",
    "require",
    "specs",
]

AUTO = "auto"

_QWEN = Generation(temperature=0.7, top_p=0.8, top_k=20)  # the model card's advice with thinking off

# For each task the best comes first. Paces of the models from the hub are estimates from random weights of their size.
CATALOG: tuple[ModelSpec, ...] = (
    ModelSpec(
        name="cluster",
        tasks=(Task.SUMMARIZE, Task.TRANSLATE),
        engine=Engine.SERVED,
        licence="its own",
        commercial_use=True,
        attribution="",
        about="whatever the server named by ZHAIYI_SERVE_URL runs",
        pace=2.0,
        setting="serve_url",
    ),
    ModelSpec(
        name="chat-server",
        tasks=(Task.SUMMARIZE, Task.TRANSLATE),
        engine=Engine.OPENAI,
        licence="its own",
        commercial_use=True,
        attribution="",
        about="the chat model of the server named by ZHAIYI_CHAT_URL (vLLM, llama.cpp, …)",
        pace=20.0,
        family=Family.CHAT,
        setting="chat_url",
        positions=8_192,
        generation=_QWEN,
    ),
    ModelSpec(
        name="hy-mt2",
        tasks=(Task.TRANSLATE,),
        engine=Engine.CHAT,
        licence="Apache-2.0",
        commercial_use=True,
        attribution="",
        about="the best translations, heeds terms and context; slow without a GPU",
        pace=300.0,
        family=Family.HUNYUAN,
        repository="tencent/Hy-MT2-1.8B",
        download_bytes=3_600_000_000,
        positions=8_192,
        generation=Generation(temperature=0.7, top_p=0.6, top_k=20, repetition_penalty=1.05),
    ),
    ModelSpec(
        name="opus-mt-big",
        tasks=(Task.TRANSLATE,),
        engine=Engine.CTRANSLATE,
        licence="Apache-2.0",
        commercial_use=True,
        attribution="",
        about="good translations, one sentence at a time; also from Cantonese and other Chinese languages",
        pace=8.0,
        family=Family.MARIAN,
        repository="Helsinki-NLP/opus-mt-tc-bible-big-zhx-en",
        download_bytes=946_000_000,
        positions=1_024,
        generation=Generation(beams=4),
    ),
    ModelSpec(
        name="opus-mt",
        tasks=(Task.TRANSLATE,),
        engine=Engine.CTRANSLATE,
        licence="CC-BY-4.0",
        commercial_use=True,
        attribution="opus-mt-zh-en by the Language Technology Research Group at the University of Helsinki, CC-BY-4.0",
        about="fast, small and decent translations, one sentence at a time",
        pace=2.5,
        family=Family.MARIAN,
        repository="Helsinki-NLP/opus-mt-zh-en",
        download_bytes=315_000_000,
        positions=512,
        generation=Generation(beams=4),
    ),
    ModelSpec(
        name="m2m100",
        tasks=(Task.TRANSLATE,),
        engine=Engine.CTRANSLATE,
        licence="MIT",
        commercial_use=True,
        attribution="",
        about="translations between a hundred languages; plainer English than opus-mt",
        pace=10.0,
        family=Family.M2M100,
        repository="facebook/m2m100_418M",
        download_bytes=1_940_000_000,
        positions=1_024,
        source_prefix=("__zh__",),
        target_prefix=("__en__",),
        generation=Generation(beams=5),
    ),
    ModelSpec(
        name="qwen3-1.7b",
        tasks=(Task.SUMMARIZE, Task.TRANSLATE),
        engine=Engine.CTRANSLATE,
        licence="Apache-2.0",
        commercial_use=True,
        attribution="",
        about="reads the whole article in one pass and writes fluent summaries",
        pace=60.0,
        family=Family.QWEN3,
        repository="Qwen/Qwen3-1.7B",
        download_bytes=4_080_000_000,
        positions=32_768,
        generation=_QWEN,
    ),
    ModelSpec(
        name="qwen3-0.6b",
        tasks=(Task.SUMMARIZE, Task.TRANSLATE),
        engine=Engine.CTRANSLATE,
        licence="Apache-2.0",
        commercial_use=True,
        attribution="",
        about="reads the whole article in one pass; small, so check its summaries against the article",
        pace=20.0,
        family=Family.QWEN3,
        repository="Qwen/Qwen3-0.6B",
        download_bytes=1_520_000_000,
        positions=32_768,
        generation=_QWEN,
    ),
    ModelSpec(
        name="mt5-xlsum",
        tasks=(Task.SUMMARIZE,),
        engine=Engine.CTRANSLATE,
        licence="CC-BY-NC-SA-4.0",
        commercial_use=False,
        attribution="mT5_multilingual_XLSum by csebuetnlp, CC-BY-NC-SA-4.0",
        about="one-sentence summaries in the manner of BBC news; reads 512 tokens at a time",
        pace=10.0,
        family=Family.MT5,
        repository="csebuetnlp/mT5_multilingual_XLSum",
        download_bytes=2_340_000_000,
        positions=512,
        generation=Generation(beams=4, max_tokens=84, no_repeat_ngram=2, length_penalty=0.6),
    ),
    ModelSpec(
        name="extractive",
        tasks=(Task.SUMMARIZE,),
        engine=Engine.SENTENCES,
        licence="Apache-2.0",
        commercial_use=True,
        attribution="",
        about="picks the article's own sentences that say most; short summaries leave out lesser clauses, with …",
        pace=0.02,
    ),
    ModelSpec(
        name="gloss",
        tasks=(Task.TRANSLATE,),
        engine=Engine.DICTIONARY,
        licence="CC BY-SA 4.0",
        commercial_use=True,
        attribution="CC-CEDICT (cc-cedict.org), CC BY-SA 4.0",
        about="word for word from a dictionary: good for the gist, not a translation",
        pace=0.05,
    ),
)


class Reach(IntEnum):
    """How far a name may reach: whoever can name a folder can read what this process can read."""

    CATALOG = 0  # the rows only
    HUB = 1  # any repository of the hub, too
    DISK = 2  # a folder of this machine, too: for the command line and the environment, not for visitors


def specs(task: Task) -> tuple[ModelSpec, ...]:
    """The rows for a task, best first; those that are on a server only where its address is set."""
    return tuple(spec for spec in CATALOG if task in spec.tasks and _addressed(spec))


def ready(spec: ModelSpec) -> bool:
    """Whether it can run now, without asking the network for anything."""
    if spec.setting:
        return _addressed(spec)  # whether it answers is found out when it is asked
    return spec.embedded or weights.locate(spec) is not None


def require(spec: ModelSpec) -> None:
    """Raise ModelError if it cannot run now."""
    if not ready(spec):
        weights.require(spec)


def free(task: Task, rows: Sequence[ModelSpec] | None = None) -> Iterator[ModelSpec]:
    """The rows for a task that are ready and free for every use, best first; the last one is embedded."""
    return (spec for spec in rows or specs(task) if spec.commercial_use and ready(spec))


def find(
    task: Task, name: str = AUTO, reach: Reach = Reach.CATALOG, rows: tuple[ModelSpec, ...] | None = None
) -> ModelSpec:
    """The model with this name for this task; for "auto" the best row that is ready and free for every use.

    What is no row is looked up where `reach` allows it: `owner/name` or `owner/name@revision` on the hub, a folder on
    the disk. `rows` are the catalogue's unless others are given. Raises ModelError, for an unknown name with the names
    there are.
    """
    rows = rows or specs(task)
    if name == AUTO:
        return next(free(task, rows))
    spec = _resolved(name, rows, reach)
    if spec is None:
        names = ", ".join((AUTO, *(spec.name for spec in rows)))
        raise ModelError(ErrorCode.UNKNOWN_MODEL, task=_NOUN[task], name=name, names=names)
    if task not in spec.tasks:
        raise ModelError(ErrorCode.WRONG_TASK, task=_NOUN[task], name=name)
    return spec


def _addressed(spec: ModelSpec) -> bool:
    return not spec.setting or bool(os.environ.get(f"{PREFIX}{spec.setting.upper()}"))


def named(name: str, reach: Reach = Reach.CATALOG) -> ModelSpec:
    """The model with this name, whatever it is for, unless a server has it. Raises as `find` does, for "auto", too."""
    rows = tuple(spec for spec in CATALOG if not spec.setting)
    spec = _resolved(name, rows, reach)
    if spec is None:
        names = ", ".join(spec.name for spec in rows)
        raise ModelError(ErrorCode.UNKNOWN_MODEL, task=" or ".join(_NOUN.values()), name=name, names=names)
    return spec


def _resolved(name: str, rows: tuple[ModelSpec, ...], reach: Reach) -> ModelSpec | None:
    for spec in rows:
        if name == spec.name:
            return spec
    folder = Path(os.path.expanduser(name))
    if name and reach >= Reach.DISK and folder.is_dir():
        return custom.from_folder(folder)
    if not custom.is_repository(name):
        return None
    if reach < Reach.HUB:
        raise ModelError(ErrorCode.NOT_ALLOWED, name=name, names=", ".join(spec.name for spec in rows))
    return custom.from_repository(name)


_NOUN = {Task.SUMMARIZE: "summarization", Task.TRANSLATE: "translation"}
