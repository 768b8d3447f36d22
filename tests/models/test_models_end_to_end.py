"""From a hub to English: a model is fetched, converted, loaded, and translates an article it knows by heart."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections import OrderedDict
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import tiny
from hub import Hub

from pipelines import digest, load_translator, read_article
from pipelines.document import Digest
from pipelines.errors import ErrorCode, ModelError
from pipelines.models import convert, loading
from pipelines.models.catalog import named
from pipelines.models.download import fetch
from pipelines.models.engines import HERE
from pipelines.settings import Settings
from pipelines.summary.extractive import Extractive

ROOT = Path(__file__).parents[2]
OPUS = named("opus-mt")
KNOWN = tiny.PAIRS[:10]
ARTICLE = "春江市图书馆新馆开放\n" + "".join(chinese for chinese, _ in KNOWN)
ENGLISH = [english for _, english in KNOWN]
# What a conversion needs and a translation must not: each is seconds before the first sentence.
HEAVY = ("torch", "transformers")
WATCHED = """
import sys
from pipelines.__main__ import main
code = main(sys.argv[1:])
print([name for name in {heavy} if name in sys.modules], file=sys.stderr)
sys.exit(code)
"""


@pytest.fixture
def hub(tmp_path: Path, hub_files: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch) -> Iterator[Hub]:
    """A hub with a tiny opus-mt, for this process and for those it starts."""
    with Hub() as hub:
        hub.send_client_here(monkeypatch, tmp_path / "home" / "hub")
        hub.add(OPUS.repository, hub_files("marian"))
        yield hub


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return replace(Settings(), cache=tmp_path / "zhaiyi", cuda=False)


def english(settings: Settings) -> list[str]:
    """The English of the article, by a translator that is loaded now."""
    translator = load_translator("opus-mt", settings=settings)
    *_, whole = digest(read_article(ARTICLE), Extractive(), translator)
    assert isinstance(whole, Digest) and whole.article_translation is not None
    assert whole.article_translation.model == "opus-mt" and whole.findings == ()
    return [pair.target for pair in whole.article_translation.pairs]


def test_a_model_that_is_not_here_says_so_and_once_fetched_translates(
    hub: Hub, settings: Settings, conversion: Callable[[str, str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(ModelError) as caught:
        load_translator("opus-mt", settings=settings)
    assert caught.value.code is ErrorCode.NOT_DOWNLOADED

    snapshot = fetch(OPUS)
    assert snapshot is not None
    shutil.copytree(  # made in this process, once for all tests
        conversion("marian", "int8"), convert.home(settings.cache, OPUS.repository, snapshot.name, "int8")
    )
    assert english(settings) == ENGLISH

    hub.requests.clear()
    monkeypatch.setattr(loading, "load", lambda *_, **__: pytest.fail("loaded a second time"))
    assert english(settings) == ENGLISH
    assert hub.requests == []


@pytest.mark.slow
def test_the_first_load_converts_and_the_second_finds_it_made(
    hub: Hub, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    fetch(OPUS)
    assert english(settings) == ENGLISH
    (made,) = (folder for folder in (settings.cache / "converted").iterdir() if folder.is_dir())
    before = (made / "model.bin").stat().st_mtime_ns
    hub.requests.clear()
    monkeypatch.setattr(subprocess, "Popen", lambda *_, **__: pytest.fail("converted a second time"))
    monkeypatch.setattr(HERE, "_engines", OrderedDict())  # as in a new process
    assert english(settings) == ENGLISH
    assert (made / "model.bin").stat().st_mtime_ns == before and hub.requests == []


@pytest.mark.slow
def test_the_command_line_fetches_translates_and_needs_no_torch_once_it_is_converted(hub: Hub, tmp_path: Path) -> None:
    environment = os.environ | hub.environment | {"HF_HOME": str(tmp_path / "home"), "ZHAIYI_CUDA": "0"}
    environment |= {"ZHAIYI_CACHE": str(tmp_path / "zhaiyi")}
    environment.pop("HF_HUB_CACHE", None)
    article = tmp_path / "article.txt"
    article.write_text(ARTICLE, encoding="utf-8")

    def command(*arguments: str) -> subprocess.CompletedProcess[str]:
        watched = [sys.executable, "-c", WATCHED.format(heavy=HEAVY), *arguments]
        return subprocess.run(watched, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)

    translate = ("digest", str(article), "--translator", "opus-mt")
    refused = command(*translate)
    assert refused.returncode == 2 and "opus-mt is not on this machine yet" in refused.stderr

    fetched = command("models", "download", "opus-mt")
    assert fetched.returncode == 0 and fetched.stdout.startswith("opus-mt is ready in ")
    for _ in ("the first converts, in a process of its own", "the second finds it made"):
        done = command(*translate)
        assert done.returncode == 0, done.stderr
        assert [pair["target"] for pair in json.loads(done.stdout)["article_translation"]["pairs"]] == ENGLISH
        assert done.stderr.splitlines()[-1] == "[]", "neither torch nor transformers is imported"
    assert "ready (converted: int8)" in command("models").stdout

    removed = command("models", "remove", "opus-mt")
    assert removed.returncode == 0
    assert not any(path.is_dir() for path in (tmp_path / "zhaiyi" / "converted").iterdir())
    assert command(*translate).returncode == 2
