"""Conversion: once, whole or not at all, whoever asks and however it ends."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
import tiny

from pipelines.contracts import Cancel
from pipelines.errors import ErrorCode, ModelError
from pipelines.models import convert, ctranslate, seq2seq
from pipelines.models.convert import converted, home
from pipelines.models.shortlist import target_pieces

ROOT = Path(__file__).parents[2]
COMMIT = "0123456789abcdef0123456789abcdef01234567"


def parts(cache: Path) -> list[str]:
    """Everything in the cache that is no whole conversion and no lock."""
    return [path.name for path in (cache / "converted").iterdir() if path.name.endswith(".part")]


def test_what_is_converted_is_found_again_without_the_snapshot(tmp_path: Path) -> None:
    folder = home(tmp_path, "owner/name", COMMIT, "int8")
    folder.mkdir(parents=True)
    found = converted(tmp_path / "gone", repository="owner/name", revision=COMMIT, quantization="int8", cache=tmp_path)
    assert found == folder


@pytest.mark.parametrize(
    ("repository", "revision", "quantization"),
    [("owner/other", COMMIT, "int8"), ("owner/name", COMMIT[::-1], "int8"), ("owner/name", COMMIT, "float32")],
)
def test_another_model_revision_or_quantization_is_another_folder(
    tmp_path: Path, repository: str, revision: str, quantization: str
) -> None:
    assert home(tmp_path, repository, revision, quantization) != home(tmp_path, "owner/name", COMMIT, "int8")


def test_another_version_of_the_library_is_another_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = home(tmp_path, "owner/name", COMMIT, "int8")
    monkeypatch.setattr(convert.metadata, "version", lambda name: "99")
    assert home(tmp_path, "owner/name", COMMIT, "int8") != before


@pytest.mark.parametrize("name", ["../../etc", "/root/models/zh en", "a/b/../../..", "C:\\models"])
def test_no_name_leads_out_of_the_cache(tmp_path: Path, name: str) -> None:
    for folder in (home(tmp_path, name, COMMIT, "int8"), home(tmp_path, "owner/name", name, "int8")):
        assert folder.parent == tmp_path / "converted"
        assert folder.resolve().is_relative_to((tmp_path / "converted").resolve())


def test_an_unknown_quantization_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="int3"):
        converted(tmp_path, repository="owner/name", revision=COMMIT, quantization="int3", cache=tmp_path)


def test_removing_takes_every_conversion_of_one_model_only(tmp_path: Path) -> None:
    for repository in ("owner/name", "owner/name2"):
        for quantization in ("int8", "float32"):
            folder = home(tmp_path, repository, COMMIT, quantization)
            folder.mkdir(parents=True)
            (folder / "model.bin").write_bytes(b"12345")
    assert convert.remove(tmp_path, "owner/name") == 10
    assert home(tmp_path, "owner/name2", COMMIT, "int8").is_dir()
    assert not home(tmp_path, "owner/name", COMMIT, "int8").exists()
    assert convert.remove(tmp_path, "owner/name") == 0


def test_the_shortlist_has_what_english_is_written_with_and_no_chinese(
    hub_files: Callable[[str], Path], conversion: Callable[[str, str], Path]
) -> None:
    import sentencepiece

    snapshot = hub_files("marian")
    allowed = set(target_pieces(snapshot))
    target = sentencepiece.SentencePieceProcessor(model_file=str(snapshot / "target.spm"))
    for _, english in tiny.PAIRS:
        assert set(target.encode(english, out_type=str)) <= allowed
    assert "</s>" in allowed
    assert not any("\u4e00" <= char <= "\u9fff" for piece in allowed for char in piece)
    assert len(allowed) < 0.7 * len(json.loads((snapshot / "vocab.json").read_text(encoding="utf-8")))
    written = (conversion("marian", "int8") / "vmap.txt").read_text(encoding="utf-8")
    assert written.startswith("\t")
    assert set(written.strip().split(" ")) == allowed


@pytest.fixture(scope="module")
def untrained(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny.build_marian(tmp_path_factory.mktemp("untrained"), trained=False)


@pytest.mark.slow
def test_many_who_ask_at_once_share_one_conversion(untrained: Path, tmp_path: Path) -> None:
    got: list[Path] = []

    def ask() -> None:
        got.append(converted(untrained, repository="owner/name", revision=COMMIT, quantization="int8", cache=tmp_path))

    crew = [threading.Thread(target=ask) for _ in range(4)]
    for thread in crew:
        thread.start()
    for thread in crew:
        thread.join()
    assert len(got) == 4
    assert len(set(got)) == 1
    assert parts(tmp_path) == []
    written = (got[0] / "model.bin").stat().st_mtime_ns
    assert ctranslate.load(got[0], gpu=False).budget == 512
    again = converted(untrained, repository="owner/name", revision=COMMIT, quantization="int8", cache=tmp_path)
    assert (again / "model.bin").stat().st_mtime_ns == written


@pytest.mark.slow
def test_a_killed_conversion_leaves_nothing_half_and_the_next_one_works(untrained: Path, tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from pipelines.models.convert import converted\n"
        f"converted(Path({str(untrained)!r}), repository='owner/name', revision={COMMIT!r}, quantization='int8', "
        f"cache=Path({str(tmp_path)!r}))"
    )
    process = subprocess.Popen([sys.executable, "-c", code], cwd=ROOT)
    deadline = time.time() + 30
    while time.time() < deadline and not ((tmp_path / "converted").is_dir() and parts(tmp_path)):
        time.sleep(0.02)
    process.kill()
    process.wait()
    assert not home(tmp_path, "owner/name", COMMIT, "int8").exists()
    made = converted(untrained, repository="owner/name", revision=COMMIT, quantization="int8", cache=tmp_path)
    assert ctranslate.load(made, gpu=False).count("图书馆") > 1
    assert parts(tmp_path) == []


@pytest.mark.slow
def test_a_conversion_can_be_cancelled(untrained: Path, tmp_path: Path) -> None:
    cancel = Cancel()
    threading.Timer(0.5, cancel.request).start()
    begin = time.perf_counter()
    with pytest.raises(ModelError) as raised:
        converted(
            untrained, repository="owner/name", revision=COMMIT, quantization="int8", cache=tmp_path, cancel=cancel
        )
    assert raised.value.code is ErrorCode.CONVERSION_FAILED
    assert time.perf_counter() - begin < 3
    assert parts(tmp_path) == []


class Payload:
    """What a repository may hide in its .bin: unpickled, it makes a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = str(folder)

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.mkdir, (self._folder,)


