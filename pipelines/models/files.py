"""Which files of a model are needed: its configuration, its tokenizer and one copy of its weights."""

from __future__ import annotations

import re
from collections.abc import Iterable

from pipelines.models.spec import Family

CONFIG = "config.json"
TOKENIZER_CONFIG = "tokenizer_config.json"
CHAT_TEMPLATE = "chat_template.jinja"

# Safetensors first: nothing in them can be executed. Then a .bin, which is only read with weights_only.
_WEIGHTS = (("model", "safetensors"), ("pytorch_model", "bin"))
_SHARD = re.compile(r"(?P<stem>model|pytorch_model)-(?P<number>\d+)-of-(?P<count>\d+)\.(?P<kind>safetensors|bin)")

# Without these a model of the family cannot be run or converted.
_REQUIRED: dict[Family, tuple[str, ...]] = {
    Family.MARIAN: (CONFIG, "source.spm", "target.spm", "vocab.json"),
    Family.M2M100: (CONFIG, "sentencepiece.bpe.model", "vocab.json"),
    Family.MT5: (CONFIG, "spiece.model"),
    Family.QWEN3: (CONFIG, "tokenizer.json"),
    Family.HUNYUAN: (CONFIG, "tokenizer.json"),
    Family.CHAT: (CONFIG, "tokenizer.json"),
}
# These are taken along where they exist.
_WELCOME = (
    "added_tokens.json",
    "chat_template.json",
    CHAT_TEMPLATE,
    "generation_config.json",
    "merges.txt",
    "special_tokens_map.json",
    "tokenizer.json",
    TOKENIZER_CONFIG,
    "tokenizer.model",
    "vocab.json",
    "vocab.txt",
)


def weights(names: Iterable[str]) -> tuple[str, ...]:
    """The best whole copy of the weights among the file `names`, its index included; empty if there is none."""
    there = frozenset(names)
    for stem, kind in _WEIGHTS:
        single = f"{stem}.{kind}"
        if single in there:
            return (single,)
        index, shards = f"{single}.index.json", _shards(there, stem, kind)
        if index in there and shards:
            return (*shards, index)
    return ()


def _shards(names: frozenset[str], stem: str, kind: str) -> tuple[str, ...]:
    found = [match for name in names if (match := _SHARD.fullmatch(name)) and match["stem"] == stem]
    found = sorted((match for match in found if match["kind"] == kind), key=lambda match: int(match["number"]))
    numbers = [int(match["number"]) for match in found]
    if not found or numbers != list(range(1, int(found[0]["count"]) + 1)):
        return ()
    return tuple(match[0] for match in found)


def missing(names: Iterable[str], family: Family) -> str:
    """What a model of this family lacks, as a user can be told; empty if the `names` are a whole model."""
    there = frozenset(names)
    for name in _REQUIRED[family]:
        if name not in there:
            return name
    return "" if weights(there) else "weights (model.safetensors or pytorch_model.bin)"


def needed(names: Iterable[str], family: Family) -> tuple[str, ...]:
    """Of the file `names` of a whole model those to fetch, in order: the configuration first, the weights last.

    Files in subfolders, copies of the weights for other frameworks (TensorFlow, Flax, Rust, ONNX, GGUF) and second
    copies are not among them.
    """
    there = frozenset(names)
    small = [name for name in dict.fromkeys((*_REQUIRED[family], *_WELCOME)) if name in there]
    return (*small, *weights(there))
