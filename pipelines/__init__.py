"""Zhaiyi's library: a messy Chinese article in; a repaired article, a summary and aligned English out.

The map, in reading order. Arrows point one way: a room imports only rooms above it.

    document.py       the values (Article, Summary, Translation, Digest) and the events a run tells
    errors.py         the error tree: a code, its facts, one English sentence
    settings.py       every ZHAIYI_* variable there is
    contracts.py      what a summarizer and a translator are; Cancel
    article/          from bytes to sentences: reading, repair, script, sentences
    lexicon/          what several rooms know: words, dictionary, numbers, names
    checks/           functions from texts to findings: coverage, fluency, support
    models/           spec and catalog (a model is a row), weights and download (the hub), convert, and the engines:
                      ctranslate (fast), seq2seq (reference), chat (told in words what to do)
    summary/          summarizers: extractive (embedded: analysis, features, ranker, reading), abstractive (over an
                      engine); evidence for each sentence
    translation/      translators: gloss (embedded), neural (over an engine)
    load.py           from a name in the catalogue to a working model
    memory.py         what is known already and is not computed again
    digest.py         an article in, events out: the whole main job on one screen
    export/           one file a format: json, markdown
    service/          jobs and downloads: in threads of their own, watched by any number of pages
    __main__.py       the command line

Beside it: `page/` is everything that knows Streamlit, `app.py` the page from top to bottom, `training/` how shipped
data was made, `benchmarks/` what is measured. Importing this package loads no model, no dictionary and nothing heavy.
"""

from pipelines.article import read_article
from pipelines.contracts import Cancel, Summarizer, Translator
from pipelines.digest import Options, digest
from pipelines.document import Article, Digest, Length, Scope, Summary, Translation
from pipelines.errors import InputError, LimitError, ModelError, PipelineError
from pipelines.load import load_summarizer, load_translator
from pipelines.settings import Settings

__version__ = "0.1.0"

__all__ = [
    "Article",
    "Cancel",
    "Digest",
    "InputError",
    "Length",
    "LimitError",
    "ModelError",
    "Options",
    "PipelineError",
    "Scope",
    "Settings",
    "Summarizer",
    "Summary",
    "Translation",
    "Translator",
    "digest",
    "load_summarizer",
    "load_translator",
    "read_article",
]
