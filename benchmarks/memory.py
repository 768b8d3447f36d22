"""How much memory a model takes: to convert it, and to run it, on stand-ins of real size; see docs/speed.md.

    python -m benchmarks memory [--json]

Every figure is the peak of a process of its own. The conversion is the one that users' machines make; only the
tokenizers, some dozens of megabytes, are stand-ins, too. What running takes is counted from just before the model is
loaded. `loading.py` has its factors from here.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from benchmarks import standins
from benchmarks.process import peak

MB = 1e6
_PROMPTS = (1_200, 2_400, 4_800)  # tokens
MODELS: dict[str, tuple[str, ...]] = {
    "marian": ("120 sentences, 4 beams, in bulk",),
    "mt5": ("windows of 500 tokens, 4 beams",),
    "qwen3": tuple(f"a prompt of {tokens:,} tokens" for tokens in _PROMPTS),
}


def main(arguments: Sequence[str]) -> int:
    """Measure, print the table (or JSON), and return 0."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks memory", description=__doc__)
    parser.add_argument("--json", action="store_true", help="print JSON")
    given = parser.parse_args(arguments)
    told = {}
    with tempfile.TemporaryDirectory() as kept:
        for name in MODELS:
            told[name] = _measured(name, Path(kept) / name)
    print(json.dumps(told, indent=2) if given.json else "\n".join(_lines(told)))
    return 0


def _measured(name: str, folder: Path) -> dict[str, Any]:
    _process("make", name, folder)
    begin = time.perf_counter()
    converting = _process("convert", name, folder)
    seconds = time.perf_counter() - begin
    weights = sum(path.stat().st_size for path in (folder / "hub").iterdir() if path.suffix in (".bin", ".safetensors"))
    converted = (folder / "int8" / "model.bin").stat().st_size
    return {
        "weights": weights / MB,
        "converting": converting,
        "converting_seconds": seconds,
        "converted": converted / MB,
        "running": {label: _process(f"run {number}", name, folder) for number, label in enumerate(MODELS[name])},
    }


def _process(step: str, name: str, folder: Path) -> float:
    """Megabytes that a step of its own process took at its peak."""
    command = [sys.executable, "-m", "benchmarks.memory", *step.split(), name, str(folder)]
    quiet = os.environ | {"TQDM_DISABLE": "1"}
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True, env=quiet)
    print(f"{name}: {step}", file=sys.stderr)
    return float(done.stdout.splitlines()[-1])


def _lines(told: dict[str, Any]) -> list[str]:
    found = [f"{'MB':42}{'weights':>9}{'peak':>9}{'factor':>9}"]
    for name, one in told.items():
        label = f"{name}: converting ({one['converting_seconds']:.0f} s)"
        found.append(f"{label:42}{one['weights']:9,.0f}{one['converting']:9,.0f}{_factor(one, 'converting'):9.2f}")
        for label, taken in one["running"].items():
            factor = taken / one["converted"]
            found.append(f"{f'  running: {label}':42}{one['converted']:9,.0f}{taken:9,.0f}{factor:9.2f}")
    return found


def _factor(one: dict[str, Any], step: str) -> float:
    return float(one[step] / one["weights"])


# --- in the processes of their own ---------------------------------------------------------------------------------


def _make(name: str, folder: Path) -> None:
    """The hub's files of a model: as published, opus-mt and mT5 are one .bin, Qwen3 is safetensors in bfloat16."""
    import torch

    model = getattr(standins, name)()
    hub = folder / "hub"
    model.save_pretrained(hub)
    if name != "qwen3":
        (hub / "model.safetensors").unlink()
        torch.save(model.state_dict(), hub / "pytorch_model.bin")


def _convert(name: str, folder: Path) -> None:
    from ctranslate2.converters import TransformersConverter

    from pipelines.models import convert, shortlist

    size = json.loads((folder / "hub" / "config.json").read_text(encoding="utf-8"))["vocab_size"]
    words = standins.Vocabulary(size, padded=name == "marian")
    TransformersConverter.load_tokenizer = lambda *_, **__: words
    shortlist.vocabulary_map = lambda _: standins.allowed(standins.TARGET)
    (folder / "int8").mkdir()
    convert.write(folder / "hub", folder / "int8", "int8")
    if name == "qwen3":
        standins.describe_chat(folder / "int8", "int8", size)


def _run(number: int, name: str, folder: Path) -> None:
    from benchmarks import speed
    from pipelines.contracts import Cancel
    from pipelines.models import chat
    from pipelines.models.catalog import named
    from pipelines.models.engine import Engine, Generation

    def words(count: int) -> str:
        return " ".join(f"w{number}" for number in range(1_000, 1_000 + count))

    load: Callable[[], Engine]
    if name == "marian":
        texts = [speed.text((speed._ids(length), output)) for length, output in speed.lengths(120)]
        generation, load = Generation(beams=4), lambda: speed.opened(folder / "int8")
    elif name == "mt5":
        texts, generation = [words(500)] * 4, named("mt5-xlsum").generation
        load = lambda: speed.opened(folder / "int8", standins.Words())  # noqa: E731
    else:
        texts, generation = [words(_PROMPTS[number])], replace(named("qwen3-0.6b").generation, max_tokens=20)
        load = lambda: chat.load(folder / "int8", gpu=False)  # noqa: E731
    before = _resident()
    for _ in load().generate(texts, generation, Cancel(), interactive=False):
        pass
    print(peak() * 1.048576 - before)


def _resident() -> float:
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS:")) * 1024 / MB


if __name__ == "__main__":
    step, *rest = sys.argv[1:]
    name, folder = rest[-2], Path(rest[-1])
    if step == "run":
        _run(int(rest[0]), name, folder)
    else:
        {"make": _make, "convert": _convert}[step](name, folder)
        print(peak() * 1.048576)
