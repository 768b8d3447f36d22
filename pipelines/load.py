"""From a name in the catalogue to a working model."""

from __future__ import annotations

from pipelines.contracts import Summarizer, Translator
from pipelines.models.catalog import AUTO, Engine, Task, find


def load_summarizer(name: str = AUTO) -> Summarizer:
    """The summarizer with this name, or the best one that is ready. Raises ModelError for an unknown name."""
    match find(Task.SUMMARIZE, name).engine:
        case Engine.SENTENCES:
            from pipelines.summary.extractive import Extractive

            return Extractive()
        case engine:
            raise NotImplementedError(engine)


def load_translator(name: str = AUTO) -> Translator:
    """The translator with this name, or the best one that is ready. Raises ModelError for an unknown name."""
    match find(Task.TRANSLATE, name).engine:
        case Engine.DICTIONARY:
            from pipelines.translation.gloss import Gloss

            return Gloss()
        case engine:
            raise NotImplementedError(engine)
