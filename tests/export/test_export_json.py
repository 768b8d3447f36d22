"""JSON: nothing of a digest is lost on the way out and back."""

from __future__ import annotations

import json as jsonlib
from dataclasses import fields

import pytest
from fakes import FirstSentences, Numbering, article

from pipelines.digest import digest
from pipelines.document import Digest
from pipelines.export import json

WHOLE = list(digest(article(["春天来了。"], ["“花”开了。"], title="春天"), FirstSentences(), Numbering(loses="花")))[-1]


def test_a_digest_survives_the_round_trip() -> None:
    assert isinstance(WHOLE, Digest)
    assert json.loads(json.dumps(WHOLE)) == WHOLE


def test_the_fields_are_named_as_the_values_and_chinese_is_readable() -> None:
    text = json.dumps(WHOLE)
    assert set(jsonlib.loads(text)) == {field.name for field in fields(Digest)} | {"about"}
    assert "春天来了。" in text


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"article": 1}', "\x00"])
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        json.loads(text)
