"""Matching: which number of one side is which of the other, one to one; what is left over on either."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from pipelines.checks.mention import Key, Mention, Sort
from pipelines.lexicon.english_units import in_base

_ROUNDING = 0.04  # how far a value told in another unit may be from the exact one


@dataclass(frozen=True, slots=True)
class Matched:
    """Pairs that agree, and the strong mentions of either side that agree with nothing."""

    pairs: tuple[tuple[Mention, Mention], ...]
    missing: tuple[Mention, ...]  # of the source
    added: tuple[Mention, ...]  # of the target


def match(source: Sequence[Mention], target: Sequence[Mention]) -> Matched:
    """Match the mentions of two sentences, the surest pairs first.

    In turn: the same plain value of two strong mentions, any shared reading of two strong ones, a strong and a weak
    one, a value in another unit, several that together say one (2 of the 3 for 二/三). A value that is said once more
    than on the other side is no finding: languages repeat and leave out.
    """
    left = _Pool(source)
    right = _Pool(target)
    pairs: list[tuple[Mention, Mention]] = []

    def take(agree: Callable[[Mention, Mention], bool], *, sharing: bool = True) -> None:
        for one in left.open() if sharing else left.measured():
            for other in right.sharing(one) if sharing else right.measured():
                if agree(one, other):
                    left.close(one)
                    right.close(other)
                    pairs.append((one, other))
                    break

    take(lambda one, other: one.sort is other.sort is Sort.NAME and one.keys[0] == other.keys[0])
    take(lambda one, other: not one.weak and not other.weak and one.keys[0] == other.keys[0] and _like(one, other))
    take(lambda one, other: not one.weak and not other.weak and one.keys[0] == other.keys[0])
    take(lambda one, other: not one.weak and not other.weak and _share(one, other))
    take(lambda one, other: not (one.weak and other.weak) and _share(one, other))
    take(_converts, sharing=False)
    take(lambda one, other: one.weak and other.weak and one.sort is other.sort is Sort.PERIOD and _share(one, other))

    said_left, said_right = _said(source), _said(target)
    plain_left, plain_right = _plain(source), _plain(target)
    missing = [m for m in left.open() if not m.weak and not _is_said(m, said_right, plain_right)]
    added = [m for m in right.open() if not m.weak and not _is_said(m, said_left, plain_left)]
    return Matched(tuple(pairs), tuple(missing), tuple(added))


def _said(side: Sequence[Mention]) -> set[Key]:
    """What a side says plainly, and all that its words of number may mean; not the digits of names."""
    return {
        key
        for mention in side
        if mention.sort is not Sort.NAME or mention.keys[0][0] == "n"  # the 500 of ATP500, which English sets apart
        for key in ((*mention.keys, *mention.parts) if mention.weak else (mention.keys[0], *mention.parts))
    }


def _plain(side: Sequence[Mention]) -> set[Key]:
    """The values of what a side says in so many words."""
    return {mention.keys[0] for mention in side if not mention.weak}


def _is_said(mention: Mention, other_side: set[Key], plain: set[Key]) -> bool:
    """Whether the other side says it anywhere, also as parts or as a repetition of what is matched already."""
    if mention.keys[0] in (plain if mention.sort in _DATED else other_side):
        return True
    return bool(mention.parts) and other_side.issuperset(mention.parts)


_DATED = (Sort.DAY, Sort.MONTH, Sort.YEAR)


def _share(one: Mention, other: Mention) -> bool:
    for dated, weak in ((one, other), (other, one)):
        # A day, month or year is no article, and no 一 of another word; "the first" and "May" are something else.
        if dated.sort in _DATED and weak.weak and weak.quantity is None and weak.keys[-1][0] != "m":
            return any(key[0] == "n" and key[1] not in (1, 2) and key in weak.keys for key in dated.keys)
    return any(key in other.keys for key in one.keys)


def _like(one: Mention, other: Mention) -> bool:
    if one.quantity is None or other.quantity is None:
        return False
    return one.quantity.kind is other.quantity.kind or one.quantity.unit == other.quantity.unit != ""


def _converts(one: Mention, other: Mention) -> bool:
    """Whether both are the same in different units: 160公里 and 100 miles, 37度 and 98.6 °F."""
    if one.weak or other.weak or one.quantity is None or other.quantity is None:
        return False
    if one.value is None or other.value is None:
        return False
    here, there = in_base(one.quantity.unit), in_base(other.quantity.unit)
    if here and there and here[0] == there[0] and one.quantity.unit != other.quantity.unit:
        return _near(float(one.value) * here[1], float(other.value) * there[1])
    units = (one.quantity.unit, other.quantity.unit)
    if units in (("degree Celsius", "degree Fahrenheit"), ("degree", "degree Fahrenheit")):
        return _near(float(one.value) * 1.8 + 32, float(other.value))
    if units in (("degree Fahrenheit", "degree Celsius"), ("degree Fahrenheit", "degree")):
        return _near(float(other.value) * 1.8 + 32, float(one.value))
    return False


def _near(one: float, other: float) -> bool:
    return abs(one - other) <= _ROUNDING * max(abs(one), abs(other))


def magnitude(one: Fraction, other: Fraction) -> int:
    """The power of ten that `other` is off by, 0 where they differ otherwise."""
    if not one or not other:
        return 0
    ratio = other / one
    power = 0
    while ratio >= 10:
        ratio, power = ratio / 10, power + 1
    while ratio < 1 and power > -20:
        ratio, power = ratio * 10, power - 1
    return power if ratio == 1 else 0


class _Pool:
    """Mentions that are not matched yet, in order."""

    def __init__(self, mentions: Iterable[Mention]) -> None:
        self._mentions = list(mentions)
        self._closed: set[int] = set()
        self._by_key: dict[Key, deque[Mention]] = {}
        for mention in self._mentions:
            for key in mention.keys:
                self._by_key.setdefault(key, deque()).append(mention)

    def open(self) -> list[Mention]:
        return [mention for mention in self._mentions if id(mention) not in self._closed]

    def sharing(self, other: Mention) -> Iterator[Mention]:
        """The open ones that share a key with `other`, by its keys and in order."""
        for key in other.keys:
            queue = self._by_key.get(key)
            while queue and id(queue[0]) in self._closed:
                queue.popleft()
            for mention in queue or ():
                if id(mention) not in self._closed:
                    yield mention

    def measured(self) -> list[Mention]:
        """The open ones that have a unit."""
        return [mention for mention in self.open() if mention.quantity is not None and mention.quantity.unit]

    def close(self, mention: Mention) -> None:
        self._closed.add(id(mention))
