"""The reader: summary, original and English in aligned columns, sentence beside sentence."""

from page import messages
from page.component import component
from page.strings import Say
from pipelines.document import Digest, Flag, Pair, Scope, Script, Translation
from pipelines.service.jobs import Run

MARKED = (Flag.SUSPECT, Flag.CUT, Flag.RETRIED, Flag.SPLIT)  # the gloss is explained once, above all rows


def draw(say: Say, digest: Digest, run: Run, *, waiting: bool) -> None:
    """Draw what there is of a digest; rows that wait for their English say so while the run goes on."""
    data = payload(say, digest, run.request.options.translate, waiting=waiting)
    component("reader")(key="reader", data={"run": run.id, **data})


def payload(say: Say, digest: Digest, scope: Scope, *, waiting: bool) -> dict[str, object]:
    """What the component shows, as data: `rows` are the article's sentences, `items` the summary's.

    A row is [text, English or None, whether it opens a paragraph]; an item is [text, English or None, evidence: the
    numbers of its rows from 0]. `marks` has, by the number of a row or item, what the translator knows of its English,
    and `flags` the label and the explanation of each such mark.
    """
    article, summary = digest.article, digest.summary
    english, under = _targets(digest.article_translation), _targets(digest.summary_translation)
    sentences = article.sentences
    rows = [
        [s.text.strip(), english.get(i), i > 0 and s.paragraph != sentences[i - 1].paragraph]
        for i, s in enumerate(sentences)
    ]
    items = [
        [s.text.strip(), under.get(i), [evidence.sentence for evidence in s.evidence]]
        for i, s in enumerate(summary.sentences if summary else ())
    ]
    return {
        "lang": "zh-Hant" if article.script is Script.TRADITIONAL else "zh-Hans",
        "waiting": waiting,
        "translated": {"rows": scope is not Scope.SUMMARY, "items": scope is not Scope.ARTICLE},
        "rows": rows,
        "items": items,
        "marks": {"rows": _marks(digest.article_translation), "items": _marks(digest.summary_translation)},
        "flags": {flag.value: [say.pick(row) for row in messages.FLAGS[flag]] for flag in MARKED},
        "note": _note(say, digest),
        "words": {
            "summary": say("column_summary"),
            "summary_count": say("count_of", done=len(items), total=len(rows)) if summary else "",
            "article": say("column_article"),
            "article_count": say("count_all", n=len(rows)),
            "english": say("column_english"),
            "english_count": say("count_done", done=len(english), total=len(rows)),
            "from": say("from"),
            "evidence": say("evidence", n="#"),
            "missing": say("missing"),
        },
    }


def _targets(translation: Translation | None) -> dict[int, str]:
    return {pair.index: pair.target for pair in _pairs(translation)}


def _pairs(translation: Translation | None) -> tuple[Pair, ...]:
    return translation.pairs if translation else ()


def _marks(translation: Translation | None) -> dict[str, list[str]]:
    """The marks of each pair that has any; a doubtful one need not say, too, that it was tried again."""
    marks = {}
    for pair in _pairs(translation):
        hidden = {Flag.RETRIED} if Flag.SUSPECT in pair.flags else set()
        if flags := [flag.value for flag in MARKED if flag in pair.flags and flag not in hidden]:
            marks[str(pair.index)] = flags
    return marks


def _note(say: Say, digest: Digest) -> list[str] | None:
    """The label and the explanation of English that is not a translation proper."""
    for pair in (*_pairs(digest.summary_translation), *_pairs(digest.article_translation)):
        if Flag.GLOSS in pair.flags:
            return [say.pick(row) for row in messages.FLAGS[Flag.GLOSS]]
    return None
