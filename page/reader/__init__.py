"""The reader: title, summary, original and English in aligned columns, sentence beside sentence."""

from collections.abc import Mapping
from dataclasses import dataclass

import streamlit as st

from page import messages
from page.component import component
from page.reader import second
from page.reader.second import Second
from page.strings import Say
from pipelines.corrections import Correction
from pipelines.document import Column, Digest, Finding, Flag, Pair, Scope, Script, Translation
from pipelines.lexicon.aids import Aids

LAYOUTS = ("columns", "pairs", "english")
MARKED = (Flag.BY_HAND, Flag.SUSPECT, Flag.CUT, Flag.RETRIED, Flag.SPLIT)  # the gloss is explained once, above all rows
KEY = "reader"

# What the reader says by itself.
READERS_OWN = (
    "layout", "layout_columns", "layout_pairs", "layout_english", "switches", "to_simplified", "to_traditional",
    "shade", "copy", "copy_original", "copy_summary", "copy_english", "copy_pairs", "copied", "not_copied",
    "aloud_zh", "aloud_en", "silence", "edit", "editing", "save", "discard", "undo", "from", "missing",
)  # fmt: skip

Payload = dict[str, object]


@dataclass(frozen=True, slots=True)
class Edits:
    """The growing list of corrections to one run that a reader keeps under a name of its own."""

    run_id: str
    name: str
    made: tuple[Correction, ...]


def draw(
    say: Say,
    digest: Digest,
    run_id: str,
    scope: Scope,
    *,
    waiting: bool,
    aids: Aids | None = None,
    compared: Second | None = None,
) -> None:
    """Draw what there is of a digest; rows that wait for their English say so while the run goes on.

    `aids` comes once the article is finished: it is as large as the article and is not sent with every tick.
    """
    data = payload(say, digest, scope, waiting=waiting, aids=aids, compared=compared)
    component("reader")(
        key=KEY,
        data={"run": run_id, "layout": layout(), "editable": True, **data},
        on_edits_change=_no_matter,
        on_layout_change=_keep_layout,
    )


def layout() -> str:
    """The layout that the address names, else three columns."""
    named: str = st.query_params.get("view", LAYOUTS[0])
    return named if named in LAYOUTS else LAYOUTS[0]


def edits() -> Edits | None:
    """What the reader has told last of corrections."""
    told = st.session_state.get(KEY, {}).get("edits")
    if not told:
        return None
    made = tuple(Correction(Column(column), source, target or "") for column, source, target in told["edits"])
    return Edits(told["run"], told["id"], made)


def _no_matter() -> None:
    """`edits` is looked at in every drawing."""


def _keep_layout() -> None:
    named = st.session_state[KEY].get("layout")
    if named in LAYOUTS:
        st.query_params["view"] = named


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
    findings = [_finding(say, finding) for finding in digest.findings]
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
        "compare": second.payload(say, digest, compared) if compared else None,
        "note": _note(say, digest),
        "words": _words(say, {"items": len(items), "rows": len(rows), "done": len(english), "found": len(findings)}),
    }


def _words(say: Say, counts: Mapping[str, int]) -> dict[str, str]:
    """The words of a payload, those that count with their `counts`."""
    return {key: say(f"reader_{key}") for key in READERS_OWN} | {
        "summary": say("column_summary"),
        "summary_count": say("count_of", done=counts["items"], total=counts["rows"]) if counts["items"] else "",
        "article": say("column_article"),
        "article_count": say("count_all", n=counts["rows"]),
        "english": say("column_english"),
        "english_count": say("count_done", done=counts["done"], total=counts["rows"]),
        "evidence": say("evidence", n="#"),
        "noticed": say("noticed", n=counts["found"]),
    }


def _finding(say: Say, finding: Finding) -> list[object]:
    spans = [[span.column.value, span.index, span.start, span.end, span.target] for span in finding.spans]
    return [finding.severity.value, messages.finding(say, finding), spans]


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
