"""What a name leads to: a row, the best that is ready, a repository, a folder; and what a user is told otherwise."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from hub import Hub
from huggingface_hub import constants

from pipelines.errors import ErrorCode, ModelError
from pipelines.models.catalog import AUTO, CATALOG, Engine, Family, ModelSpec, Reach, Task, find, named, ready, specs

TOKENIZERS = {
    Family.MARIAN: ("source.spm", "target.spm", "vocab.json"),
    Family.M2M100: ("sentencepiece.bpe.model", "vocab.json"),
    Family.MT5: ("spiece.model",),
    Family.QWEN3: ("tokenizer.json",),
    Family.HUNYUAN: ("tokenizer.json",),
    Family.CHAT: ("tokenizer.json", "chat_template.jinja"),
}


@pytest.fixture(autouse=True)
def hub(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Hub]:
    with Hub() as hub:
        hub.send_client_here(monkeypatch, tmp_path / "cache")
        yield hub


def files(architecture: str, family: Family, **config: object) -> dict[str, bytes]:
    """The files of a model of this family, without meaning."""
    told = json.dumps({"architectures": [architecture], **config}).encode()
    return {"config.json": told, "model.safetensors": b"weights"} | {name: b"{}" for name in TOKENIZERS[family]}


def put(folder: Path, content: dict[str, bytes]) -> Path:
    folder.mkdir(parents=True)
    for name, data in content.items():
        (folder / name).write_bytes(data)
    return folder


def cached(spec: ModelSpec) -> None:
    """As if it had been downloaded."""
    assert spec.family is not None
    content = files("Any", spec.family)
    put(Path(constants.HF_HUB_CACHE) / f"models--{spec.repository.replace('/', '--')}" / "snapshots" / "main", content)


def test_the_rows_say_what_a_user_should_know() -> None:
    assert len({spec.name for spec in CATALOG}) == len(CATALOG)
    for spec in CATALOG:
        assert spec.tasks and spec.licence and spec.about and spec.pace > 0
        if not spec.setting:
            assert spec.embedded == (spec.repository == "") == (spec.download_bytes == 0) == (spec.positions == 0)
        assert spec.commercial_use == ("NC" not in spec.licence)
        assert spec.attribution or not spec.licence.upper().startswith("CC")


@pytest.mark.parametrize("task", list(Task))
def test_auto_is_the_embedded_model_until_a_better_one_is_ready(task: Task) -> None:
    assert find(task).embedded
    best = [spec for spec in specs(task) if spec.commercial_use and not spec.embedded]
    for spec in reversed(best):
        assert not ready(spec)
        cached(spec)
        assert ready(spec) and find(task, AUTO) is spec


@pytest.mark.parametrize(("name", "variable"), [("cluster", "ZHAIYI_SERVE_URL"), ("chat-server", "ZHAIYI_CHAT_URL")])
def test_a_model_on_a_server_is_there_once_its_address_is_set(
    name: str, variable: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for task in Task:
        assert name not in {spec.name for spec in specs(task)}
        with pytest.raises(ModelError):
            find(task, name)
    monkeypatch.setenv(variable, "http://models.example")
    for task in Task:
        assert find(task).name == find(task, name).name == name, "and the best there is"
    with pytest.raises(ModelError):
        named(name)  # there is nothing to download or to remove


def test_auto_never_picks_a_model_that_is_not_free_for_every_use() -> None:
    spec = named("mt5-xlsum")
    cached(spec)
    assert ready(spec) and find(Task.SUMMARIZE, AUTO).name == "extractive"
    assert find(Task.SUMMARIZE, "mt5-xlsum") is spec


def test_half_a_model_is_not_ready() -> None:
    spec = named("opus-mt")
    cached(spec)
    next(Path(constants.HF_HUB_CACHE).rglob("target.spm")).unlink()
    assert not ready(spec)


@pytest.mark.parametrize(
    ("name", "reach", "code", "said"),
    [
        ("babelfish", Reach.HUB, ErrorCode.UNKNOWN_MODEL, "auto, hy-mt2, opus-mt-big, opus-mt, m2m100"),
        ("extractive", Reach.CATALOG, ErrorCode.UNKNOWN_MODEL, "extractive"),
        ("", Reach.DISK, ErrorCode.UNKNOWN_MODEL, "gloss"),
        ("../../etc", Reach.HUB, ErrorCode.UNKNOWN_MODEL, "gloss"),
        ("owner/name", Reach.CATALOG, ErrorCode.NOT_ALLOWED, "owner/name"),
        ("owner/none", Reach.HUB, ErrorCode.UNKNOWN_REPOSITORY, "owner/none"),
        ("owner/bert", Reach.HUB, ErrorCode.WRONG_ARCHITECTURE, "BertModel"),
        ("owner/base", Reach.HUB, ErrorCode.WRONG_ARCHITECTURE, "LlamaForCausalLM"),  # no chat template
        ("owner/code", Reach.HUB, ErrorCode.WRONG_ARCHITECTURE, "OwnForCausalLM"),  # brings code of its own
        ("owner/data", Reach.HUB, ErrorCode.INCOMPLETE_REPOSITORY, "config.json"),
        ("owner/mt5", Reach.HUB, ErrorCode.WRONG_TASK, "owner/mt5 is not a translation model"),
        ("owner/mt5@v2", Reach.HUB, ErrorCode.UNKNOWN_REVISION, "v2"),
    ],
)
def test_a_name_that_leads_nowhere_says_why(hub: Hub, name: str, reach: Reach, code: ErrorCode, said: str) -> None:
    template = {"chat_template.jinja": b"{{ messages }}"}
    hub.add("owner/bert", {"config.json": b'{"architectures": ["BertModel"]}'})
    hub.add("owner/base", {"config.json": b'{"architectures": ["LlamaForCausalLM"]}', "tokenizer_config.json": b"{}"})
    hub.add("owner/code", {"config.json": b'{"architectures": ["OwnForCausalLM"], "auto_map": {}}', **template})
    hub.add("owner/data", {"data.csv": b"1,2"})
    hub.add("owner/mt5", files("MT5ForConditionalGeneration", Family.MT5))
    with pytest.raises(ModelError) as caught:
        find(Task.TRANSLATE, name, reach)
    assert caught.value.code is code and said in str(caught.value)


@pytest.mark.parametrize(
    ("architecture", "family", "tasks", "engine"),
    [
        ("MarianMTModel", Family.MARIAN, "translate", Engine.CTRANSLATE),
        ("M2M100ForConditionalGeneration", Family.M2M100, "translate", Engine.CTRANSLATE),
        ("MT5ForConditionalGeneration", Family.MT5, "summarize", Engine.CTRANSLATE),
        ("T5ForConditionalGeneration", Family.MT5, "summarize", Engine.CTRANSLATE),
        ("Qwen3ForCausalLM", Family.QWEN3, "summarize translate", Engine.CTRANSLATE),
        ("HunYuanDenseV1ForCausalLM", Family.HUNYUAN, "summarize translate", Engine.CHAT),
        ("LlamaForCausalLM", Family.CHAT, "summarize translate", Engine.CHAT),
    ],
)
def test_a_supported_repository_or_folder_becomes_a_row(
    hub: Hub, tmp_path: Path, architecture: str, family: Family, tasks: str, engine: Engine
) -> None:
    content = files(architecture, family, max_position_embeddings=99, n_positions=99)
    hub.add("owner/name", content | {"README.md": b"words"})
    spec = named("owner/name", Reach.HUB)
    assert (spec.family, " ".join(spec.tasks), spec.engine, spec.positions) == (family, tasks, engine, 99)
    assert (spec.repository, spec.revision, spec.folder) == ("owner/name", "main", None)
    assert spec.download_bytes == sum(map(len, content.values()))
    assert not spec.commercial_use and not ready(spec)
    assert not hub.asked_for("*.safetensors")

    folder = put(tmp_path / "model", content)
    spec = named(str(folder), Reach.DISK)
    assert (spec.family, spec.folder, spec.repository, ready(spec)) == (family, folder, "", True)


def test_a_revision_can_be_named(hub: Hub) -> None:
    commit = hub.add("owner/name", files("MarianMTModel", Family.MARIAN))
    spec = find(Task.TRANSLATE, f"owner/name@{commit}", Reach.HUB)
    assert (spec.repository, spec.revision) == ("owner/name", commit)


def test_a_repository_that_is_in_the_cache_asks_nothing(hub: Hub) -> None:
    snapshot = Path(constants.HF_HUB_CACHE) / "models--owner--name" / "snapshots" / "main"
    put(snapshot, files("MarianMTModel", Family.MARIAN))
    assert ready(find(Task.TRANSLATE, "owner/name", Reach.HUB)) and hub.requests == []


def test_a_folder_is_not_looked_for_unless_that_is_allowed(tmp_path: Path) -> None:
    folder = put(tmp_path / "model", files("MarianMTModel", Family.MARIAN))
    for reach in (Reach.CATALOG, Reach.HUB):
        with pytest.raises(ModelError) as caught:
            find(Task.TRANSLATE, str(folder), reach)
        assert caught.value.code is ErrorCode.UNKNOWN_MODEL


def test_half_a_folder_says_what_it_lacks(tmp_path: Path) -> None:
    content = files("MarianMTModel", Family.MARIAN)
    for lacking in content:
        folder = put(tmp_path / lacking, {name: data for name, data in content.items() if name != lacking})
        with pytest.raises(ModelError) as caught:
            named(str(folder), Reach.DISK)
        assert caught.value.code is ErrorCode.INCOMPLETE_FOLDER
        assert (lacking if lacking != "model.safetensors" else "weights") in str(caught.value)
