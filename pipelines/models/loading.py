"""From a row of the catalogue to the engine that runs it: its weights, their conversion if it needs one, the model."""

from __future__ import annotations

import hashlib
from pathlib import Path

from pipelines.contracts import Cancel
from pipelines.models import files, machine, weights
from pipelines.models.convert import converted, home
from pipelines.models.engine import Engine
from pipelines.models.spec import Engine as Kind
from pipelines.models.spec import ModelSpec


def load(
    spec: ModelSpec,
    *,
    cache: Path,
    gpu: bool = True,
    quantization: str | None = None,
    cancel: Cancel | None = None,
    shared: bool = True,
    patient: bool = False,
    processors: int | None = None,
) -> Engine:
    """The engine for a model whose weights are on this machine. Raises ModelError if it cannot be had.

    `gpu` False keeps it off a CUDA device. `quantization` is one of `convert.QUANTIZATIONS`; None is int8 on a CPU and
    float16 on CUDA. `shared` lets a translation model take texts of several calls in one batch, `patient` makes those
    as large as throughput wants. `processors` are those it may use, all unless it is said.
    """
    folder = weights.require(spec)
    size = _size(folder)
    source, target = spec.source_prefix, spec.target_prefix
    budget = spec.positions or None
    if spec.engine in (Kind.SEQ2SEQ, Kind.CHAT):
        machine.check_memory(spec.name, machine.to_run(size))
    if spec.engine is Kind.SEQ2SEQ:
        from pipelines.models import seq2seq

        return seq2seq.load(folder, source_prefix=source, target_prefix=target, budget=budget, gpu=gpu, shared=shared)
    if spec.engine is Kind.CHAT:
        from pipelines.models import chat

        return chat.load_transformers(folder, budget=budget, gpu=gpu)

    from pipelines.models import chat, ctranslate

    repository = spec.repository or str(folder.resolve())
    quantization = quantization or ("float16" if ctranslate.device(gpu) == "cuda" else "int8")
    made = home(cache, repository, revision(spec), quantization)
    if not made.is_dir():
        machine.check_disk(spec.name, cache, size)
        machine.check_memory(spec.name, machine.to_convert(size))
        converted(
            folder,
            repository=repository,
            revision=revision(spec),
            quantization=quantization,
            cache=cache,
            cancel=cancel,
        )
    machine.check_memory(spec.name, machine.to_run(_size(made)))
    if spec.family is not None and spec.family.chats:
        return chat.load(made, budget=budget, gpu=gpu, processors=processors)
    return ctranslate.load(
        made,
        source_prefix=source,
        target_prefix=target,
        budget=budget,
        gpu=gpu,
        processors=processors,
        shared=shared,
        patient=patient,
    )


def revision(spec: ModelSpec) -> str:
    """Which weights these are: a commit, or the state of a local folder. Raises ModelError if they are not here."""
    folder = weights.require(spec)
    return weights.commit(spec) or state(folder)


def _size(folder: Path) -> int:
    """Bytes of the weights in a folder, of the hub or converted."""
    names = [path.name for path in folder.iterdir()]
    return sum((folder / name).stat().st_size for name in (*files.weights(names), *{"model.bin"}.intersection(names)))


def state(folder: Path) -> str:
    """What a local folder has instead of a revision: a hash of its files' names, sizes and times."""
    files = sorted(
        (path.name, path.stat().st_size, path.stat().st_mtime_ns) for path in folder.iterdir() if path.is_file()
    )
    return hashlib.sha256(repr(files).encode()).hexdigest()[:40]
