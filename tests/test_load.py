"""From a name to a working model: "auto" goes on to the next one where the best does not load, and the run says so."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from fakes import FirstSentences, article

from pipelines import Settings, digest, load, load_summarizer, load_translator
from pipelines.__main__ import main
from pipelines.contracts import Cancel
from pipelines.document import Digest, FindingCode
from pipelines.errors import ErrorCode, ModelError
from pipelines.export import json, markdown
from pipelines.instead import passed_over
from pipelines.models import convert, loading, machine
from pipelines.models.catalog import named
from pipelines.service.jobs import Runs
from pipelines.service.run import Request, State

NEWS = "五月七日上午，市图书馆新馆正式开放。新馆位于人民路，共有藏书120万册。馆长李明说，欢迎市民前来阅读。"
BIG = named("opus-mt-big")


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """An empty cache of the hub, memory to run a tiny model but not to convert one, and no GPU."""
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_CACHE", str(tmp_path / "hub"))
    monkeypatch.setattr(machine, "free_memory", lambda: 605_000_000)
    monkeypatch.setenv("ZHAIYI_CACHE", str(tmp_path / "zhaiyi"))
    return replace(Settings(), cache=tmp_path / "zhaiyi", cuda=False)


def downloaded(name: str, settings: Settings) -> Path:
    """As if this model had been fetched, with weights of four megabytes: more than there is memory to convert."""
    storage = f"models--{named(name).repository.replace('/', '--')}"
    folder = settings.cache.parent / "hub" / storage / "snapshots" / "main"
    folder.mkdir(parents=True)
    for file in ("config.json", "source.spm", "target.spm", "vocab.json", "tokenizer.json"):
        (folder / file).write_text("{}", encoding="utf-8")
    (folder / "model.safetensors").write_bytes(b"0" * 4_000_000)
    return folder


def test_a_model_that_loads_is_used_and_nothing_is_said_of_it(settings: Settings) -> None:
    translator = load_translator(settings=settings)
    assert translator.name == "gloss" and passed_over(translator) == ()


def test_a_run_with_auto_goes_on_with_the_embedded_model_and_its_exports_say_so(settings: Settings) -> None:
    downloaded("opus-mt-big", settings)
    *_, whole = digest(article(["春天来了。"]), FirstSentences(), load_translator(settings=settings))
    assert isinstance(whole, Digest) and whole.article_translation is not None
    assert whole.article_translation.model == "gloss"
    (finding,) = whole.findings
    assert finding.code is FindingCode.MODEL_PASSED_OVER and finding.facts[:2] == ("opus-mt-big", "gloss")
    assert "of memory, and 605 MB are free" in finding.facts[2]
    assert json.loads(json.dumps(whole)).findings == (finding,)
    assert "opus-mt-big would not load, so gloss was used instead" in markdown.render(whole)


def test_every_model_that_was_passed_over_is_told_best_first(settings: Settings) -> None:
    downloaded("qwen3-1.7b", settings)
    downloaded("qwen3-0.6b", settings)
    summarizer = load_summarizer(settings=settings)
    assert summarizer.name == "extractive"
    assert [finding.facts[0] for finding in passed_over(summarizer)] == ["qwen3-1.7b", "qwen3-0.6b"]


def test_the_next_best_model_is_tried_before_the_embedded_one(
    settings: Settings, hub_files: Callable[[str], Path], conversion: Callable[[str, str], Path]
) -> None:
    downloaded("opus-mt-big", settings)
    snapshot = downloaded("opus-mt", settings)
    shutil.copytree(hub_files("marian"), snapshot, dirs_exist_ok=True)
    made = convert.home(settings.cache, named("opus-mt").repository, "main", "int8")
    shutil.copytree(conversion("marian", "int8"), made)
    translator = load_translator(settings=settings)
    assert translator.name == "opus-mt"
    assert [finding.facts[:2] for finding in passed_over(translator)] == [("opus-mt-big", "opus-mt")]


@pytest.mark.parametrize("by", ["visitor", "operator"])
def test_a_model_that_was_named_fails_with_its_reason(by: str, settings: Settings) -> None:
    downloaded("opus-mt-big", settings)
    name = "opus-mt-big" if by == "visitor" else "auto"
    with pytest.raises(ModelError) as caught:
        load_translator(name, settings=replace(settings, translator="opus-mt-big"))
    assert caught.value.code is ErrorCode.OUT_OF_MEMORY


def test_a_cancel_while_a_model_is_prepared_loads_no_other_one(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    downloaded("opus-mt-big", settings)
    cancel = Cancel()

    def prepared(*_: object, **__: object) -> None:
        cancel.request()
        raise ModelError(ErrorCode.CONVERSION_FAILED, name="opus-mt-big", reason="cancelled")

    monkeypatch.setattr(loading, "load", prepared)
    with pytest.raises(ModelError, match="cancelled"):
        load.translator(BIG, settings, cancel, [named("gloss")])


def test_what_did_not_load_is_left_alone_for_a_while(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    downloaded("opus-mt-big", settings)
    tried = []

    def refused(spec: object, **_: object) -> None:
        tried.append(spec)
        raise ModelError(ErrorCode.NOT_LOADABLE, name="opus-mt-big", reason="broken")

    monkeypatch.setattr(loading, "load", refused)
    for _ in range(3):
        assert passed_over(load_translator(settings=settings))
    assert len(tried) == 1
    monkeypatch.setattr(load, "_AGAIN", 0.0)
    assert passed_over(load_translator(settings=settings)) and len(tried) == 2


def test_a_run_of_the_service_goes_on_too(settings: Settings) -> None:
    downloaded("opus-mt-big", settings)
    service = Runs(settings)
    run = service.submit(Request(NEWS))
    assert run.models[1] == BIG and run.wait(60) and (run.state, run.error) == (State.DONE, None)
    whole = run.digest()
    assert whole is not None and whole.article_translation is not None and whole.article_translation.model == "gloss"
    assert [finding.code for finding in whole.findings] == [FindingCode.MODEL_PASSED_OVER]
    named_run = service.submit(Request(NEWS, translator="opus-mt-big"))
    assert named_run.wait(60) and named_run.state is State.FAILED
    assert named_run.error is not None and named_run.error.code is ErrorCode.OUT_OF_MEMORY
    service.close()


def test_the_command_line_goes_on_too_and_warns(
    settings: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    downloaded("opus-mt-big", settings)
    (tmp_path / "news.txt").write_text(NEWS, encoding="utf-8")
    assert main(["digest", str(tmp_path / "news.txt")]) == 0
    out, err = capsys.readouterr()
    assert json.loads(out).findings[0].facts[1] == "gloss"
    assert "warning: opus-mt-big would not load, so gloss is used instead (opus-mt-big needs about" in err
