"""What all tests share: where the data outside the repository is."""

from __future__ import annotations

import os
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def data() -> Path:
    """The folder of samples and evaluation sets that is not part of the repository."""
    folder = os.environ.get("ZHAIYI_DATA")
    if not folder:
        pytest.skip("ZHAIYI_DATA does not name the folder with the outside data")
    return Path(folder).resolve()
