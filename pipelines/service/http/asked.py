"""What is asked of the API and what it answers: the shapes of its document."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from pipelines.digest import Options
from pipelines.document import Evidence, Finding, Length, Pair, Scope
from pipelines.models.catalog import AUTO
from pipelines.translation.glossary import Glossary

Name = Annotated[str, Field(max_length=200, description='A model of /v1/models, or "auto": the best that is ready.')]
Terms = Annotated[
    list[tuple[Annotated[str, Field(max_length=200)], Annotated[str, Field(max_length=400)]]],
    Field(max_length=2_000, description="How some words are to be translated: the Chinese and its English."),
]
Text = Annotated[str, Field(min_length=1, examples=["五月七日，市图书馆新馆正式开放。馆长李明说，欢迎前来阅读。"])]
Texts = Annotated[list[str], Field(min_length=1, max_length=10_000)]


class Asked(BaseModel):
    """What all requests have in common: nothing beside what the document names."""

    model_config = ConfigDict(extra="forbid")


class DigestAsked(Asked):
    """An article: its text or its web address."""

    text: Text | None = None
    address: Annotated[str, Field(max_length=4_000, examples=["https://example.org/article"])] | None = None
    summarizer: Name = AUTO
    translator: Name = AUTO
    length: Length = Length.MEDIUM
    translate: Scope = Scope.BOTH
    summarize: bool = True
    without: Annotated[list[Annotated[str, Field(max_length=50)]], Field(max_length=50)] = Field(
        default=[], description="Rules of repair that are switched off."
    )
    glossary: Terms = []

    @model_validator(mode="after")
    def _one_of_both(self) -> DigestAsked:
        if (self.text is None) == (self.address is None):
            raise ValueError("give either a text or an address")
        return self

    @property
    def options(self) -> Options:
        """How it is done."""
        return Options(self.length, self.translate, self.summarize)


class SentencesAsked(Asked):
    """A text, which is repaired and split into sentences, or texts, each taken as one sentence as it is."""

    text: Text | None = None
    texts: Texts | None = None

    @model_validator(mode="after")
    def _one_of_both(self) -> Self:
        if (self.text is None) == (self.texts is None):
            raise ValueError("give either a text or texts")
        return self

    @property
    def data(self) -> str | tuple[str, ...]:
        """What is to be worked on."""
        return self.text if self.text is not None else tuple(self.texts or ())


class TranslationAsked(SentencesAsked):
    """What is to be translated: a text or texts."""

    translator: Name = AUTO
    glossary: Terms = []


class SummaryAsked(SentencesAsked):
    """What is to be summarized: a text or texts."""

    summarizer: Name = AUTO
    length: Length = Length.MEDIUM


class TranslationGiven(BaseModel):
    """A pair for each sentence, in order, and what the checks found in them; `title` where a text has one."""

    title: Pair | None
    pairs: list[Pair]
    model: str
    findings: list[Finding]


class SentenceGiven(BaseModel):
    """A sentence of a summary, and which of `sources` it rests on, best first."""

    text: str
    evidence: list[Evidence]


class SummaryGiven(BaseModel):
    """A summary, and the sentences it was made of."""

    headline: str
    sentences: list[SentenceGiven]
    sources: list[str]
    model: str
    findings: list[Finding]


class ModelGiven(BaseModel):
    """A model that may be named."""

    name: str
    task: Literal["summarize", "translate"]
    ready: bool
    automatic: bool = Field(description='Whether "auto" means this one now.')
    revision: str = Field(description="Which weights: a commit of its repository; empty for what has none.")
    licence: str
    commercial_use: bool
    download_bytes: int
    about: str


def terms(pairs: list[tuple[str, str]]) -> Glossary:
    """A glossary of pairs."""
    return Glossary.of(pairs)
