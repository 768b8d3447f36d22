"""Credits: the models that made a digest, with the licences and attributions they come with."""

from __future__ import annotations

from dataclasses import dataclass

from pipelines.document import Digest
from pipelines.models.catalog import CATALOG


@dataclass(frozen=True, slots=True)
class Credit:
    """A model that made part of a digest; of one that is no row of the catalogue only the name is known."""

    model: str
    about: str = ""
    licence: str = "see its page"
    attribution: str = ""


def credits(digest: Digest) -> tuple[Credit, ...]:
    """A credit for each model that summarized or translated, none twice, the summarizer's first."""
    made = (digest.summary, digest.byline_translation, digest.summary_translation, digest.article_translation)
    names = dict.fromkeys(name for part in made if part for name in part.model.split(" + "))
    rows = {spec.name: Credit(spec.name, spec.about, spec.licence, spec.attribution) for spec in CATALOG}
    return tuple(rows.get(name, Credit(name)) for name in names)
