"""From a row of the catalogue to an engine that answers, with nothing but local files."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
import tiny

from pipelines.contracts import Cancel
from pipelines.errors import ErrorCode, ModelError
from pipelines.models import catalog, chat, convert, ctranslate, loading, machine
from pipelines.models.engine import Generation
from pipelines.models.spec import Engine, ModelSpec

ROWS = {"marian": "opus-mt", "m2m100": "m2m100", "mt5": "mt5-xlsum", "qwen3": "qwen3-0.6b"}


def row(name: str, folder: Path, engine: Engine | None = None) -> ModelSpec:
    """The catalogue's row for an architecture, its weights in `folder`."""
    spec = catalog.named(ROWS[name])
    return replace(spec, repository="", folder=folder, engine=engine or spec.engine)


@pytest.mark.slow
@pytest.mark.parametrize("name", list(ROWS))
def test_every_converted_row_answers_in_english(name: str, hub_files: Callable[[str], Path], tmp_path: Path) -> None:
    spec = row(name, hub_files(name))
    engine = loading.load(spec, cache=tmp_path, gpu=False)
    generation = replace(spec.generation, temperature=0.0, no_repeat_ngram=0)
    (output,) = engine.generate([tiny.PAIRS[0][0]], generation, Cancel())
    assert output.text == tiny.PAIRS[0][1]
    assert 0 < engine.budget <= spec.positions
    again = loading.load(spec, cache=tmp_path, gpu=False)
    assert again.count("图书馆") == engine.count("图书馆")
    assert len([path for path in (tmp_path / "converted").iterdir() if path.is_dir()]) == 1


@pytest.mark.slow
@pytest.mark.parametrize(("name", "engine"), [("marian", Engine.SEQ2SEQ), ("qwen3", Engine.CHAT)])
def test_transformers_rows_answer_without_a_conversion(
    name: str, engine: Engine, hub_files: Callable[[str], Path], tmp_path: Path
) -> None:
    loaded = loading.load(row(name, hub_files(name), engine), cache=tmp_path, gpu=False)
    (output,) = loaded.generate([tiny.PAIRS[0][0]], Generation(), Cancel())
    assert output.text == tiny.PAIRS[0][1]
    assert not (tmp_path / "converted").exists()


def test_a_model_that_is_not_there_is_one_clear_error(tmp_path: Path) -> None:
    with pytest.raises(ModelError) as raised:
        loading.load(row("marian", tmp_path), cache=tmp_path)
    assert raised.value.code is ErrorCode.INCOMPLETE_FOLDER


def test_too_little_memory_is_said_before_anything_is_converted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    weights = tmp_path / "weights"
    weights.mkdir()
    for name in ("config.json", "source.spm", "target.spm", "vocab.json"):
        (weights / name).write_text("{}", encoding="utf-8")
    (weights / "pytorch_model.bin").write_bytes(b"0" * 4_000_000)
    monkeypatch.setattr(machine, "free_memory", lambda: 5_000_000)
    with pytest.raises(ModelError, match=r"about 608 MB of memory, and 5\.0 MB are free"):
        loading.load(row("marian", weights), cache=tmp_path, gpu=False)
    assert not (tmp_path / "converted").exists()


def test_a_local_folder_that_changes_is_another_revision(tmp_path: Path) -> None:
    (tmp_path / "model.bin").write_bytes(b"1")
    before = loading.state(tmp_path)
    assert loading.state(tmp_path) == before
    (tmp_path / "model.bin").write_bytes(b"22")
    assert loading.state(tmp_path) != before


@pytest.mark.parametrize(
    ("free", "expected"),
    [(None, 2_389), (1_000_000, 1_024), (4_000_000_000, 2_389), (16_000_000_000, 9_557), (10**12, 30_720)],
)
def test_a_chat_model_reads_no_more_at_once_than_there_is_memory_for(
    free: int | None, expected: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    qwen = {"vocab_size": 151_936, "hidden_size": 1_024, "num_attention_heads": 16, "num_key_value_heads": 8}
    token = convert.prompt_token_bytes(qwen | {"num_hidden_layers": 28, "head_dim": 128})
    assert round(token / 1e6, 2) == 0.84
    told = {"positions": 32_768, "quantization": "int8", "ends": [], "prompt_token_bytes": token}
    (tmp_path / convert.FACTS).write_text(json.dumps(told), encoding="utf-8")
    monkeypatch.setattr(machine, "free_memory", lambda: free)
    monkeypatch.setattr(chat, "ChatTokens", lambda _: None)
    monkeypatch.setattr(chat, "opened", lambda *_: None)
    assert chat.load(tmp_path, gpu=False).budget == expected


@pytest.mark.parametrize(
    ("quota", "expected"), [("max 100000", 16), ("200000 100000", 2), ("50000 100000", 1), ("nonsense", 16)]
)
def test_a_container_uses_the_processors_it_was_given(
    quota: str, expected: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "cpu.max").write_text(quota, encoding="ascii")
    monkeypatch.setattr(ctranslate, "_CPU_QUOTA", tmp_path / "cpu.max")
    monkeypatch.setattr(ctranslate.os, "sched_getaffinity", lambda _: set(range(16)), raising=False)
    assert ctranslate.threads() == expected
    assert ctranslate.threads(3) == 3


@pytest.mark.parametrize(("processors", "expected"), [(1, (1, 1)), (2, (2, 1)), (8, (8, 1)), (16, (8, 2))])
def test_every_processor_is_a_worker_until_there_are_many(processors: int, expected: tuple[int, int]) -> None:
    assert ctranslate.crew(processors) == expected


def test_a_gpu_is_used_where_it_is_there_unless_it_is_turned_off(monkeypatch: pytest.MonkeyPatch) -> None:
    import ctranslate2

    monkeypatch.setattr(ctranslate2, "get_cuda_device_count", lambda: 1)
    assert ctranslate.device(gpu=True) == "cuda"
    assert ctranslate.device(gpu=False) == "cpu"
