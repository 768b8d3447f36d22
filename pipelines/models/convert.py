"""Weights from the hub to a CTranslate2 folder: once, in a process of its own, and never half.

    <cache>/converted/<repository>--<revision>--<quantization>--<versions>/

holds all that inference needs: weights, vocabulary, the files its tokenizer is made of, and `engine.json` with the few
facts of the configuration that matter. Nothing that reads such a folder needs torch or transformers. It is written
under another name and renamed, so a conversion that is killed leaves nothing that could be taken for a whole one; a
file lock makes everybody else who wants it wait for the same conversion.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import warnings
from importlib import metadata
from pathlib import Path
from typing import Any

from pipelines.contracts import Cancel
from pipelines.errors import ErrorCode, ModelError

FACTS = "engine.json"
QUANTIZATIONS = ("int8", "float32", "float16", "bfloat16")

# What tokenizers are made of, in any supported architecture.
_TOKENIZER_FILES = (
    "source.spm",
    "target.spm",
    "vocab.json",
    "sentencepiece.bpe.model",
    "spiece.model",
    "tokenizer.json",
    "tokenizer_config.json",
    "chat_template.jinja",
)
_POLL = 0.1  # seconds

# What transformers says of a Marian tokenizer; it would be for a method that nobody calls.
NEEDLESS = "Recommended: pip install sacremoses"


def home(cache: Path, repository: str, revision: str, quantization: str) -> Path:
    """Where the conversion of this revision is, once it is made. Another version of a library makes another one."""
    versions = "-".join(f"{name[:2]}{_version(name)}" for name in ("ctranslate2", "transformers"))
    return cache / "converted" / f"{_flat(repository)}--{_short(revision)}--{quantization}--{versions}"


def converted(
    snapshot: Path, *, repository: str, revision: str, quantization: str, cache: Path, cancel: Cancel | None = None
) -> Path:
    """The CTranslate2 folder for the hub files in `snapshot`, converted now unless it has been before.

    Raises ModelError if it cannot be made, is cancelled, or `quantization` is none of QUANTIZATIONS.
    """
    if quantization not in QUANTIZATIONS:
        raise ModelError(ErrorCode.CONVERSION_FAILED, name=repository, reason=f"no quantization named {quantization}")
    folder = home(cache, repository, revision, quantization)
    if folder.is_dir():
        return folder
    import filelock

    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        lock = filelock.FileLock(folder.with_name(f".{folder.name}.lock"))
        while True:
            try:
                with lock.acquire(timeout=_POLL):
                    if not folder.is_dir():
                        _convert_into(folder, snapshot, repository, quantization, cancel)
                    return folder
            except filelock.Timeout:
                _heed(cancel, repository)
    except OSError as error:
        raise ModelError(ErrorCode.CONVERSION_FAILED, name=repository, reason=str(error)) from error


def remove(cache: Path, repository: str) -> int:
    """Delete every conversion of `repository`; returns the bytes that became free."""
    freed = 0
    for folder in (cache / "converted").glob(f"{_flat(repository)}--*--*--*"):
        freed += sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
        shutil.rmtree(folder)
    return freed


def _convert_into(folder: Path, snapshot: Path, name: str, quantization: str, cancel: Cancel | None) -> None:
    for left in folder.parent.glob(f".{folder.name}.*.part"):  # of a conversion that was killed
        shutil.rmtree(left, ignore_errors=True)
    partial = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", suffix=".part", dir=folder.parent))
    try:
        command = [sys.executable, "-m", __name__, str(snapshot.resolve()), str(partial), quantization]
        # The parent's memory is not burdened with torch, and a crash or a kill by the system is only an exit code here.
        with tempfile.TemporaryFile() as said:
            process = subprocess.Popen(
                command, cwd=_root(), stdin=subprocess.PIPE, stdout=said, stderr=subprocess.STDOUT
            )
            try:
                while process.poll() is None:
                    _heed(cancel, name)
                    try:
                        process.wait(_POLL)
                    except subprocess.TimeoutExpired:
                        continue
            finally:
                process.kill()
                process.communicate()
            if process.returncode:
                said.seek(0)
                raise _failed(name, process.returncode, said.read().decode(errors="replace"))
        partial.rename(folder)
    finally:
        shutil.rmtree(partial, ignore_errors=True)


def _failed(name: str, code: int, said: str) -> ModelError:
    if code < 0:
        reason = f"the conversion was ended by signal {-code}, most often because memory ran out"
    else:
        lines = [line.strip() for line in said.splitlines() if line.strip()]
        reason = lines[-1] if lines else f"exit code {code}"
    return ModelError(ErrorCode.CONVERSION_FAILED, name=name, reason=reason)


def _heed(cancel: Cancel | None, name: str) -> None:
    if cancel is not None and cancel.requested():
        raise ModelError(ErrorCode.CONVERSION_FAILED, name=name, reason="cancelled")


def _version(package: str) -> str:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return "none"


def _flat(repository: str) -> str:
    return re.sub(r"[^\w.-]+", "--", repository.strip("/"))


def _short(revision: str) -> str:
    """Commits by their first twelve digits, other names by themselves, paths by their hash."""
    if re.fullmatch(r"[0-9a-f]{40}", revision):
        return revision[:12]
    plain = re.fullmatch(r"[\w.*-]{1,40}", revision)
    return revision if plain else hashlib.sha256(revision.encode()).hexdigest()[:12]


def _root() -> Path:
    return Path(__file__).resolve().parents[2]


# --- in the process of its own -------------------------------------------------------------------------------------


def write(snapshot: Path, folder: Path, quantization: str) -> None:
    """Convert `snapshot` into the existing, empty `folder`. Loads torch and transformers; never runs a model's code."""
    from ctranslate2.converters import TransformersConverter

    from pipelines.models.shortlist import vocabulary_map

    class Converter(TransformersConverter):  # type: ignore[misc]  # ctranslate2 ships no types
        def load_model(self, model_class: Any, path: str, **options: Any) -> Any:
            model = super().load_model(model_class, path, **options)
            config = model.config
            if config.model_type in ("t5", "mt5"):
                # transformers 5 says True for all of them and keeps apart whether outputs are scaled; the converter
                # still scales by this field. Greedy text stays the same then, and every beam and score is wrong.
                config.tie_word_embeddings = bool(getattr(config, "scale_decoder_outputs", False))
            return model

    config = json.loads((snapshot / "config.json").read_text(encoding="utf-8"))
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", NEEDLESS)
        Converter(str(snapshot)).convert(str(folder), quantization=quantization, force=True)
    if config["model_type"] == "marian":
        (folder / "vmap.txt").write_text(vocabulary_map(snapshot), encoding="utf-8")
    for name in _TOKENIZER_FILES:
        if (snapshot / name).is_file():
            shutil.copyfile(snapshot / name, folder / name)
    facts = {
        "architecture": config["model_type"],
        "quantization": quantization,
        "positions": _positions(config),
        "ends": _ends(snapshot),
        "prompt_token_bytes": prompt_token_bytes(config),
    }
    (folder / FACTS).write_text(json.dumps(facts, indent=2), encoding="utf-8")


