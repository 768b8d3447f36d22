"""A digest by its columns: what each of them translates, and what came of it."""

from __future__ import annotations

from pipelines.document import Column, Digest, Pair, Translation


def sources(digest: Digest, column: Column) -> tuple[str, ...]:
    """What a column translates, as `Pair.source` has it: the text of each sentence, stripped."""
    if column is Column.TITLE:
        return (digest.title.strip(),) if digest.title else ()
    if column is Column.BYLINE:
        return tuple(aside.text.strip() for aside in digest.article.byline)
    if column is Column.SUMMARY:
        return tuple(line.text.strip() for line in digest.summary.sentences) if digest.summary else ()
    return tuple(sentence.text.strip() for sentence in digest.article.sentences)


def pairs(digest: Digest, column: Column) -> tuple[Pair, ...]:
    """The pairs of a column, in order; none where it has no English."""
    if column is Column.TITLE:
        return (digest.title_translation,) if digest.title_translation else ()
    made = translation(digest, column)
    return made.pairs if made else ()


def translation(digest: Digest, column: Column) -> Translation | None:
    """The translation of a column; None where it has none, and for the title, which is a single pair."""
    match column:
        case Column.BYLINE:
            return digest.byline_translation
        case Column.SUMMARY:
            return digest.summary_translation
        case Column.ARTICLE:
            return digest.article_translation
    return None
