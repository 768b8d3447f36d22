"""Fetching weights from a hub on this machine: what is asked for, what is kept, what a user is told when it fails."""

from __future__ import annotations

import errno
import json
import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hub import Hub
from huggingface_hub import constants, snapshot_download

from pipelines.contracts import Cancel
from pipelines.errors import ErrorCode, ModelError
from pipelines.models import machine, transfer, weights
from pipelines.models.download import Received, fetch
from pipelines.models.spec import Engine, Family, ModelSpec, Task

ROOT = Path(__file__).parent.parent.parent
REPOSITORY = "owner/tiny-marian"
WEIGHTS = bytes(range(256)) * 12_000  # 3 MB
CONFIG = json.dumps({"architectures": ["MarianMTModel"]}).encode()
FILES = {
    "config.json": CONFIG,
    "generation_config.json": b"{}",
    "pytorch_model.bin": WEIGHTS,
    "source.spm": b"source" * 50,
    "target.spm": b"target" * 50,
    "tokenizer_config.json": b"{}",
    "vocab.json": b"{}",
    # What nobody needs:
    "README.md": b"# words",
    "flax_model.msgpack": b"flax",
    "rust_model.ot": b"rust",
    "tf_model.h5": b"tensorflow",
    "onnx/model.onnx": b"onnx",
}
SPEC = ModelSpec(
    name="tiny",
    tasks=(Task.TRANSLATE,),
    engine=Engine.CTRANSLATE,
    licence="CC0-1.0",
    commercial_use=True,
    attribution="",
    about="",
    pace=1.0,
    family=Family.MARIAN,
    repository=REPOSITORY,
)


@pytest.fixture
def hub(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Hub]:
    monkeypatch.setattr(transfer, "PATIENCE", (0.0, 0.0))
    with Hub() as hub:
        hub.send_client_here(monkeypatch, tmp_path / "cache")
        hub.add(REPOSITORY, FILES)
        yield hub


def test_only_the_needed_files_are_fetched_and_a_second_call_asks_nothing(hub: Hub) -> None:
    folder = fetch(SPEC)
    assert folder is not None and folder == weights.locate(SPEC)
    unneeded = {"README.md", "flax_model.msgpack", "rust_model.ot", "tf_model.h5"}
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == {
        name: content for name, content in FILES.items() if name not in unneeded and "/" not in name
    }
    asked = len(hub.requests)
    assert fetch(SPEC) == folder and len(hub.requests) == asked


def test_safetensors_come_before_bin(hub: Hub) -> None:
    hub.add(REPOSITORY, {**FILES, "model.safetensors": b"safe"})
    folder = fetch(SPEC)
    assert folder is not None and (folder / "model.safetensors").read_bytes() == b"safe"
    assert not hub.asked_for("*.bin")


def test_weights_in_shards_are_all_fetched(hub: Hub) -> None:
    shards = {f"model-0000{i}-of-00003.safetensors": b"shard %d" % i for i in (1, 2, 3)}
    files = {name: content for name, content in FILES.items() if name != "pytorch_model.bin"}
    hub.add(REPOSITORY, files | shards | {"model.safetensors.index.json": b"{}"})
    folder = fetch(SPEC)
    assert folder is not None and shards.keys() <= {path.name for path in folder.iterdir()}
    (folder / "model-00002-of-00003.safetensors").resolve().unlink()
    assert weights.locate(SPEC) is None