def _positions(config: dict[str, Any]) -> int:
    # T5's positions are relative: it reads any length, but was trained on 512.
    return int(config.get("max_position_embeddings") or config.get("n_positions") or 512)


def prompt_token_bytes(config: dict[str, Any]) -> int:
    """Memory that a token of a prompt takes in CTranslate2's decoder, on a CPU; 0 for a model with an encoder.

    It keeps keys and values of every layer in float32, and computes the output layer for the whole prompt at once:
    measured on a stand-in of Qwen3-0.6B (`python -m benchmarks memory`), 0.84 MB, of which the outputs are 0.61.
    """
    if "num_key_value_heads" not in config:
        return 0
    width = config.get("head_dim") or config["hidden_size"] // config["num_attention_heads"]
    values = config["num_hidden_layers"] * config["num_key_value_heads"] * width
    return 4 * int(config["vocab_size"] + 2 * values)


def _ends(snapshot: Path) -> list[str]:
    """The tokens that end a chat model's answer: often one more than its tokenizer knows as the end."""
    path = snapshot / "generation_config.json"
    if not (path.is_file() and (snapshot / "tokenizer.json").is_file()):
        return []
    from tokenizers import Tokenizer

    ids = json.loads(path.read_text(encoding="utf-8")).get("eos_token_id", [])
    tokenizer = Tokenizer.from_file(str(snapshot / "tokenizer.json"))
    tokens = [tokenizer.id_to_token(number) for number in (ids if isinstance(ids, list) else [ids])]
    return [token for token in tokens if token is not None]


def _end_with_parent() -> None:
    """End this process when the one that started it does, however that ends: its side of the pipe closes then."""

    def watch() -> None:
        while os.read(0, 1):  # not sys.stdin: its lock would be held when the interpreter ends
            pass
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


if __name__ == "__main__":
    _end_with_parent()
    write(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3])
