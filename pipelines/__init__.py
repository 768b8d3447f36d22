"""Zhaiyi's library: a messy Chinese article in; a repaired article, a summary and aligned English out.

The map, in reading order. Arrows point one way: a room imports only rooms above it.

    document.py       the values (Article, Summary, Translation, Digest) and the events a run tells
    errors.py         the error tree: a code, its facts, one English sentence
    settings.py       every ZHAIYI_* variable there is
    contracts.py      what a summarizer and a translator are; Cancel
    article/          from a file or web address to sentences: extraction, repair, script, sentences
    lexicon/          what several rooms know: words, dictionary, numbers and names in both languages; aids for reading
    checks/           functions from texts to findings: numbers (mentions, matching), names, places, coverage, fluency,
                      support; pairs (all of them over a column), lines (over two texts), tally (in one line)
    models/           spec and catalog (a model is a row), weights and download (the hub), convert, and the engines:
                      ctranslate (fast), seq2seq (reference), chat (told in words what to do), openai (on a server);
                      engines (where models run), served (another server's models, by its API)
    summary/          summarizers: extractive (embedded: analysis, features, ranker, reading), abstractive (over an
                      engine), served (another server's); evidence for each sentence
    translation/      translators: gloss (embedded), neural (over an engine), served (another server's); glossary
    instead.py        a model at work in place of better ones that would not load
    load.py           from a name in the catalogue to a working model
    memory.py         what is known already and is not computed again
    columns.py        a digest by its columns
    corrections.py    English that a person wrote, laid over what the models made
    comparison.py     two translations or two summaries side by side, differences marked
    digest.py         an article in, events out: the whole main job on one screen
    export/           one file a format, and the table of them: json, markdown, docx, tmx, text
    service/          what a server is: runs (run, work), who is next (line), who does it (crew, working), all of them
                      (jobs), what outlives it (store, over sqlite or postgres), several servers behind one link
                      (leases, taking_up, elsewhere), limits (rate), the log, downloads; http/ the doors beside the
                      page; cluster the models on Ray Serve (an extra: requirements-cluster.txt)
    corpus/           thousands of articles into one file, a row each, resumable
    __main__.py       the command line, and what it understands (arguments.py)

Beside it: `page/` is everything that knows Streamlit, `app.py` the page from top to bottom, `training/` how shipped
data was made, `benchmarks/` what is measured, `deploy/` the files of a server. Importing this package loads no model,
no dictionary and nothing heavy.
"""

from pipelines.article import Extract, extract, fetch_article, list_files, read_article
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
    "Extract",
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
    "extract",
    "fetch_article",
    "list_files",
    "load_summarizer",
    "load_translator",
    "read_article",
]
