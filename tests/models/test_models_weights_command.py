"""`python -m pipelines models`, with the real client and a hub on this machine."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hub import Hub

from pipelines.__main__ import main

ROOT = Path(__file__).parent.parent.parent
OPUS = {
    "config.json": b'{"architectures": ["MarianMTModel"]}',
    "pytorch_model.bin": b"weights" * 100_000,
    "source.spm": b"source",
    "target.spm": b"target",
    "vocab.json": b"{}",
}


@pytest.fixture
def hub(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Hub]:
    monkeypatch.setenv("ZHAIYI_CACHE", str(tmp_path / "zhaiyi"))
    with Hub() as hub:
        hub.send_client_here(monkeypatch, tmp_path / "cache")
        hub.add("Helsinki-NLP/opus-mt-zh-en", OPUS)
        yield hub


def listed(capsys: pytest.CaptureFixture[str]) -> dict[str, str]:
    capsys.readouterr()
    assert main(["models"]) == 0
    return {line.split()[0]: line for line in capsys.readouterr().out.splitlines()}


def test_the_list_says_what_is_here_and_what_is_not_free(hub: Hub, capsys: pytest.CaptureFixture[str]) -> None:
    lines = listed(capsys)
    assert "315 MB" in lines["opus-mt"] and "CC-BY-4.0" in lines["opus-mt"] and "not yet" in lines["opus-mt"]
    assert "ready (built in)" in lines["gloss"]
    assert [name for name, line in lines.items() if "NON-COMMERCIAL" in line] == ["mt5-xlsum"]


def test_a_model_comes_and_goes(hub: Hub, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["models", "download", "opus-mt"]) == 0
    out, err = capsys.readouterr()
    assert out.startswith("opus-mt is ready in ") and str(tmp_path / "cache") in out
    assert "opus-mt: 0.0 kB of 700.0 kB" in err and "opus-mt: 700.0 kB of 700.0 kB" in err
    assert "ready" in listed(capsys)["opus-mt"]
    assert main(["models", "remove", "opus-mt"]) == 0
    assert "700.1 kB became free" in capsys.readouterr().out
    assert "not yet" in listed(capsys)["opus-mt"]


def test_downloading_again_mends_what_is_damaged(hub: Hub, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["models", "download", "opus-mt"]) == 0
    weights = next((tmp_path / "cache").rglob("pytorch_model.bin"))
    weights.resolve().write_bytes(OPUS["pytorch_model.bin"][::-1])
    assert main(["models", "download", "opus-mt"]) == 0
    assert "1 damaged" in capsys.readouterr().err
    assert weights.read_bytes() == OPUS["pytorch_model.bin"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["download", "babelfish"], "no summarization or translation model named babelfish"),
        (["download", "m2m100"], "no public model facebook/m2m100_418M"),
        (["download", "owner/name"], "no public model owner/name"),
        (["remove", "babelfish"], "There are: hy-mt2"),
    ],
)
def test_what_cannot_be_done_is_one_line(
    hub: Hub, capsys: pytest.CaptureFixture[str], arguments: list[str], said: str
) -> None:
    assert main(["models", *arguments]) == 2
    out, err = capsys.readouterr()
    assert out == "" and err.startswith("error: ") and said in err and err.count("\n") == 1


def test_what_is_built_in_needs_no_download(hub: Hub, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["models", "download", "gloss"]) == 0
    assert "built in" in capsys.readouterr().out and hub.requests == []


@pytest.mark.slow
def test_the_environment_alone_says_where_the_hub_and_the_cache_are(hub: Hub, tmp_path: Path) -> None:
    environment = os.environ | hub.environment | {"HF_HOME": str(tmp_path / "home"), "HF_TOKEN": "hf_secret"}
    environment.pop("HF_HUB_CACHE", None)
    command = [sys.executable, "-m", "pipelines", "models", "download", "opus-mt"]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "home" / "hub" / "models--Helsinki-NLP--opus-mt-zh-en" / "blobs").is_dir()
    assert any(asked.authorized for asked in hub.requests)
    hub.requests.clear()
    done = subprocess.run(
        command, cwd=ROOT, env=environment | {"HF_HUB_OFFLINE": "1"}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0 and hub.requests == []
