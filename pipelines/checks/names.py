"""Names: every Chinese person of a sentence stands in its translation in a form that is accepted.

Accepted are pinyin in either order (Wang Dongqun, Dongqun Wang, Wang Dong-qun), the family name or the given name
alone, the table of persons known otherwise (孙中山 Sun Yat-sen), and family names as Hong Kong, Taiwan, Singapore and
Korea write them. Foreign names are never forced into pinyin.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from pipelines.checks.trouble import Trouble
from pipelines.document import FindingCode, Severity
from pipelines.lexicon import names, renderings
from pipelines.lexicon.places import known_places
from pipelines.lexicon.romanized import (
    Word,
    all_families,
    capitalized_words,
    families,
    family_of,
    folded,
    is_japanese,
    is_pinyin,
    is_spelled_in,
    known,
    other_families,
    readings,
    stands_in,
)
from pipelines.lexicon.surnames import FOREIGN, GIVEN, NOT_NAMES, WEAK
from pipelines.lexicon.words import Word as Segment

NAME = "names"


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A person in the Chinese; `certain` where a title or a table says so, not only the look of the word."""

    start: int
    end: int
    name: str
    certain: bool


@dataclass(frozen=True, slots=True)
class Compared:
    """All troubles of a pair, and how many persons there are and have their counterpart."""

    troubles: tuple[Trouble, ...]
    names: int
    matching: int


def compare(source: str, target: str, segments: Sequence[Segment]) -> Compared:
    """Compare the persons of the simplified Chinese `source`, cut into `segments`, with its English."""
    persons = {one.name: one for one in reversed(tuple(_persons(source, segments)))}
    words = capitalized_words(target)
    plain = folded(target)
    used = {word for name in persons for word in _explained(name, words)}
    unnamed = [one for one in reversed(persons.values()) if not _is_named(one.name, words, plain)]
    troubles: list[Trouble] = []
    taken: set[Word] = set()

    def wrong(one: _Candidate, instead: tuple[Word, ...]) -> None:
        taken.update(instead)
        span = (instead[0].start, instead[-1].end)
        facts = (one.name, names.person(one.name), target[slice(*span)])
        troubles.append(Trouble(FindingCode.NAME_WRONG, Severity.ERROR, facts, (one.start, one.end), span))

    absent = []
    for one in unnamed:
        pinyin = families(family_of(one.name))[0]
        givens = readings(one.name[len(family_of(one.name)) :])
        instead = _wrongly_given(words, pinyin, givens, used)
        if instead is not None:
            wrong(one, instead)
        elif not any(word.folded in pinyin for word in words):  # not even the family name alone, Mr. Wang
            absent.append(one)
    strangers = [found for found in _strangers(words, used, source) if taken.isdisjoint(found)]
    for one in absent:
        if strangers:
            wrong(one, strangers.pop(0))
        elif one.certain:
            facts = (one.name, names.person(one.name))
            troubles.append(Trouble(FindingCode.NAME_MISSING, Severity.WARNING, facts, (one.start, one.end), None))
    counted = sum(one.certain for one in persons.values())
    missed = {trouble.source for trouble in troubles}
    matching = sum(one.certain and (one.start, one.end) not in missed for one in persons.values())
    for stranger in strangers:
        span = (stranger[0].start, stranger[-1].end)
        troubles.append(Trouble(FindingCode.NAME_ADDED, Severity.WARNING, (target[slice(*span)],), None, span))
    return Compared(tuple(troubles), counted, matching)


# --- the Chinese side ----------------------------------------------------------------------------------------------

# Family names that are hardly anything else before two characters of a given name that make one word with them.
_FREQUENT = frozenset(
    "王李张刘陈杨赵黄周吴徐孙胡朱郭何罗梁宋郑谢韩唐冯董萧程曹袁邓许傅沈彭吕苏卢蒋蔡贾丁魏薛叶阎潘杜戴钟汪姜范姚谭廖"
    "邹熊陆郝崔邱秦侯邵孟龚庞樊倪聂耿肖詹靳甄裴霍翁柯阮闵冉"
)
_PLACE = re.compile("[市省县镇村路街](?![长委民区])")
_DOT = re.compile("[·•・‧]")


