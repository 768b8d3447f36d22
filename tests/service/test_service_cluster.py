"""The models on Ray Serve, for real: a cluster on this machine, a trained tiny Marian in its replicas."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from asgi import free_port

ROOT = Path(__file__).parents[2]
pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]
pytest.importorskip("ray")

import yaml  # noqa: E402  # comes with Ray

(APPLICATION,) = yaml.safe_load((ROOT / "deploy" / "cluster.yaml").read_text(encoding="utf-8"))["applications"]
SETTINGS = APPLICATION["runtime_env"]["env_vars"] | {"ZHAIYI_API_KEYS": "secret", "ZHAIYI_SPARE_MEMORY": "0"}


@dataclass
class Cluster:
    """`serve run` on a port of this machine."""

    address: str
    folder: Path
    marian: Path
    pairs: dict[str, str]

    def asked(self, path: str, body: Any = None) -> Any:
        data = json.dumps(body).encode() if body is not None else None
        headers = {"Authorization": "Bearer secret", "Content-Type": "application/json"}
        with urllib.request.urlopen(
            urllib.request.Request(f"{self.address}{path}", data, headers), timeout=120
        ) as answer:
            return json.load(answer)

    def translated(self, texts: list[str]) -> list[str]:
        return [pair["target"] for pair in self.asked("/v1/translate", {"texts": texts})["pairs"]]

    def config(self, replicas: int, **settings: str) -> Path:
        path = self.folder / "cluster.json"  # JSON is YAML, too
        application = APPLICATION | {
            "runtime_env": {"env_vars": SETTINGS | settings},
            "args": {"models": [{"name": str(self.marian), "replicas": replicas, "cpus": 0.5}]},
        }
        http = {"host": "127.0.0.1", "port": int(self.address.rpartition(":")[2])}
        path.write_text(json.dumps({"http_options": http, "applications": [application]}))
        return path


def replicas() -> list[int]:
    """The processes that hold the model."""
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            if b"ServeReplica:zhaiyi:model" in path.read_bytes():
                found.append(int(path.parent.name))
        except OSError:
            continue
    return found


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    sys.path.insert(0, str(ROOT / "tests" / "models"))
    import tiny

    folder = tmp_path_factory.mktemp("cluster")
    marian = tiny.build_marian(folder / "marian")
    made = Cluster(f"http://127.0.0.1:{free_port()}", folder, marian, dict(tiny.PAIRS))
    bin_ = Path(sys.executable).parent
    environment = os.environ | {
        "RAY_AUTH_MODE": "disabled",
        "RAY_USAGE_STATS_ENABLED": "0",
        "PYTHONPATH": str(ROOT),
        "ZHAIYI_CACHE": str(folder / "cache"),
        "PATH": f"{bin_}{os.pathsep}{os.environ['PATH']}",
    }
    begin = [str(bin_ / "ray"), "start", "--head", "--num-cpus=4", "--port=0", "--include-dashboard=true"]
    subprocess.run(begin, env=environment, check=True, capture_output=True, timeout=120)
    try:
        deploy(made, 2, environment)
        yield made
    finally:
        subprocess.run([str(bin_ / "ray"), "stop", "--force"], env=environment, check=False, capture_output=True)


def deploy(made: Cluster, count: int, environment: dict[str, str] | None = None, **settings: str) -> None:
    """`serve deploy`, and wait until so many replicas are there and answer."""
    serve = str(Path(sys.executable).parent / "serve")
    environment = environment or os.environ | {"RAY_AUTH_MODE": "disabled"}
    subprocess.run([serve, "deploy", str(made.config(count, **settings))], env=environment, check=True, timeout=120)
    end = time.monotonic() + 240
    while time.monotonic() < end:
        try:
            if made.asked("/health/ready")["ready"] and len(replicas()) == count:
                return
        except OSError:
            pass
        time.sleep(0.5)
    pytest.fail("the cluster did not come up")


class Load:
    """Many users at once, each asking for sentences known by heart, until told to stop."""

    def __init__(self, cluster: Cluster, users: int) -> None:
        self._cluster = cluster
        self._stop = threading.Event()
        self.right = 0
        self.wrong: list[str] = []
        self._lock = threading.Lock()
        self._threads = [threading.Thread(target=self._use, args=(number,)) for number in range(users)]

    def __enter__(self) -> Load:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join(150)

    def _use(self, number: int) -> None:
        sources = list(self._cluster.pairs)
        turn = number
        while not self._stop.is_set():
            texts = [sources[(turn + step) % len(sources)] for step in range(1 + number % 7)]
            turn += len(texts)
            try:
                fault = (
                    "" if self._cluster.translated(texts) == [self._cluster.pairs[one] for one in texts] else "other"
                )
            except (OSError, ValueError) as error:
                fault = repr(error)
            with self._lock:
                self.right += not fault
                self.wrong += [fault] if fault else []


def test_what_is_deployed_translates_and_the_rest_is_there_too(cluster: Cluster) -> None:
    sources = list(cluster.pairs)
    assert cluster.translated(sources) == list(cluster.pairs.values())
    rows = {row["name"]: row for row in cluster.asked("/v1/models")}
    assert rows[str(cluster.marian)]["automatic"] and rows[str(cluster.marian)]["revision"]
    assert rows["extractive"]["automatic"] and not rows["gloss"]["automatic"]
    made = cluster.asked("/v1/summarize", {"texts": sources})
    assert made["sentences"] and made["sources"] == sources


def test_it_has_the_same_document_as_the_server_of_the_page(cluster: Cluster) -> None:
    from pipelines.service.http.api import api
    from pipelines.service.jobs import Runs
    from pipelines.settings import Settings

    runs = Runs(Settings(retention_hours=0))
    assert cluster.asked("/v1/openapi.json") == json.loads(json.dumps(api(runs).openapi())) | {
        "servers": cluster.asked("/v1/openapi.json").get("servers", [])
    }
    runs.close()


def test_the_command_line_is_given_its_translations(cluster: Cluster, tmp_path: Path) -> None:
    article = tmp_path / "article.txt"
    article.write_text("\n".join(list(cluster.pairs)[:8]), encoding="utf-8")
    environment = os.environ | {"ZHAIYI_SERVE_URL": cluster.address, "ZHAIYI_SERVE_KEY": "secret"}
    command = [sys.executable, "-m", "pipelines", "digest", str(article)]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, check=True, timeout=120)
    whole = json.loads(done.stdout)
    assert whole["article_translation"]["model"] == str(cluster.marian)
    english = {pair["source"]: pair["target"] for pair in whole["article_translation"]["pairs"]}
    known = {source: cluster.pairs[source] for source in english if source in cluster.pairs}
    assert known and {source: english[source] for source in known} == known


def test_a_replica_that_is_killed_under_load_costs_no_request(cluster: Cluster) -> None:
    assert len(replicas()) == 2
    with Load(cluster, 16) as load:
        time.sleep(3)
        before = load.right
        os.kill(replicas()[0], signal.SIGKILL)
        time.sleep(12)
    assert not load.wrong and load.right > before > 0
    end = time.monotonic() + 60
    while len(replicas()) < 2 and time.monotonic() < end:
        time.sleep(0.5)
    assert len(replicas()) == 2, "and it is replaced"


def test_fewer_and_more_replicas_under_load_cost_no_request(cluster: Cluster) -> None:
    with Load(cluster, 8) as load:
        deploy(cluster, 1)
        time.sleep(2)
        deploy(cluster, 2)
    assert not load.wrong and load.right > 0


def test_whatever_the_document_allows_is_answered_without_a_fault(cluster: Cluster) -> None:
    import schemathesis
    from hypothesis import HealthCheck, given, settings
    from schemathesis.checks import not_a_server_error

    schema = schemathesis.openapi.from_url(f"{cluster.address}/v1/openapi.json")
    counted: list[int] = []
    for operation in schema.get_all_operations():
        tested = operation.ok()

        @given(case=tested.as_strategy())
        @settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck), database=None)
        def asked(case: Any) -> None:
            answer = case.call(headers={"Authorization": "Bearer secret"})
            counted.append(answer.status_code)
            case.validate_response(answer, checks=[not_a_server_error])

        asked()
    assert len(counted) > 50 and {200, 422} <= set(counted)


def test_a_full_line_is_told_with_a_time_to_come_again_and_the_page_goes_on_by_itself(cluster: Cluster) -> None:
    deploy(cluster, 1, ZHAIYI_MAX_WAITING="1", ZHAIYI_WORKERS="1", ZHAIYI_RUNNING_EACH="1", ZHAIYI_MAX_WAITING_EACH="1")
    sources = list(cluster.pairs) * 20

    def ask(_: int) -> tuple[int, str]:
        try:
            cluster.translated(sources)
        except urllib.error.HTTPError as error:
            return error.code, error.headers.get("Retry-After", "")
        return 200, ""

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(ask, range(8)))
    assert {status for status, _ in answers} <= {200, 429, 503} and {200} < {status for status, _ in answers}
    assert all(after.isdigit() for status, after in answers if status != 200)
