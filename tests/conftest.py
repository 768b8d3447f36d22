"""What all tests share: where the data outside the repository is, and tiny models, each built and converted once."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest


@pytest.fixture(scope="session", autouse=True)
def _own_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """What is kept by default is kept in a folder of the tests, not among what whoever runs them has read."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_DATA_HOME", str(tmp_path_factory.mktemp("data")))
        yield


@pytest.fixture(scope="session")
def data() -> Path:
    """The folder of samples and evaluation sets that is not part of the repository."""
    folder = os.environ.get("ZHAIYI_DATA")
    if not folder:
        pytest.skip("ZHAIYI_DATA does not name the folder with the outside data")
    return Path(folder).resolve()


@pytest.fixture(scope="session")
def hub_files(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """`hub_files("marian")`: the trained tiny model, laid out as its repository is."""
    import tiny

    built: dict[str, Path] = {}

    def build(name: str) -> Path:
        if name not in built:
            built[name] = getattr(tiny, f"build_{name}")(tmp_path_factory.mktemp(name))
        return built[name]

    return build


@pytest.fixture(scope="session")
def conversion(
    hub_files: Callable[[str], Path], tmp_path_factory: pytest.TempPathFactory
) -> Callable[[str, str], Path]:
    """`conversion("marian", "int8")`: its CTranslate2 folder, converted in this process to spare another import."""
    from pipelines.models import convert

    made: dict[tuple[str, str], Path] = {}

    def make(name: str, quantization: str) -> Path:
        if (name, quantization) not in made:
            folder = tmp_path_factory.mktemp(f"{name}-{quantization}")
            convert.write(hub_files(name), folder, quantization)
            made[name, quantization] = folder
        return made[name, quantization]

    return make
