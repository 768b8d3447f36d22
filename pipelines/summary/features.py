"""What the rankers see of a sentence, and of a stretch of one: a row of numbers each."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from pipelines.summary.analysis import COLUMN, COUNTED, Analysis, Floats, Places
from pipelines.summary.ranker import Judged, Manner
from pipelines.summary.stretches import Stretch

_TINY = 1e-9
_finished = re.compile(r"[。！？!?….．｡][”’」』）)】》\"]*\s*$")
_dated = re.compile(r"今天|昨天|今日|昨日|近日|日前|\d{1,2}日(?![志历程记常])|本报|新华社|记者")
_enumerated = re.compile(
    r"\s*(?:[（(]?(?:\d{1,2}|[一二三四五六七八九十]{1,3})[)）、.．]|第[一二三四五六七八九十\d]|[-•*●])"
)
_answered = re.compile(
    "(?:但|而|却|不过|然而|可是|此外|另外|同时|并|因此|所以|其|这|那|该|此|他|她|它|还|也|又|再|则|就|以上|上述|于是|接着|然后|总之|当然|其实|比如|例如|如果|当|虽然)"
)

# Of a stretch, by itself: as much as there is of it ...
_SUMS = (
    *(
        "characters",
        "content",
        "rarity",
        "weight",
        "elsewhere",
        "keywords",
        "keyword mass",
        "pair mass",
        "learned",
        "new",
    ),
    *("digits", "latin", "mark 、", "mark ，", "mark “", "mark 《", "mark （"),
)
# ... and as much of it as there is to a word, or a character.
_PER_WORD = tuple(
    name for name in COUNTED if name.startswith(("tag ", "cue ")) or name in ("content", "learned", "elsewhere", "new")
)
_PER_CONTENT = ("known elsewhere", "rarity", "weight", "keywords", "keyword mass")
_PER_CHARACTER = ("digits", "latin", "mark ，", "mark 、", "mark ：", "mark “", "mark 《", "mark （")
_PER_PAIR = ("pairs elsewhere", "pair mass")
_LIKE = ("like article", "like first", "like last", "like title", "like head")

# Of the whole article.
_KIND = (
    *("cue spoken", "cue first", "cue second", "cue paper", "cue presents", "cue results", "cue news", "cue judges"),
    *("cue steps", "cue says", "cue orders", "cue asks", "tag r", "tag u", "tag m", "tag ns", "tag nr", "content"),
)

_SCHOLARLY = ("paper", "presents", "studies", "results", "purpose")
# Of the sentence a stretch is cut from.
_SENTENCE = (
    *("place", "place from end", "relative place", "place in paragraph", "paragraph", "central mass", "enumerated"),
    *("like the one before", "asks"),
)
_RANKED = ("characters", "like article", "keyword mass", "learned", "weight")


def kind(analysis: Analysis) -> dict[str, float]:
    """The article as a whole: how long, how built, and how often it uses each kind of word."""
    totals = analysis.sums[-1]
    words = max(1.0, totals[COLUMN["words"]])
    count = len(analysis.texts)
    lengths = analysis.totals(analysis.first[:-1], analysis.first[1:])[:, COLUMN["characters"]]
    paragraphs = len({sentence.paragraph for sentence in analysis.sentences})
    finished = sum(bool(_finished.search(text)) for text in analysis.texts)
    told = {
        "sentences": float(count),
        "characters": float(np.log1p(lengths.sum())),
        "mean length": float(lengths.mean()),
        "spread of lengths": float(lengths.std()),
        "longest": float(lengths.max()),
        "paragraphs": float(paragraphs),
        "sentences a paragraph": count / max(1, paragraphs),
        "finished": finished / count,
        "questions": totals[COLUMN["mark ？"]] / count,
        "clauses a sentence": float(analysis.first[-1]) / count,
        "latin": totals[COLUMN["latin"]] / max(1.0, totals[COLUMN["characters"]]),
        "digits": totals[COLUMN["digits"]] / max(1.0, totals[COLUMN["characters"]]),
        "half-width commas": sum(text.count(",") for text in analysis.texts)
        / max(1.0, sum(text.count("，") + text.count(",") for text in analysis.texts)),
    }
    for name in _KIND:
        told[name] = float(totals[COLUMN[name]]) / words
    return told


class Table(NamedTuple):
    """Features: a row for each thing, and the name of each column."""

    names: tuple[str, ...]
    rows: Floats

    def column(self, name: str) -> Floats:
        """One feature of everything."""
        return np.asarray(self.rows[:, self.names.index(name)], dtype=np.float64)


def manner(analysis: Analysis) -> Manner:
    """In what manner the article is written."""
    totals = analysis.sums[-1]
    words = max(1.0, float(totals[COLUMN["words"]]))
    scholarly = sum(float(totals[COLUMN[f"cue {name}"]]) for name in _SCHOLARLY)
    return Manner(
        spoken=float(totals[COLUMN["cue spoken"]]) / words,
        judges=float(totals[COLUMN["cue judges"]]) / words,
        news=float(totals[COLUMN["cue news"]]) / words,
        scholarly=scholarly / words,
        dated=bool(_dated.search("".join(analysis.texts[:2]))),
        latin=float(totals[COLUMN["latin"]]) / max(1.0, float(totals[COLUMN["characters"]])),
    )


def of_sentences(analysis: Analysis) -> Table:
    """A row for each sentence."""
    begin, end = analysis.first[:-1], analysis.first[1:]
    count = len(begin)
    order = np.arange(count, dtype=np.float64)
    names, columns = _stretches(analysis, begin, end)
    paragraph = np.array([sentence.paragraph for sentence in analysis.sentences])
    starts = np.concatenate([[True], paragraph[1:] != paragraph[:-1]])
    in_paragraph = order - np.maximum.accumulate(np.where(starts, order, 0.0))
    number = np.cumsum(starts) - 1
    sizes = np.bincount(number)[number]
    totals = analysis.totals(begin, end)
    lengths = totals[:, COLUMN["characters"]]
    before = np.concatenate([[0.0], lengths.cumsum()[:-1]])
    cosine = _cosine_with_neighbour(analysis)
    central, led = analysis.central * count, analysis.led * count
    placed = {
        "place": order,
        "place from end": count - 1 - order,
        "relative place": order / max(1, count - 1),
        "characters before": np.log1p(before),
        "share before": before / max(1.0, float(lengths.sum())),
        "first": (order == 0) * 1.0,
        "last": (order == count - 1) * 1.0,
        "paragraph": number.astype(np.float64),
        "paragraphs after": float(number[-1]) - number,
        "place in paragraph": in_paragraph,
        "size of paragraph": sizes.astype(np.float64),
        "last in paragraph": (in_paragraph == sizes - 1) * 1.0,
        "central": analysis.central,
        "central mass": central / max(_TINY, float(analysis.central.sum())),
        "central with lead": analysis.led,
        "central with lead mass": led / max(_TINY, float(analysis.led.sum())),
        "like the one before": cosine,
        "like the one after": np.concatenate([cosine[1:], [0.0]]),
        "length to mean": lengths / max(1.0, float(lengths.mean())),
        "finished": np.array([bool(_finished.search(text)) for text in analysis.texts]) * 1.0,
        "asks": np.array([text.rstrip().endswith(("？", "?")) for text in analysis.texts]) * 1.0,
        "colon at end": np.array([text.rstrip().endswith(("：", ":")) for text in analysis.texts]) * 1.0,
        "exclaims": np.array([text.rstrip().endswith(("！", "!")) for text in analysis.texts]) * 1.0,
        "enumerated": np.array([bool(_enumerated.match(text)) for text in analysis.texts]) * 1.0,
        "leans": np.array([bool(_answered.match(text)) for text in analysis.texts]) * 1.0,
        "ranked central": _ranked(analysis.central),
    }
    size = np.sqrt(np.maximum(_TINY, totals[:, COLUMN["square"]]))
    for name in _RANKED:
        values = totals[:, COLUMN[name]] / size if name.startswith("like") else totals[:, COLUMN[name]]
        placed[f"ranked {name}"] = _ranked(values)
    whole = kind(analysis)
    told = np.repeat(np.array([list(whole.values())]), count, axis=0)
    return Table(
        (*names, *placed, *(f"article: {name}" for name in whole)),
        np.concatenate([columns, np.array(list(placed.values())).T, told], axis=1),
    )


def of_stretches(analysis: Analysis, sentences: Table, judged: Judged, stretches: Sequence[Stretch]) -> Table:
    """A row for each stretch; `judged` is what the rankers say of the whole sentences."""
    worth, standing = judged
    rows = np.array([stretch.sentence for stretch in stretches], dtype=np.intp)
    begin = np.array([stretch.first for stretch in stretches], dtype=np.intp) + analysis.first[rows]
    end = np.array([stretch.last + 1 for stretch in stretches], dtype=np.intp) + analysis.first[rows]
    names, columns = _stretches(analysis, begin, end)
    first, after = analysis.first[rows], analysis.first[rows + 1]
    texts = [analysis.texts[row] for row in rows]
    kept = [text[part.start : part.end] for text, part in zip(texts, stretches, strict=True)]
    lengths = np.array([len(text.strip()) for text in texts], dtype=np.float64)
    length = np.array(list(map(len, kept)), dtype=np.float64)
    lost = np.array(
        [part.start - analysis.clauses[part.sentence][part.first].start for part in stretches], dtype=np.float64
    )
    own_totals = analysis.totals(begin, end)
    all_totals = analysis.totals(first, after)
    placed = {
        "worth": worth[rows],
        "worth to best": worth[rows] / max(_TINY, float(worth.max())),
        "standing": standing[rows],
        "standing to best": standing[rows] - float(standing.max()),
        "ranked standing": _ranked(standing)[rows],
        "kept length": length,
        "kept share": length / np.maximum(1.0, lengths),
        "trimmed": lost,
        "clauses": (end - begin).astype(np.float64),
        "clauses before": (begin - first).astype(np.float64),
        "clauses after": (after - end).astype(np.float64),
        "whole": ((begin == first) & (end == after)) * 1.0,
        "after semicolon": np.array(
            [
                text[: part.start].rstrip().endswith(("；", ";", "：", ":"))
                for text, part in zip(texts, stretches, strict=True)
            ]
        )
        * 1.0,
        "leans": np.array([bool(_answered.match(text)) for text in kept]) * 1.0,
        "safe": np.array([stretch.safe for stretch in stretches]) * 1.0,
        "keeps rarity": own_totals[:, COLUMN["rarity"]] / np.maximum(_TINY, all_totals[:, COLUMN["rarity"]]),
        "keeps weight": own_totals[:, COLUMN["keyword mass"]]
        / np.maximum(_TINY, all_totals[:, COLUMN["keyword mass"]]),
    }
    for name in _SENTENCE:
        placed[f"sentence: {name}"] = sentences.column(name)[rows]
    whole = kind(analysis)
    told = np.repeat(np.array([list(whole.values())]), len(rows), axis=0)
    return Table(
        (*names, *placed, *(f"article: {name}" for name in whole)),
        np.concatenate([columns, np.array(list(placed.values())).T, told], axis=1),
    )


def _stretches(analysis: Analysis, begin: Places, end: Places) -> tuple[list[str], Floats]:
    totals = analysis.totals(begin, end)

    def column(name: str) -> Floats:
        return np.asarray(totals[:, COLUMN[name]], dtype=np.float64)

    words, content = np.maximum(1.0, column("words")), np.maximum(1.0, column("content"))
    characters, pairs = np.maximum(1.0, column("characters")), np.maximum(1.0, column("pairs"))
    size = np.sqrt(np.maximum(_TINY, column("square")))
    whole = analysis.sums[-1]
    told = {name: column(name) for name in _SUMS}
    told |= {f"{name} a word": column(name) / words for name in _PER_WORD}
    told |= {f"{name} a content word": column(name) / content for name in _PER_CONTENT}
    told |= {f"{name} a character": column(name) / characters for name in _PER_CHARACTER}
    told |= {f"{name} a pair": column(name) / pairs for name in _PER_PAIR}
    told |= {name: column(name) / size for name in _LIKE}
    told["content share"] = column("content characters") / characters
    told["clauses inside"] = (end - begin).astype(np.float64)
    told["share of article"] = column("characters") / max(1.0, float(whole[COLUMN["characters"]]))
    told["share of keywords"] = column("keyword mass") / max(_TINY, float(whole[COLUMN["keyword mass"]]))
    return list(told), np.array(list(told.values())).T


def _cosine_with_neighbour(analysis: Analysis) -> Floats:
    """The cosine of each sentence with the one before it; 0 for the first."""
    vectors = analysis.vectors
    key = vectors.rows * vectors.width + vectors.columns
    before = key - vectors.width
    found = np.searchsorted(key, before)
    found[found == len(key)] = 0
    hit = key[found] == before if len(key) else np.zeros(0, dtype=bool)
    products = vectors.values[hit] * vectors.values[found[hit]]
    return np.asarray(np.bincount(vectors.rows[hit], products, minlength=vectors.count), dtype=np.float64)


def _ranked(values: Floats) -> Floats:
    """The share of the values that each is above, ties by place."""
    ranks = np.empty(len(values))
    ranks[np.argsort(-values, kind="stable")] = np.arange(len(values))
    return 1 - ranks / max(1, len(values) - 1) if len(values) > 1 else np.ones(len(values))
