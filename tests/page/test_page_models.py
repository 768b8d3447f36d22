"""Which models do the work: what the page offers, how one is fetched, and what is told when that fails."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import tiny
from hub import Hub
from huggingface_hub import constants
from visitor import Visitor

from page.messages import ERRORS
from page.runs import downloads, runs
from page.strings import TABLE
from pipelines.errors import ErrorCode
from pipelines.models import convert
from pipelines.models.catalog import CATALOG, named
from pipelines.models.files import needed
from pipelines.models.spec import Task
from pipelines.service.jobs import Runs
from pipelines.settings import Settings

Visit = Callable[..., Visitor]

KNOWN = tiny.PAIRS[10:16]
ARTICLE = "".join(chinese for chinese, _ in KNOWN)
OPUS = named("opus-mt")
LANGUAGES = {"en": 0, "zh": 1}


@pytest.fixture(autouse=True)
def hub(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Hub]:
    """An empty hub, an empty cache, and a service that has never heard of either."""
    with Hub() as hub:
        hub.send_client_here(monkeypatch, tmp_path / "cache")
        with_settings(monkeypatch, cache=tmp_path / "zhaiyi", cuda=False)
        downloads.cache_clear()
        yield hub
    runs().close()
    runs.cache_clear()
    downloads.cache_clear()


def with_settings(monkeypatch: pytest.MonkeyPatch, **changed: object) -> None:
    """Start the service anew, with other settings."""
    monkeypatch.setattr("page.runs.Runs", lambda _: Runs(replace(Settings(), **changed)))  # type: ignore[arg-type]
    runs.cache_clear()


@pytest.fixture
def served(
    hub: Hub, tmp_path: Path, hub_files: Callable[[str], Path], conversion: Callable[[str, str], Path]
) -> Callable[[str], None]:
    """Serve the tiny model as this repository; its conversion is there already, to spare a process."""

    def serve(repository: str) -> None:
        commit = hub.add(repository, hub_files("marian"))
        shutil.copytree(conversion("marian", "int8"), convert.home(tmp_path / "zhaiyi", repository, commit, "int8"))

    return serve


def cached(name: str) -> None:
    """As if this row had been downloaded."""
    spec = named(name)
    assert spec.family is not None
    snapshot = Path(constants.HF_HUB_CACHE) / f"models--{spec.repository.replace('/', '--')}" / "snapshots" / "main"
    snapshot.mkdir(parents=True)
    some = ("config.json", "source.spm", "target.spm", "vocab.json", "spiece.model", "model.safetensors")
    for file in needed(some, spec.family):
        (snapshot / file).write_bytes(b"{}")


def told(page: Visitor, code: ErrorCode, language: str = "en") -> bool:
    """Whether the sentence of this error stands on the page, whatever its facts are."""
    pieces = ERRORS[code][LANGUAGES[language]].replace("{", "}").split("}")[::2]
    return any(all(piece in text for piece in pieces) for text in page.texts)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("task", list(Task))
def test_each_model_is_offered_with_its_licence_and_its_size(visit: Visit, task: Task, language: str) -> None:
    auto, *rows = visit(lang=language).offered(task)
    assert auto == TABLE["model_auto"][LANGUAGES[language]].format(
        name=CATALOG[-2 if task is Task.SUMMARIZE else -1].name
    )
    specs = [spec for spec in CATALOG if not spec.setting and task in spec.tasks]
    assert [row.split(" · ")[0] for row in rows] == [spec.name for spec in specs]
    for row, spec in zip(rows, specs, strict=True):
        licence = spec.licence if spec.commercial_use else TABLE["model_noncommercial"][LANGUAGES[language]]
        assert licence in row
        assert ("MB" in row or "GB" in row) is not spec.embedded, "the size of what would have to be fetched"


def test_what_is_chosen_says_what_it_is_good_at_and_all_of_its_licence(visit: Visit) -> None:
    page = visit().pick("summarize", "mt5-xlsum")
    (facts,) = [word for word in page.markup if "BBC" in word]
    assert "CC-BY-NC-SA-4.0: non-commercial" in facts and "About 10 s" in facts


def test_auto_takes_the_best_that_is_here_and_nothing_that_is_not_free(visit: Visit) -> None:
    cached("mt5-xlsum")
    assert visit().offered(Task.SUMMARIZE)[0].endswith("extractive")
    assert visit().offered(Task.TRANSLATE)[0].endswith("gloss")
    cached("opus-mt")
    page = visit()
    assert page.offered(Task.TRANSLATE)[0].endswith("opus-mt")
    assert "opus-mt · CC-BY-4.0" in page.offered(Task.TRANSLATE), "what is here has no size"
    assert "Language Technology Research Group" in page.words, "what is here is credited"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_model_that_is_not_here_offers_its_download_and_a_run_with_it_keeps_the_text(
    visit: Visit, language: str
) -> None:
    page = visit(lang=language).paste(ARTICLE).pick("translate", "opus-mt")
    assert "315 MB" in page.label("translate_download") and not page.has("summarize_download")
    page.click("start")
    assert told(page, ErrorCode.NOT_DOWNLOADED, language)
    assert page.app.text_area(key="text").value == ARTICLE and not page.rows
    page.pick("translate", "gloss").read()
    assert len(page.english) == len(KNOWN) and not told(page, ErrorCode.NOT_DOWNLOADED, language)


def test_a_model_is_fetched_from_the_page_and_then_translates(
    visit: Visit, hub: Hub, served: Callable[[str], None]
) -> None:
    served(OPUS.repository)
    hub.slow("pytorch_model.bin", rate=6_000_000)
    page = visit().paste(ARTICLE).pick("translate", "opus-mt").click("translate_download")
    assert page.has("translate_stop") and not page.has("translate_download")
    page.until(lambda: any("MB of 3.2 MB" in label for label in page.progress))
    page.until(lambda: "opus-mt · CC-BY-4.0" in page.offered(Task.TRANSLATE))
    assert not page.has("translate_stop") and not page.has("translate_download")
    assert page.model(Task.TRANSLATE) == "opus-mt", "under its new label, too"
    assert page.read().english == [english for _, english in KNOWN]
    assert page.component("reader")["note"] is None, "this is no gloss"
    assert visit().paste(ARTICLE).read().english == page.english, "it is now the best that is ready"


def test_two_visitors_share_a_download_which_can_be_stopped_and_taken_up_again(
    visit: Visit, hub: Hub, served: Callable[[str], None]
) -> None:
    served(OPUS.repository)
    hub.slow("pytorch_model.bin", rate=500_000, times=1)
    one, other = visit(), visit()
    for page in (one, other):
        page.pick("translate", "opus-mt")
    one.click("translate_download")
    assert other.look().has("translate_stop")
    other.until(lambda: any("MB of 3.2 MB" in label for label in other.progress)).click("translate_stop")
    one.until(lambda: one.has("translate_download"))
    assert not one.texts, "who has stopped it need not be told"
    one.click("translate_download").until(lambda: "opus-mt · CC-BY-4.0" in one.offered(Task.TRANSLATE))
    assert len(hub.asked_for("pytorch_model.bin")) == 2 and hub.asked_for("pytorch_model.bin")[1].range


def test_one_model_for_both_tasks_is_fetched_once(visit: Visit, hub: Hub) -> None:
    page = visit().pick("summarize", "qwen3-0.6b").pick("translate", "qwen3-0.6b")
    hub.slow("api", rate=2_000)
    hub.add(named("qwen3-0.6b").repository, {f"{n}.txt": b"" for n in range(20)})
    page.click("summarize_download")
    assert page.has("summarize_stop") and page.has("translate_stop")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("code", "break_it"),
    [
        (ErrorCode.UNKNOWN_REPOSITORY, lambda hub, patch: hub.fail("api", status=404, code="repository")),
        (ErrorCode.HUB_FAILED, lambda hub, patch: hub.fail("api", status=500)),
        (ErrorCode.GATED, lambda hub, patch: hub.fail("api", status=403, code="gated")),
        (ErrorCode.NO_NETWORK, lambda hub, patch: patch.setattr(constants, "ENDPOINT", "http://127.0.0.1:9")),
    ],
)
def test_a_download_that_fails_says_why_and_the_embedded_models_go_on(
    visit: Visit,
    hub: Hub,
    monkeypatch: pytest.MonkeyPatch,
    hub_files: Callable[[str], Path],
    code: ErrorCode,
    break_it: Callable[[Hub, pytest.MonkeyPatch], None],
    language: str,
) -> None:
    hub.add(OPUS.repository, {"config.json": b"{}"})
    break_it(hub, monkeypatch)
    page = visit(lang=language).paste(ARTICLE).pick("translate", "opus-mt").click("translate_download")
    page.until(lambda: page.has("translate_download"))
    assert told(page, code, language)
    page.pick("translate", "auto").read()
    assert len(page.english) == len(KNOWN)


def test_another_repository_is_not_asked_for_unless_the_operator_allows_it(visit: Visit) -> None:
    assert not [box for box in visit().app.text_input if str(box.key).endswith("_repository")]


def test_another_repository_can_be_named_fetched_and_used_where_the_operator_allows_it(
    visit: Visit, hub: Hub, tmp_path: Path, served: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    with_settings(monkeypatch, cache=tmp_path / "zhaiyi", cuda=False, any_repository=True)
    served("owner/tiny")
    page = visit().paste(ARTICLE)
    assert not hub.requests, "nothing is asked before something is named"
    page.name("translate", "owner/tiny")
    assert "its licence" in page.words and "3.2 MB" in page.label("translate_download")
    asked = len(hub.requests)
    page.look().look()
    assert len(hub.requests) == asked, "the hub is not asked again at each touch of the page"
    page.click("translate_download").until(lambda: not page.has("translate_stop"))
    assert page.read().english == [english for _, english in KNOWN]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("babelfish", ErrorCode.UNKNOWN_MODEL),
        ("owner/none", ErrorCode.UNKNOWN_REPOSITORY),
        ("owner/bert", ErrorCode.WRONG_ARCHITECTURE),
        ("/etc/passwd", ErrorCode.UNKNOWN_MODEL),
    ],
)
def test_a_name_that_leads_nowhere_is_told_and_refused(
    visit: Visit,
    hub: Hub,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    code: ErrorCode,
    language: str,
) -> None:
    with_settings(monkeypatch, cache=tmp_path / "zhaiyi", any_repository=True)
    hub.add("owner/bert", {"config.json": b'{"architectures": ["BertModel"]}'})
    page = visit(lang=language).paste(ARTICLE).name("translate", name)
    assert told(page, code, language) and not page.has("translate_download")
    page.click("start")
    assert not page.rows and page.app.text_area(key="text").value == ARTICLE
    page.name("translate", "").read()
    assert len(page.english) == len(KNOWN)


def test_what_the_operator_has_set_wrongly_is_told_and_leaves_the_choice(
    visit: Visit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_settings(monkeypatch, cache=tmp_path / "zhaiyi", translator="babelfish")
    page = visit().paste(ARTICLE)
    assert told(page, ErrorCode.UNKNOWN_MODEL)
    page.pick("translate", "gloss").read()
    assert len(page.english) == len(KNOWN)


def test_a_reload_finds_the_models_of_the_run(visit: Visit) -> None:
    page = visit().paste(ARTICLE).pick("translate", "gloss").read()
    assert visit(run=page.run).model(Task.TRANSLATE) == "gloss"


def test_the_choice_outlives_a_change_of_language(visit: Visit) -> None:
    page = visit().pick("translate", "m2m100").choose("language", "zh")
    assert page.model(Task.TRANSLATE) == "m2m100" and "需下载 1.9 GB" in page.offered(Task.TRANSLATE)[4]