def _persons(text: str, segments: Sequence[Segment]) -> Iterator[_Candidate]:
    taken: set[int] = set()
    for found in names.find_persons(text):
        if len(found.name) == 2 and renderings.of(found.name):
            continue  # 律师陈述: a word, and no name
        if _DOT.search(found.name) or not family_of(found.name) or is_japanese(found.name):
            continue
        beside = text[max(0, found.start - 1) : found.start] + text[found.end : found.end + 1]
        if _DOT.search(beside) or (
            re.search("[A-Za-z(（]", text[found.end : found.end + 1]) and _latin_follows(text, found.end)
        ):
            continue
        if _PLACE.match(text, found.end):
            continue  # 胡志明市
        taken.update(range(found.start, found.end))
        yield _Candidate(found.start, found.end, found.name, certain=True)
    whole = len(segments)
    for place, segment in enumerate((*segments, *_rejoined(segments))):
        if segment.start in taken or not _looks_like_a_person(segment, text):
            continue
        taken.update(range(segment.start, segment.end))
        plain = len(segment.text) == 3 and not set(segment.text) & FOREIGN
        frequent = place < whole and segment.text[0] in _FREQUENT
        certain = plain and (frequent or names.follows_title(text, segment.start))
        yield _Candidate(segment.start, segment.end, segment.text, certain)


def _rejoined(segments: Sequence[Segment]) -> Iterator[Segment]:
    """A family name and a given name that the segmentation knows as two words: 裴 and 小兵."""
    for one, other in zip(segments, segments[1:], strict=False):
        whole = one.text + other.text
        if family_of(whole) == one.text and len(other.text) == 2 and set(other.text) <= GIVEN:
            if other.tag[:1] in ("n", "a", "b", "x", "v") and other.tag not in ("ns", "nt"):
                yield Segment(whole, one.start, other.end, "nr")


def _latin_follows(text: str, end: int) -> bool:
    """Whether the article gives the name itself: 帕塔维 (Pattavee)."""
    return re.match(r" ?[(（]?\s*[A-Za-z]{2}", text[end : end + 6]) is not None


def _looks_like_a_person(segment: Segment, text: str) -> bool:
    name = segment.text
    family = family_of(name)
    given = name[len(family) :]
    if not family or not 1 <= len(given) <= 2 or segment.tag not in ("nr", "x"):
        return False
    if family in WEAK and (segment.tag != "x" or len(given) < 2):
        return False
    if name[:2] in NOT_NAMES or name in known_places() or not set(given) <= GIVEN or is_japanese(name):
        return False
    if renderings.of(name):
        return False  # a word, 高峰 or 白云, that could be a name
    if segment.tag == "x" and len(given) < 2:
        return False
    if len(given) == 2 and set(given) <= FOREIGN:
        return False
    return not _DOT.search(text[max(0, segment.start - 1) : segment.start] + text[segment.end : segment.end + 1])


# --- the English side ----------------------------------------------------------------------------------------------


def _explained(name: str, words: Sequence[Word]) -> Iterator[Word]:
    """The English words that are part of a name of the source."""
    family, given = family_of(name), name[len(family_of(name)) :]
    parts = {*families(family)[0], *readings(given), *(reading for c in given for reading in readings(c))}
    return (word for word in words if word.folded in parts)


def _is_named(name: str, words: Sequence[Word], plain: str) -> bool:
    """Whether the English, whose capitalized words these are, names a person in any accepted form."""
    family, given = family_of(name), name[len(family_of(name)) :]
    pinyin, elsewhere = families(family)
    givens = readings(given)
    otherwise = known(name)
    squeezed = re.sub(r"[^a-z]", "", plain)
    if otherwise and any(part in plain for part in folded(otherwise).split() if len(part) > 2):
        return True
    if any(f + g in squeezed or g + f in squeezed for f in pinyin for g in givens):
        return True
    if any(word.folded in givens for word in words if len(given) > 1 or len(word.folded) > 3):
        return True
    if any(word.folded in elsewhere and word.folded not in _ENGLISH for word in words):
        return True  # no telling how the given name is written there
    return bool(set(name) & FOREIGN) and _sounds_like_one(name, words)


