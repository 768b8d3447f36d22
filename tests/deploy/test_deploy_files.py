"""The files for deployment name what is there, and promise what they keep."""

from __future__ import annotations

import configparser
import re
import shutil
import subprocess
import tomllib
from dataclasses import fields
from pathlib import Path

import pytest

from pipelines.settings import PREFIX, Settings

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"


def test_every_setting_in_the_files_is_one_of_ours() -> None:
    known = {PREFIX + setting.name.upper() for setting in fields(Settings)} | {"ZHAIYI_DATA"}  # of the benchmarks
    files = [*DEPLOY.iterdir(), ROOT / "docs" / "deploy.md", ROOT / "docs" / "cluster.md"]
    named = {name for path in files for name in re.findall(r"ZHAIYI_[A-Z_]+", path.read_text(encoding="utf-8"))}
    assert named and named <= known


def test_the_cluster_file_is_one_that_the_cluster_takes() -> None:
    pytest.importorskip("ray")
    import yaml

    from pipelines.models.catalog import named
    from pipelines.service import cluster

    (application,) = yaml.safe_load((DEPLOY / "cluster.yaml").read_text(encoding="utf-8"))["applications"]
    sized = cluster.Cluster.model_validate(application["args"])
    assert all(named(one.name) for one in sized.models)
    module, _, name = application["import_path"].partition(":")
    assert (module, name) == (cluster.__name__, cluster.build.__name__)
    assert all(isinstance(value, str) for value in application["runtime_env"]["env_vars"].values())
    assert Settings.read(application["runtime_env"]["env_vars"]).running_each == 64


def test_the_unit_starts_the_page_without_rights_and_keeps_its_data_where_it_may_write() -> None:
    unit = configparser.ConfigParser(strict=False, interpolation=None)
    unit.optionxform = str  # type: ignore[assignment, method-assign]
    unit.read(DEPLOY / "zhaiyi.service", encoding="utf-8")
    service = unit["Service"]
    assert service["ExecStart"].split()[1:3] == ["run", "app.py"] and (ROOT / "app.py").is_file()
    assert service["Restart"] == "always" and int(service["TimeoutStopSec"]) > 20
    assert (service["NoNewPrivileges"], service["ProtectSystem"], service["User"]) == ("yes", "strict", "zhaiyi")
    text = (DEPLOY / "zhaiyi.service").read_text(encoding="utf-8")
    assert "ZHAIYI_STORE=/var/lib/zhaiyi" in text and service["StateDirectory"] == "zhaiyi"


def test_systemd_understands_the_unit(tmp_path: Path) -> None:
    if shutil.which("systemd-analyze") is None:
        pytest.skip("no systemd-analyze")
    text = (DEPLOY / "zhaiyi.service").read_text(encoding="utf-8")
    # What is only there once it is deployed stands in the way of the check, not of the unit.
    text = text.replace("/opt/zhaiyi/.venv/bin/streamlit", "/bin/true").replace(
        "=zhaiyi\nGroup=zhaiyi", "=root\nGroup=root"
    )
    (tmp_path / "zhaiyi.service").write_text(text, encoding="utf-8")
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", str(tmp_path / "zhaiyi.service")], capture_output=True, text=True
    )
    assert "zhaiyi.service:" not in done.stderr, done.stderr


def test_the_image_is_pinned_has_no_root_and_copies_what_is_there() -> None:
    lines = (DEPLOY / "Dockerfile").read_text(encoding="utf-8").splitlines()
    (base,) = [line.split()[1] for line in lines if line.startswith("FROM")]
    assert re.search(r":\d+\.\d+\.\d+", base)
    users = [line.split()[1] for line in lines if line.startswith("USER")]
    assert users and users[-1] not in ("root", "0")
    for line in lines:
        if line.startswith("COPY"):
            for source in line.split()[1:-1]:
                assert (ROOT / source).exists(), source
    assert any("/health/live" in line for line in lines)


def test_the_example_of_secrets_is_toml_and_holds_none() -> None:
    auth = tomllib.loads((DEPLOY / "secrets.example.toml").read_text(encoding="utf-8"))["auth"]
    assert auth["redirect_uri"].endswith("/oauth2callback")
    assert {auth["cookie_secret"], auth["client_secret"]} == {"CHANGE-ME"}
    assert ".streamlit/secrets.toml" in (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()