@pytest.mark.slow
def test_nothing_that_is_hidden_in_a_bin_is_executed(untrained: Path, tmp_path: Path) -> None:
    import torch

    snapshot, proof = tmp_path / "snapshot", tmp_path / "executed"
    snapshot.mkdir()
    for file in untrained.iterdir():
        (snapshot / file.name).write_bytes(file.read_bytes())
    torch.save({"model.shared.weight": Payload(proof)}, snapshot / "pytorch_model.bin")
    with pytest.raises(ModelError) as raised:
        converted(snapshot, repository="owner/name", revision=COMMIT, quantization="int8", cache=tmp_path)
    assert raised.value.code is ErrorCode.CONVERSION_FAILED
    with pytest.raises(ModelError) as raised:
        seq2seq.load(snapshot, gpu=False)
    assert raised.value.code is ErrorCode.NOT_LOADABLE
    assert not proof.exists()


@pytest.mark.slow
@pytest.mark.parametrize("damage", ["pytorch_model.bin", "config.json", "source.spm"])
def test_damaged_files_are_one_clear_error_and_leave_nothing(untrained: Path, tmp_path: Path, damage: str) -> None:
    snapshot = tmp_path / "snapshot"
    snapshot.mkdir()
    for file in untrained.iterdir():
        (snapshot / file.name).write_bytes(file.read_bytes())
    (snapshot / damage).write_bytes(b"\x00 no such thing")
    with pytest.raises(ModelError, match="owner/name could not be prepared") as raised:
        converted(snapshot, repository="owner/name", revision=COMMIT, quantization="int8", cache=tmp_path)
    assert "\n" not in str(raised.value)
    assert parts(tmp_path) == []
    assert not home(tmp_path, "owner/name", COMMIT, "int8").exists()
