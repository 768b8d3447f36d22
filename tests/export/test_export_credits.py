"""Credits: whoever a digest owes something to is named in every file it is exported to."""

from __future__ import annotations

import json as jsonlib
from dataclasses import replace

import pytest
from fakes import FirstSentences, Numbering, article

from pipelines.digest import digest
from pipelines.document import Digest
from pipelines.export import json, markdown
from pipelines.export.credits import credits
from pipelines.models.catalog import named


def made(summarizer: str, translator: str) -> Digest:
    """A digest that says it was made by these models."""
    *_, whole = digest(article(["春天来了。"]), FirstSentences(), Numbering())
    assert isinstance(whole, Digest) and whole.summary and whole.summary_translation and whole.article_translation
    return replace(
        whole,
        summary=replace(whole.summary, model=summarizer),
        summary_translation=replace(whole.summary_translation, model=translator),
        article_translation=replace(whole.article_translation, model=translator),
    )


@pytest.mark.parametrize(
    ("summarizer", "translator", "owed"),
    [
        ("extractive", "gloss", ["gloss"]),
        ("qwen3-0.6b", "opus-mt", ["opus-mt"]),
        ("mt5-xlsum + extractive", "opus-mt", ["mt5-xlsum", "opus-mt"]),
        ("extractive", "opus-mt-big", []),
    ],
)
def test_attributions_are_in_every_export(summarizer: str, translator: str, owed: list[str]) -> None:
    whole = made(summarizer, translator)
    credits = jsonlib.loads(json.dumps(whole))["about"]["models"]
    assert [credit["model"] for credit in credits if credit["attribution"]] == owed
    page = markdown.render(whole)
    for name in owed:
        assert named(name).attribution in page.replace("\\", "")
        assert f"Licence: {named(name).licence}" in page
    assert page.count("Licence: ") == len(credits)


def test_a_summary_of_two_models_credits_both() -> None:
    whole = made("qwen3-0.6b + extractive", "owner/some_model")
    assert [(credit.model, credit.did) for credit in credits(whole)] == [
        ("qwen3-0.6b", ("summary",)),
        ("extractive", ("summary",)),
        ("owner/some_model", ("English",)),
    ]
