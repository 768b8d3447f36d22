"""The table of SECURITY.md: every row has its test, and what it says of the server's settings is so."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from page.door import allowed

ROOT = Path(__file__).parent.parent


def test_every_threat_has_a_test_that_is_there() -> None:
    table = [line for line in (ROOT / "SECURITY.md").read_text(encoding="utf-8").splitlines() if line.startswith("| ")]
    assert len(table) > 15
    for line in table[1:]:
        tests = re.findall(r"`(tests/[\w/]+\.py)(?:::(\w+))?`", line)
        assert tests, line
        for path, name in tests:
            assert f"def {name or 'test_'}" in (ROOT / path).read_text(encoding="utf-8"), (path, name)


def test_the_servers_own_protection_is_on() -> None:
    config = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    server = config["server"]
    assert server.get("enableXsrfProtection", True) and server.get("enableCORS", True)
    assert config["client"]["showErrorDetails"] == "none"
    assert not config["browser"]["gatherUsageStats"]


@pytest.mark.parametrize(
    ("claims", "addresses", "may"),
    [
        ({"email": "a@example.org"}, "", True),
        ({}, "", True),
        ({"email": "a@example.org"}, "example.org", True),
        ({"email": "A@Example.ORG"}, " @example.org , x@y.z", True),
        ({"email": "x@y.z"}, "example.org, x@y.z", True),
        ({"email": "b@y.z"}, "example.org, x@y.z", False),
        ({"email": "a@sub.example.org"}, "example.org", False),
        ({"email": "a@notexample.org"}, "example.org", False),
        ({"email": "example.org"}, "example.org", False),
        ({"email": "@example.org"}, "example.org", False),
        ({"email": "a@example.org", "email_verified": False}, "example.org", False),
        ({"email": None}, "example.org", False),
        ({}, "example.org", False),
    ],
)
def test_only_who_is_named_comes_in(claims: dict[str, object], addresses: str, may: bool) -> None:
    assert allowed(claims, addresses) is may