def _wrongly_given(
    words: Sequence[Word], pinyin: frozenset[str], givens: frozenset[str], used: set[Word]
) -> tuple[Word, ...] | None:
    """The family name with another given name: Wang Dongjun for 王东群; or with a misspelling of it."""
    for place, word in enumerate(words):
        if word.folded not in pinyin:
            continue
        following = words[place + 1] if place + 1 < len(words) else None
        if following and following.start - word.end == 1 and following not in used:
            if _is_given(following) or any(_resembles(following.folded, given) for given in givens):
                return word, following
        before = words[place - 1] if place else None
        if before and word.start - before.end == 1 and before not in used and _is_given(before):
            if before.folded not in all_families() and len(before.folded) > 3:
                return before, word
    return None


def _resembles(word: str, given: str) -> bool:
    """Whether a word that is no pinyin is nearly the given name: dongqum."""
    return len(given) > 3 and SequenceMatcher(None, word, given).ratio() >= _ALIKE


_ALIKE = 0.7


def _strangers(words: Sequence[Word], used: set[Word], source: str) -> Iterator[tuple[Word, ...]]:
    """The Chinese names in the English that nothing in the source explains."""
    for run in _runs(words):
        if len(run) > 3 or run[0].folded in _ENGLISH or run[0].folded not in all_families():
            continue
        given = "".join(word.folded for word in run[1:])
        if not all(_is_given(word) for word in run[1:]) or not is_pinyin(given, 2) or used.issuperset(run):
            continue
        if stands_in(source, "".join(word.folded for word in run)):
            continue  # a place or a company: Xi'an Tianhe
        spelled = is_spelled_in(source, run[0].folded, given)
        reversed_ = len(run) == 2 and is_spelled_in(source, given, run[0].folded)
        if not spelled and not reversed_ and not is_spelled_in(source, run[0].folded, run[1].folded):
            yield run


def _runs(words: Sequence[Word]) -> Iterator[tuple[Word, ...]]:
    """Two or more capitalized words side by side that could all be pinyin, with nothing of the kind around them."""
    run: list[Word] = []
    for word in (*words, None):
        beside = bool(run) and word is not None and word.start - run[-1].end == 1
        if beside and word is not None and _could_be_a_name(word):
            run.append(word)
            continue
        if len(run) > 1:
            yield tuple(run)
        run = [word] if word is not None and _could_be_a_name(word) else []


def _could_be_a_name(word: Word) -> bool:
    return is_pinyin(word.folded, 2) or word.folded in other_families()


_CONSONANTS = str.maketrans({"b": "p", "d": "t", "g": "k", "r": "l", "v": "f", "w": "f", "h": "f", "q": "k", "c": "k"})


def _sounds_like_one(name: str, words: Sequence[Word]) -> bool:
    """Whether a foreign name of the English could be what was spelled in Chinese: 罗利特 and Rowlett."""
    sounded = {_skeleton(reading) for reading in readings(name)}
    return any(len(bones := _skeleton(word.folded)) > 1 and bones in sounded for word in words)


def _skeleton(word: str) -> str:
    """Consonants, those that are often confused as one, without repetitions: patton and badun are ptn."""
    sounds = word.replace("ng", "n").replace("zh", "j").replace("sh", "s").replace("ch", "k")
    bones = re.sub("[aeiouy]|(?<!^)[hw]", "", sounds).translate(_CONSONANTS)
    return re.sub(r"(.)\1+", r"\1", bones)


# English words that are spelled like pinyin.
_ENGLISH = frozenset(
    "a an he she me we you who the they no so long men women pan fan hang sun song tang ding bang ban sang dang fang "
    "can man may china hong kong beijing shanghai june in on or to too do go ran change hu ma pa mu sin din gong long "
    "dan mai san dean sen gen ben ken lang gang rang wan di le la de du da pin bin jing tie die lie pie bo li lu lo "
    "ya yo wo xi".split()
) - frozenset("hu ma song tang fang dan li lu wan bo".split())


def _is_given(word: Word) -> bool:
    return is_pinyin(word.folded, 2) and word.folded not in _ENGLISH and word.folded not in _KINDS


_KINDS = frozenset(("shi", "sheng", "jiang", "he"))  # what ends the name of a place