def test_what_is_fetched_is_where_the_hubs_own_client_looks(hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = fetch(SPEC)
    monkeypatch.setattr(constants, "HF_HUB_OFFLINE", True)
    found = snapshot_download(REPOSITORY, cache_dir=constants.HF_HUB_CACHE, local_files_only=True)
    assert Path(found) == folder


def test_what_the_hubs_own_client_fetched_is_found(hub: Hub) -> None:
    folder = snapshot_download(REPOSITORY, cache_dir=constants.HF_HUB_CACHE)
    assert weights.locate(SPEC) == Path(folder)
    asked = len(hub.requests)
    assert fetch(SPEC) == Path(folder) and len(hub.requests) == asked


def test_progress_adds_up_and_says_rate_and_time_left(hub: Hub) -> None:
    hub.slow("pytorch_model.bin", rate=6e6)
    told: list[Received] = []
    fetch(SPEC, told.append)
    total = sum(len(FILES[path.name]) for path in weights.require(SPEC).iterdir())
    assert {received.total for received in told} == {total}
    assert (told[0].done, told[-1].done) == (0, total)
    assert [received.done for received in told] == sorted(received.done for received in told)
    middle = told[len(told) // 2]
    assert 1e5 < middle.rate < 12e6
    assert middle.seconds_left == pytest.approx((total - middle.done) / middle.rate)


# What goes wrong at the hub, and what a user is told.
FAILURES: list[tuple[Callable[[Hub], object], ErrorCode, str]] = [
    (lambda hub: hub.fail("api", status=401, code="repository"), ErrorCode.UNKNOWN_REPOSITORY, REPOSITORY),
    (lambda hub: hub.fail("api", status=404, code="repository"), ErrorCode.UNKNOWN_REPOSITORY, REPOSITORY),
    (
        lambda hub: hub.fail("api", status=401, message="Invalid credentials in Authorization header"),
        ErrorCode.UNAUTHORIZED,
        "HF_TOKEN",
    ),
    (lambda hub: hub.fail("api", status=403), ErrorCode.FORBIDDEN, "127.0.0.1"),
    (lambda hub: hub.fail("api", status=404, code="revision"), ErrorCode.UNKNOWN_REVISION, "main"),
    (lambda hub: hub.fail("api", status=503), ErrorCode.HUB_FAILED, "503"),
    (lambda hub: hub.fail("api", status=200), ErrorCode.HUB_FAILED, "not a model hub"),
    (lambda hub: hub.fail("config.json", status=403, code="gated"), ErrorCode.GATED, f"/{REPOSITORY}"),
    (lambda hub: hub.fail("vocab.json", status=404, code="entry"), ErrorCode.INCOMPLETE_REPOSITORY, "vocab.json"),
    (lambda hub: hub.fail("*.bin", status=503), ErrorCode.HUB_FAILED, "503"),
    (lambda hub: hub.fail("*.bin", status=403), ErrorCode.FORBIDDEN, "tiny"),
    (lambda hub: hub.cut("*.bin", after=0, times=9), ErrorCode.NO_NETWORK, "tiny"),
    (lambda hub: hub.corrupt("*.bin", times=2), ErrorCode.CHECKSUM, "pytorch_model.bin"),
    (lambda hub: hub.corrupt("vocab.json", times=2), ErrorCode.CHECKSUM, "vocab.json"),
    (lambda hub: hub.shorten("*.bin"), ErrorCode.CHECKSUM, "pytorch_model.bin"),
    (lambda hub: setattr(hub, "checksums", False), ErrorCode.HUB_FAILED, "not a model hub"),
]


@pytest.mark.parametrize(("happens", "code", "said"), FAILURES, ids=[str(row[1]) for row in FAILURES])
def test_every_failure_is_one_clear_error_and_the_next_attempt_succeeds(
    hub: Hub, happens: Callable[[Hub], object], code: ErrorCode, said: str
) -> None:
    happens(hub)
    with pytest.raises(ModelError) as caught:
        fetch(SPEC)
    assert caught.value.code is code and said in str(caught.value)
    assert weights.locate(SPEC) is None
    hub.heal()
    hub.checksums = True
    assert fetch(SPEC) is not None


@pytest.mark.parametrize(
    ("files", "code", "said"),
    [
        ({"source.spm": None}, ErrorCode.INCOMPLETE_REPOSITORY, "source.spm"),
        ({"pytorch_model.bin": None}, ErrorCode.INCOMPLETE_REPOSITORY, "weights"),
        ({"config.json": None}, ErrorCode.INCOMPLETE_REPOSITORY, "config.json"),
        ({"config.json": b'{"architectures": ["BertModel"]}'}, ErrorCode.WRONG_ARCHITECTURE, "BertModel"),
        ({"config.json": b"<html>"}, ErrorCode.WRONG_ARCHITECTURE, "MarianMTModel"),
        (
            {"config.json": b'{"architectures": ["BertModel"]}', "vocab.json": None},
            ErrorCode.WRONG_ARCHITECTURE,
            "Bert",
        ),
    ],
)
def test_a_repository_that_is_no_such_model_costs_no_gigabytes(
    hub: Hub, files: dict[str, bytes | None], code: ErrorCode, said: str
) -> None:
    hub.add(REPOSITORY, {name: content for name, content in {**FILES, **files}.items() if content is not None})
    with pytest.raises(ModelError) as caught:
        fetch(SPEC)
    assert caught.value.code is code and said in str(caught.value)
    assert not hub.asked_for("*.bin")


def test_without_a_network_the_reason_is_said(hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(constants, "ENDPOINT", "http://127.0.0.1:9")
    with pytest.raises(ModelError, match="127.0.0.1:9 does not answer") as caught:
        fetch(SPEC)
    assert caught.value.code is ErrorCode.NO_NETWORK


def test_offline_asks_nothing_and_uses_what_is_there(hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as offline:
        offline.setattr(constants, "HF_HUB_OFFLINE", True)
        with pytest.raises(ModelError, match="HF_HUB_OFFLINE") as caught:
            fetch(SPEC)
        assert caught.value.code is ErrorCode.OFFLINE and hub.requests == []
    folder = fetch(SPEC)
    hub.requests.clear()
    monkeypatch.setattr(constants, "HF_HUB_OFFLINE", True)
    assert fetch(SPEC) == folder and hub.requests == []


def test_the_token_goes_to_the_hub_and_not_to_where_it_sends_us(hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_TOKEN", "hf_secret")
    fetch(SPEC)
    assert {asked.authorized for asked in hub.requests if asked.host == "127.0.0.1"} == {True}
    assert {asked.authorized for asked in hub.requests if asked.host == "localhost"} == {False}


def test_a_cut_connection_is_taken_up_where_it_broke(hub: Hub) -> None:
    hub.cut("*.bin", after=1_000_000, times=2)
    assert fetch(SPEC) is not None
    asked = hub.asked_for("*.bin")
    assert len(asked) == 3 and asked[0].range is None
    starts = [int((request.range or "").removeprefix("bytes=").removesuffix("-")) for request in asked[1:]]
    assert 0 < starts[0] <= 1_000_000 and starts[0] < starts[1] <= 2_000_000


def test_a_server_without_ranges_sends_everything_again(hub: Hub) -> None:
    hub.ranges = False
    hub.cut("*.bin", after=1_000_000)
    folder = fetch(SPEC)
    assert folder is not None and (folder / "pytorch_model.bin").read_bytes() == WEIGHTS


def test_a_damaged_file_is_fetched_once_more(hub: Hub) -> None:
    hub.corrupt("*.bin")
    folder = fetch(SPEC)
    assert folder is not None and (folder / "pytorch_model.bin").read_bytes() == WEIGHTS
    assert [asked.range for asked in hub.asked_for("*.bin")] == [None, None]


def test_a_damaged_file_in_the_cache_is_found_and_replaced(hub: Hub) -> None:
    folder = fetch(SPEC)
    assert folder is not None and weights.mend(SPEC) == 0
    (folder / "pytorch_model.bin").resolve().write_bytes(WEIGHTS[::-1])
    assert weights.mend(SPEC) == 1 and weights.locate(SPEC) is None
    hub.requests.clear()
    fetch(SPEC)
    assert (folder / "pytorch_model.bin").read_bytes() == WEIGHTS
    assert not hub.asked_for("source.spm")


def test_a_new_commit_costs_only_the_files_that_changed(hub: Hub) -> None:
    first = fetch(SPEC)
    commit = hub.add(REPOSITORY, {**FILES, "vocab.json": b'{"new": 1}'})
    hub.requests.clear()
    second = fetch(replace(SPEC, revision=commit))
    assert first != second and second is not None and second.name == commit
    assert hub.asked_for("vocab.json") and not hub.asked_for("*.bin")


@pytest.mark.parametrize(
    ("resource", "code", "needed"),
    [("disk", ErrorCode.DISK_FULL, "4.6 MB"), ("memory", ErrorCode.OUT_OF_MEMORY, "606 MB")],
)
def test_too_little_room_is_said_with_both_numbers_before_anything_is_fetched(
    hub: Hub, monkeypatch: pytest.MonkeyPatch, resource: str, code: ErrorCode, needed: str
) -> None:
    if resource == "disk":
        usage = shutil.disk_usage("/")._replace(free=1_200_000)
        monkeypatch.setattr(shutil, "disk_usage", lambda _: usage)
    else:
        monkeypatch.setattr(machine, "free_memory", lambda: 1_200_000)
    with pytest.raises(ModelError) as caught:
        fetch(SPEC)
    assert caught.value.code is code
    assert "1.2 MB" in str(caught.value) and needed in str(caught.value)
    assert not hub.asked_for("*")


def test_a_disk_that_fills_up_on_the_way_is_said_too(hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(ModelError) as caught:
        fetch(SPEC)
    assert caught.value.code is ErrorCode.DISK_FULL


def test_a_cache_that_cannot_be_written_is_named(hub: Hub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setattr(constants, "HF_HUB_CACHE", str(tmp_path / "file"))
    with pytest.raises(ModelError, match="not a directory") as caught:
        fetch(SPEC)
    assert caught.value.code is ErrorCode.UNWRITABLE_CACHE


def test_a_cancelled_download_is_no_error_and_goes_on_later(hub: Hub) -> None:
    hub.slow("*.bin", rate=3e6)
    cancel = Cancel()

    def stop(received: Received) -> None:
        if received.done > 500_000:
            cancel.request()

    assert fetch(SPEC, stop, cancel) is None
    assert weights.locate(SPEC) is None
    hub.heal()
    hub.requests.clear()
    told: list[Received] = []
    assert fetch(SPEC, told.append) is not None
    assert told[0].done > 500_000
    assert [asked.range is None for asked in hub.asked_for("*.bin")] == [False]
    assert not hub.asked_for("source.spm")


def test_a_disk_without_symbolic_links_will_do(hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    def forbidden(*_: object) -> None:
        raise OSError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(Path, "symlink_to", forbidden)
    folder = fetch(SPEC)
    assert folder is not None and (folder / "pytorch_model.bin").read_bytes() == WEIGHTS
    (folder / "pytorch_model.bin").unlink()
    (folder / "vocab.json").write_bytes(b"damaged")
    assert fetch(SPEC) == folder
    assert (folder / "pytorch_model.bin").read_bytes() == WEIGHTS
    assert (folder / "vocab.json").read_bytes() == FILES["vocab.json"]
    assert len(hub.asked_for("*.bin")) == 1


def test_two_who_ask_at_once_share_one_download(hub: Hub) -> None:
    hub.slow("*.bin", rate=3e6)
    folders: list[Path | None] = []
    told: dict[int, list[Received]] = {0: [], 1: []}
    threads = [threading.Thread(target=lambda i=i: folders.append(fetch(SPEC, told[i].append))) for i in (0, 1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(hub.asked_for("*.bin")) == 1
    assert len(folders) == 2 and set(folders) == {weights.locate(SPEC)}
    for seen in told.values():  # whoever waits sees the bytes arrive as well
        assert len({received.done for received in seen}) > 2


def test_who_waits_takes_over_when_the_other_one_cancels(hub: Hub) -> None:
    hub.slow("*.bin", rate=3e6)
    cancel = Cancel()
    first = threading.Thread(target=fetch, args=(SPEC, None, cancel))
    first.start()
    while not hub.asked_for("*.bin"):
        time.sleep(0.01)
    folders: list[Path | None] = []
    second = threading.Thread(target=lambda: folders.append(fetch(SPEC)))
    second.start()
    time.sleep(0.2)
    cancel.request()
    first.join()
    second.join()
    assert folders == [weights.locate(SPEC)] and folders != [None]
    assert [asked.range is None for asked in hub.asked_for("*.bin")] == [True, False]


def test_after_a_kill_only_the_rest_is_fetched(hub: Hub, tmp_path: Path) -> None:
    hub.slow("*.bin", rate=2e6)
    code = (
        "from pipelines.models.download import fetch; from pipelines.models.spec import *\n"
        "row = ('tiny', (Task.TRANSLATE,), Engine.CTRANSLATE, '', True, '', '', 1.0, Family.MARIAN)\n"
        f"fetch(ModelSpec(*row, '{REPOSITORY}'))"
    )
    environment = os.environ | hub.environment | {"HF_HUB_CACHE": constants.HF_HUB_CACHE, "HF_HOME": str(tmp_path)}
    process = subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, env=environment)
    blobs = weights.storage(REPOSITORY) / "blobs"
    while not any(part.stat().st_size > 600_000 for part in blobs.glob("*.incomplete")):
        assert process.poll() is None
        time.sleep(0.02)
    process.kill()
    process.wait()
    (part,) = blobs.glob("*.incomplete")
    stray = part.with_name(f"{part.name.split('.')[0]}.0123abcd.incomplete")  # what the hub's client leaves behind
    stray.write_bytes(b"of no use")
    arrived = part.stat().st_size
    hub.heal()
    hub.requests.clear()
    folder = fetch(SPEC)
    assert folder is not None and (folder / "pytorch_model.bin").read_bytes() == WEIGHTS
    assert [asked.range for asked in hub.asked_for("*.bin")] == [f"bytes={arrived}-"]
    assert not hub.asked_for("source.spm")
    assert not list(blobs.glob("*.incomplete"))


def test_removing_says_what_became_free(hub: Hub) -> None:
    folder = fetch(SPEC)
    assert folder is not None
    size = sum(path.stat().st_size for path in folder.iterdir())
    assert size <= weights.remove(SPEC) < size + 1000
    assert weights.locate(SPEC) is None and weights.remove(SPEC) == 0


def test_half_a_local_folder_is_said_and_a_whole_one_is_never_removed(tmp_path: Path) -> None:
    for name, content in FILES.items():
        if "/" not in name:
            (tmp_path / name).write_bytes(content)
    spec = replace(SPEC, repository="", folder=tmp_path)
    assert fetch(spec) == tmp_path and weights.remove(spec) == 0
    (tmp_path / "vocab.json").unlink()
    with pytest.raises(ModelError, match=r"no vocab\.json") as caught:
        fetch(spec)
    assert caught.value.code is ErrorCode.INCOMPLETE_FOLDER
