"""A repository or folder that is no row of the catalogue becomes one, by what its configuration says."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection
from dataclasses import replace
from pathlib import Path
from typing import Any

from pipelines.errors import ErrorCode, ModelError
from pipelines.models import files, hub, weights
from pipelines.models.engine import Generation
from pipelines.models.spec import Engine, Family, ModelSpec, Task

ARCHITECTURES: dict[str, Family] = {
    "MarianMTModel": Family.MARIAN,
    "M2M100ForConditionalGeneration": Family.M2M100,
    "MT5ForConditionalGeneration": Family.MT5,
    "T5ForConditionalGeneration": Family.MT5,
    "Qwen3ForCausalLM": Family.QWEN3,
    "HunYuanDenseV1ForCausalLM": Family.HUNYUAN,
}
_DECODER = "ForCausalLM"
_CHAT_POSITIONS = 32_768  # a model may claim far more than a machine has memory for
_REPOSITORY = re.compile(r"(?P<repository>[A-Za-z0-9][\w.-]*/[A-Za-z0-9][\w.-]*)(?:@(?P<revision>[\w][\w./-]*))?", re.A)


def is_repository(name: str) -> bool:
    """Whether this can be a name on the hub: `owner/name` or `owner/name@revision`."""
    return _REPOSITORY.fullmatch(name) is not None


def from_folder(folder: Path) -> ModelSpec:
    """The row for a folder of this machine. Raises ModelError for half a folder or another architecture."""
    try:
        present = {path.name for path in folder.iterdir() if path.is_file()}
        if files.CONFIG not in present:
            raise ModelError(ErrorCode.INCOMPLETE_FOLDER, path=str(folder), missing=files.CONFIG)
        spec = _spec(str(folder), present, lambda name: (folder / name).read_bytes())
    except OSError as error:
        reason = (error.strerror or type(error).__name__).lower()
        raise ModelError(ErrorCode.NOT_LOADABLE, name=str(folder), reason=reason) from error
    spec = replace(spec, folder=folder.resolve())
    weights.require(spec)
    return spec


def from_repository(name: str) -> ModelSpec:
    """The row for `owner/name` or `owner/name@revision`: from the cache, or asking the hub. Raises ModelError."""
    match = _REPOSITORY.fullmatch(name)
    if match is None:
        raise ValueError(f"{name} is no name of a repository")
    repository, revision = match["repository"], match["revision"] or "main"
    cached = weights.snapshot(repository, revision)
    if cached is not None and (cached / files.CONFIG).is_file():
        present: Collection[str] = {path.name for path in cached.iterdir()}
        spec = _spec(name, present, lambda file: (cached / file).read_bytes())
    else:
        listing = hub.listing(name, repository, revision)
        if files.CONFIG not in listing.names:
            raise ModelError(ErrorCode.INCOMPLETE_REPOSITORY, repository=repository, missing=files.CONFIG)
        spec = _spec(name, listing.names, lambda file: hub.read(name, repository, listing.commit, file))
        wanted = set(files.needed(listing.names, spec.family)) if spec.family else set()
        spec = replace(spec, download_bytes=sum(file.size for file in listing.files if file.name in wanted))
    return replace(spec, repository=repository, revision=revision)


def architecture(config: Any) -> str:
    """What a configuration says the model is; "?" if it does not say."""
    named = config.get("architectures") if isinstance(config, dict) else None
    return str(named[0]) if isinstance(named, list) and named else "?"


def fits(name: str, family: Family) -> bool:
    """Whether a model of this architecture can be run as one of this family."""
    if family.chats:
        return name.endswith(_DECODER)
    return ARCHITECTURES.get(name) is family


def unsupported(name: str, found: str) -> ModelError:
    """The error for a model that no engine here can run."""
    supported = ", ".join((*ARCHITECTURES, "decoders with a chat template"))
    return ModelError(ErrorCode.WRONG_ARCHITECTURE, name=name, architecture=found, supported=supported)


def _spec(name: str, present: Collection[str], read: Callable[[str], bytes]) -> ModelSpec:
    try:
        config = json.loads(read(files.CONFIG))
    except ValueError as error:
        raise unsupported(name, "?") from error
    found = architecture(config)
    family = ARCHITECTURES.get(found)
    if family is None and found.endswith(_DECODER) and "auto_map" not in config and _has_template(present, read):
        family = Family.CHAT  # one with an auto_map would run code out of its repository
    if family is None:
        raise unsupported(name, found)
    row = ModelSpec(
        name=name,
        tasks=(Task.TRANSLATE,),
        engine=Engine.CTRANSLATE,
        licence="see its page on the hub",
        commercial_use=False,  # not known to be
        attribution="",
        about=f"not in the catalogue; {found}",
        pace=10.0,
        family=family,
        positions=_number(config, "max_position_embeddings", 512),
        generation=Generation(beams=4),
    )
    match family:
        case Family.M2M100:
            return replace(row, source_prefix=("__zh__",), target_prefix=("__en__",))
        case Family.MT5:
            generation = Generation(beams=4, no_repeat_ngram=2)
            return replace(
                row, tasks=(Task.SUMMARIZE,), positions=_number(config, "n_positions", 512), generation=generation
            )
        case Family.QWEN3 | Family.HUNYUAN | Family.CHAT:
            return replace(
                row,
                tasks=(Task.SUMMARIZE, Task.TRANSLATE),
                engine=Engine.CTRANSLATE if family is Family.QWEN3 else Engine.CHAT,
                pace=60.0,
                positions=min(_CHAT_POSITIONS, _number(config, "max_position_embeddings", _CHAT_POSITIONS)),
                generation=Generation(temperature=0.7, top_p=0.8, top_k=20),
            )
    return row


def _has_template(present: Collection[str], read: Callable[[str], bytes]) -> bool:
    if files.CHAT_TEMPLATE in present:
        return True
    if files.TOKENIZER_CONFIG not in present:
        return False
    try:
        said = json.loads(read(files.TOKENIZER_CONFIG))
    except ValueError:
        return False
    return isinstance(said, dict) and bool(said.get("chat_template"))


def _number(config: dict[str, Any], key: str, otherwise: int) -> int:
    value = config.get(key)
    return value if isinstance(value, int) and value > 0 else otherwise
