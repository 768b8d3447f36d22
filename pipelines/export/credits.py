"""Credits: which models made a digest, and under which terms."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath

from pipelines.columns import pairs
from pipelines.document import Column, Digest, Flag
from pipelines.models.catalog import CATALOG
from pipelines.models.custom import is_repository

_HUB = "https://huggingface.co"


@dataclass(frozen=True, slots=True)
class Credit:
    """One model: what it did here ("summary", "English"), what it is, its licence, and whom to name.

    `licence` says so where it forbids commercial use. `attribution` is the line that the licence asks for, or ""; `url`
    is the model's page on the hub, or "" where it has none.
    """

    model: str
    did: tuple[str, ...]
    about: str
    licence: str
    attribution: str
    url: str

    def __str__(self) -> str:
        """The whole credit as one English sentence or two."""
        did = " and ".join(self.did)
        said = f"{did[:1].upper()}{did[1:]} by {self.model} ({self.about}). Licence: {self.licence}."
        said += f" {self.attribution}." if self.attribution else ""
        return f"{said} {self.url}" if self.url else said


def credits(digest: Digest) -> tuple[Credit, ...]:
    """A credit for each model that made a part of this digest, the summary's first.

    A model that the catalogue does not have is named with its page on the hub, which states its licence; of a folder
    only its own name is told.
    """
    did: dict[str, list[str]] = {}
    for name in digest.summary.model.split(" + ") if digest.summary else ():  # where one had to stand in for another
        did[name] = ["summary"]
    for name in _translators(digest):
        did.setdefault(name, []).append("English")
    return tuple(_credit(name, tuple(parts)) for name, parts in did.items())


def _translators(digest: Digest) -> tuple[str, ...]:
    translations = (digest.byline_translation, digest.summary_translation, digest.article_translation)
    names = [translation.model for translation in translations if translation]
    if not names and any(Flag.GLOSS in pair.flags for pair in pairs(digest, Column.TITLE)):
        names = ["gloss"]  # a title is a pair by itself, without a model's name; but only one model writes glosses
    return tuple(dict.fromkeys(names))


def _credit(name: str, did: tuple[str, ...]) -> Credit:
    for spec in CATALOG:
        if spec.name == name:
            licence = spec.licence if spec.commercial_use else f"{spec.licence}, non-commercial use only"
            url = f"{_HUB}/{spec.repository}" if spec.repository else ""
            return Credit(name, did, spec.about, licence, spec.attribution, url)
    if is_repository(name):
        page = f"{_HUB}/{name.partition('@')[0]}"
        return Credit(name, did, "not in the catalogue", "see its page", "", page)
    return Credit(PurePath(name).name, did, "not in the catalogue", "not known", "", "")
