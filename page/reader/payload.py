"""What the reader shows, as data: rows, items, marks, findings, and its own words."""

from collections.abc import Mapping, Sequence

from page import messages
from page.reader import second
from page.reader.second import Second
from page.strings import Say
from pipelines.article.script import to_simplified, to_taiwan
from pipelines.checks.tally import Tally
from pipelines.columns import sources
from pipelines.document import Column, Digest, Finding, Flag, Pair, Scope, Script, Translation
from pipelines.lexicon.aids import Aids

MARKED = (Flag.BY_HAND, Flag.SUSPECT, Flag.CUT, Flag.RETRIED, Flag.SPLIT)  # the gloss is explained once, above all rows

# What the reader says by itself.
READERS_OWN = (
    "layout", "layout_columns", "layout_pairs", "layout_english", "switches", "to_simplified", "to_traditional",
    "shade", "copy", "copy_original", "copy_summary", "copy_english", "copy_pairs", "copied", "not_copied",
    "aloud_zh", "aloud_en", "silence", "term_target", "term_add", "edit", "editing", "save", "discard", "undo",
    "wrong", "wrong_about", "wrong_told", "from", "missing",
)  # fmt: skip

Payload = dict[str, object]


def payload(
    say: Say,
    digest: Digest,
    scope: Scope,
    *,
    waiting: bool,
    aids: Aids | None = None,
    compared: Second | None = None,
) -> Payload:
    """What the component shows, as data: `rows` are the article's sentences, `items` the summary's.

    A row is [text, English or None, whether it opens a paragraph]; an item is [text, English or None, evidence: the
    numbers of its rows from 0]. `marks` has, by the number of a row or item, what the translator knows of its English,
    and `flags` the label and the explanation of each such mark. A finding is [severity, text, spans], a span [column,
    index, start, end, whether it is the English that is meant].
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
    title = digest.title or ("" if waiting else say("untitled"))
    findings = _findings(say, digest.findings)
    return {
        "lang": "zh-Hant" if article.script is Script.TRADITIONAL else "zh-Hans",
        "waiting": waiting,
        "translated": {"rows": scope is not Scope.SUMMARY, "items": scope is not Scope.ARTICLE},
        "title": [title, digest.title_translation and digest.title_translation.target],
        "byline": [[pair.source, pair.target] for pair in _pairs(digest.byline_translation)],
        "rows": rows,
        "items": items,
        "marks": {
            "rows": _marks(digest.article_translation),
            "items": _marks(digest.summary_translation),
            "title": _flags(digest.title_translation) if digest.title_translation else [],
            "byline": _marks(digest.byline_translation),
        },
        "flags": {flag.value: [say.pick(row) for row in messages.FLAGS[flag]] for flag in MARKED},
        "findings": findings,
        "salience": [round(value, 3) for value in summary.salience] if summary else [],
        "aids": aids.as_json() if aids else None,
        "script": _other_script(digest) if aids else None,
        "compare": second.payload(say, digest, compared) if compared else None,
        "note": _note(say, digest),
        "words": _words(say, digest, {"items": len(items), "rows": len(rows), "done": len(english)}),
    }


def _other_script(digest: Digest) -> dict[str, list[str]]:
    """The Chinese of all columns but the article, whose is among its aids, in the script that it is not written in."""
    convert = to_simplified if digest.article.script is Script.TRADITIONAL else to_taiwan
    columns = (Column.TITLE, Column.BYLINE, Column.SUMMARY)
    return {column.value: [convert(text) for text in sources(digest, column)] for column in columns}


def _words(say: Say, digest: Digest, counts: Mapping[str, int]) -> dict[str, str]:
    """The words of a payload, those that count with their `counts`."""
    return {key: say(f"reader_{key}") for key in READERS_OWN} | {
        "summary": say("column_summary"),
        "summary_count": say("count_of", done=counts["items"], total=counts["rows"]) if counts["items"] else "",
        "article": say("column_article"),
        "article_count": say("count_all", n=counts["rows"]),
        "english": say("column_english"),
        "english_count": _english_count(say, digest, counts),
        "evidence": say("evidence", n="#"),
        "tally": _tally(say, digest),
    }


def _english_count(say: Say, digest: Digest, counts: Mapping[str, int]) -> str:
    """How many sentences have English and, where the glossary has some of their words, how many of them it shows."""
    found = [term for pair in _pairs(digest.article_translation) for term in pair.terms]
    count = say("count_done", done=counts["done"], total=counts["rows"])
    return f"{count} · {say('count_terms', done=sum(term.used for term in found), n=len(found))}" if found else count


def _tally(say: Say, digest: Digest) -> str:
    """What the checks come to, in one line; while there is nothing to check a blank one keeps its place."""
    if not _pairs(digest.article_translation) and not _pairs(digest.summary_translation):
        return "\N{NO-BREAK SPACE}"
    tally = Tally.of(digest)
    parts = [say("tally_sentences", done=tally.translated, total=tally.sentences)]
    if tally.numbers:
        parts.append(say("tally_numbers", done=tally.matching, total=tally.numbers))
    n = len(tally.to_look_at)
    parts.append(say("tally_look", n=n) if n else say("tally_nothing"))
    return " · ".join(parts)


def _findings(say: Say, findings: Sequence[Finding]) -> list[list[object]]:
    """Each finding once, with all its places; what is not said of the article says so."""
    told: dict[tuple[str, str], list[list[object]]] = {}
    for finding in findings:
        column = finding.spans[0].column if finding.spans else Column.ARTICLE
        text = messages.finding(say, finding)
        if column is not Column.ARTICLE and not text.startswith(say("column_summary")):
            text = f"{say(f'in_{column}')}{say('colon')}{text}"
        spans = told.setdefault((finding.severity.value, text), [])
        spans += [[span.column.value, span.index, span.start, span.end, span.target] for span in finding.spans]
    return [[severity, text, spans] for (severity, text), spans in told.items()]


def _targets(translation: Translation | None) -> dict[int, str]:
    return {pair.index: pair.target for pair in _pairs(translation)}


def _pairs(translation: Translation | None) -> tuple[Pair, ...]:
    return translation.pairs if translation else ()


def _marks(translation: Translation | None) -> dict[str, list[str]]:
    """The marks of each pair that has any."""
    marked = ((pair.index, _flags(pair)) for pair in _pairs(translation))
    return {str(index): flags for index, flags in marked if flags}


def _flags(pair: Pair) -> list[str]:
    """A doubtful one need not say, too, that it was tried again."""
    hidden = {Flag.RETRIED} if Flag.SUSPECT in pair.flags else set()
    return [flag.value for flag in MARKED if flag in pair.flags and flag not in hidden]


def _note(say: Say, digest: Digest) -> list[str] | None:
    """The label and the explanation of English that is not a translation proper."""
    for pair in (*_pairs(digest.summary_translation), *_pairs(digest.article_translation)):
        if Flag.GLOSS in pair.flags:
            return [say.pick(row) for row in messages.FLAGS[Flag.GLOSS]]
    return None
