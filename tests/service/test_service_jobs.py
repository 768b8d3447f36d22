"""Runs in their own thread: they finish, fail with a clear word, can be cancelled, and never disturb each other."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipelines.article import extract
from pipelines.contracts import Cancel, Translator
from pipelines.corrections import Correction
from pipelines.digest import Options
from pipelines.document import Column, Digest, Length
from pipelines.errors import ErrorCode, LimitError, ModelError
from pipelines.models.spec import ModelSpec
from pipelines.service.jobs import Runs
from pipelines.service.run import Request, State
from pipelines.settings import Settings
from pipelines.translation.gloss import Gloss

NEWS = "五月七日上午，市图书馆新馆正式开放。新馆位于人民路，共有藏书120万册。馆长李明说，欢迎市民前来阅读。"


@pytest.fixture(scope="module")
def runs() -> Iterator[Runs]:
    service = Runs(Settings(retention_hours=0))
    yield service
    service.close()


def test_a_run_ends_with_a_digest(runs: Runs) -> None:
    run = runs.submit(Request(NEWS))
    assert run.wait(60)
    assert (run.state, run.error) == (State.DONE, None)
    whole = run.digest()
    assert whole is not None and whole.article_translation is not None
    assert len(whole.article_translation.pairs) == len(whole.article.sentences) == 3
    assert isinstance(run.events()[-1], Digest)


def test_what_a_person_wrote_stands_in_the_run_that_was_asked_for_with_it_and_in_no_other(runs: Runs) -> None:
    correction = Correction(Column.ARTICLE, "新馆位于人民路，共有藏书120万册。", "It is on Renmin Road.")
    mine, others = runs.submit(Request(NEWS, corrections=(correction,))), runs.submit(Request(NEWS))
    assert mine.wait(60) and others.wait(60)
    made = [run.digest() for run in (mine, others)]
    targets = [whole.article_translation.pairs[1].target for whole in made if whole and whole.article_translation]
    assert targets[0] == "It is on Renmin Road." != targets[1]


def test_a_run_of_what_was_found_before_gives_the_same_article(runs: Runs) -> None:
    file = f"<html><body><h1>新馆开放</h1><p>{NEWS}</p></body></html>".encode("gb18030")
    run, shown = runs.submit(Request(file, "a.txt")), runs.submit(Request(extract(file, name="a.txt")))
    assert run.wait(60) and shown.wait(60)
    first, second = run.digest(), shown.digest()
    assert first is not None and second is not None and first.article == second.article


def test_a_run_is_found_again_by_its_id_and_nobody_can_guess_one(runs: Runs) -> None:
    run = runs.submit(Request(NEWS))
    assert runs.get(run.id) is run
    assert runs.get("1") is None
    assert len(run.id) >= 20
    assert run.wait(60)


def test_bad_input_fails_the_run_with_its_reason_and_the_next_run_works(runs: Runs) -> None:
    bad, good = runs.submit(Request("")), runs.submit(Request(NEWS))
    assert bad.wait(60) and good.wait(60)
    assert bad.state is State.FAILED and bad.error is not None and bad.error.code is ErrorCode.EMPTY
    assert good.state is State.DONE


def test_a_bug_in_a_run_is_told_without_its_text_and_the_worker_goes_on(
    runs: Runs, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError(f"cannot read {NEWS}")

    with monkeypatch.context() as patch:
        patch.setattr("pipelines.service.work.read_article", broken)
        run = runs.submit(Request(NEWS))
        assert run.wait(60)
    assert run.state is State.FAILED and run.error is not None and run.error.code is ErrorCode.FAILED
    assert "RuntimeError" in caplog.text and "图书馆" not in caplog.text
    after = runs.submit(Request(NEWS))
    assert after.wait(60) and after.state is State.DONE


def test_a_cancelled_run_keeps_what_it_has(runs: Runs) -> None:
    run = runs.submit(Request("".join(f"今天是第{n}天，天气很好。" for n in range(4000))))
    while not run.digest() and not run.state.finished:
        pass
    run.cancel()
    assert run.wait(60)
    assert run.state is State.CANCELLED
    kept = run.digest()
    assert kept is not None and len(kept.article.sentences) == 4000


def test_cancelling_a_finished_run_changes_nothing(runs: Runs) -> None:
    run = runs.submit(Request(NEWS))
    assert run.wait(60)
    run.cancel()
    assert run.state is State.DONE


def test_what_is_shown_while_it_runs_is_the_fold_of_the_events_so_far(runs: Runs) -> None:
    run = runs.submit(Request(NEWS * 40, options=Options(length=Length.LONG)))
    seen = 0
    while not run.state.finished:
        shown = run.digest()
        if shown is not None and shown.article_translation is not None:
            assert len(shown.article_translation.pairs) >= seen
            seen = len(shown.article_translation.pairs)
    assert run.digest() == Digest.of(run.events())


def test_too_many_waiting_runs_are_refused_politely() -> None:
    service = Runs(Settings(max_waiting=2, max_waiting_each=5, retention_hours=0))
    first = service.submit(Request(NEWS * 400))
    while first.state is State.WAITING:
        pass
    accepted = [service.submit(Request(NEWS)) for _ in range(2)]
    with pytest.raises(LimitError) as refused:
        service.submit(Request(NEWS))
    assert refused.value.code is ErrorCode.BUSY
    first.cancel()
    assert all(run.wait(60) for run in accepted)
    service.close()


def test_finished_runs_are_forgotten_oldest_first() -> None:
    service = Runs(Settings(keep_runs=2, retention_hours=0))
    made = []
    for _ in range(4):
        made.append(service.submit(Request(NEWS)))
        assert made[-1].wait(60)
    assert service.get(made[0].id) is None
    assert service.get(made[3].id) is made[3]
    service.close()


def test_a_model_that_is_not_there_is_refused_before_the_run(runs: Runs) -> None:
    with pytest.raises(ModelError, match="There are: auto, "):
        runs.submit(Request(NEWS, translator="babelfish"))


def test_a_model_that_is_not_downloaded_is_refused_before_the_run(
    runs: Runs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_CACHE", str(tmp_path))
    with pytest.raises(ModelError) as refused:
        runs.submit(Request(NEWS, translator="opus-mt"))
    assert refused.value.code is ErrorCode.NOT_DOWNLOADED


def test_a_run_that_is_cancelled_while_its_model_is_prepared_has_not_failed(
    runs: Runs, monkeypatch: pytest.MonkeyPatch
) -> None:
    def preparing(spec: ModelSpec, settings: Settings, cancel: Cancel, *_: object) -> Translator:
        while not cancel.requested():
            time.sleep(0.01)
        raise ModelError(ErrorCode.CONVERSION_FAILED, name=spec.name, reason="cancelled")

    monkeypatch.setattr("pipelines.service.work.translator", preparing)
    run = runs.submit(Request(NEWS))
    while not run.digest():
        time.sleep(0.01)
    shown = run.digest()
    assert shown is not None and len(shown.article.sentences) == 3, "the article can be read meanwhile"
    run.cancel()
    assert run.wait(60) and (run.state, run.error) == (State.CANCELLED, None)


def test_a_long_article_ends_well_under_a_model_that_only_the_operator_may_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("config.json", "source.spm", "target.spm", "vocab.json", "model.safetensors"):
        (tmp_path / name).write_text('{"architectures": ["MarianMTModel"]}', encoding="utf-8")
    monkeypatch.setattr("pipelines.service.work.translator", lambda *_: Gloss())
    service = Runs(Settings(translator=str(tmp_path), retention_hours=0))
    run = service.submit(Request("".join(f"今天是第{n}天，天气很好。" for n in range(200))))
    assert run.wait(60) and (run.state, run.error) == (State.DONE, None)
    service.close()


def test_the_expected_time_grows_with_the_text(runs: Runs) -> None:
    assert 0 < runs.expected_seconds(1_000, "auto", "auto") < runs.expected_seconds(50_000, "auto", "auto")
