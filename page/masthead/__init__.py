"""The masthead: the title in English and in Chinese, and date, byline and source under it."""

from page.component import component
from page.strings import Say
from pipelines.document import Digest, Script


def draw(say: Say, digest: Digest) -> None:
    """Draw what stands on top of an article."""
    component("masthead")(key="masthead", data=payload(say, digest))


def payload(say: Say, digest: Digest) -> dict[str, object]:
    """What the component shows: texts as data, with the language of the Chinese ones."""
    english = digest.title_translation.target if digest.title_translation else ""
    pairs = digest.byline_translation.pairs if digest.byline_translation else ()
    return {
        "lang": "zh-Hant" if digest.article.script is Script.TRADITIONAL else "zh-Hans",
        "title": {"source": digest.title or say("untitled"), "target": english},
        "byline": [{"source": pair.source, "target": pair.target} for pair in pairs],
    }
