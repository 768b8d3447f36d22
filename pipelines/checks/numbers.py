"""Numbers: every number, date, time, unit and currency of a sentence has its counterpart in the translation.

Both sides are read into exact values (`lexicon`), matched one to one (`matching`), and what is left over is a finding:
a value that is a power of ten off with what was likely meant, another value in its place, one that is missing or added.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from pipelines.checks import mentions
from pipelines.checks.matching import Matched, magnitude, match
from pipelines.checks.mention import Mention, Sort
from pipelines.checks.trouble import Trouble
from pipelines.document import FindingCode, Severity
from pipelines.lexicon.english_units import CURRENCY_NAMES, in_base
from pipelines.lexicon.quantities import Kind, Quantity
from pipelines.lexicon.words import Word

NAME = "numbers"


@dataclass(frozen=True, slots=True)
class Compared:
    """All troubles of a pair, and how many of the source's numbers there are and have their counterpart."""

    troubles: tuple[Trouble, ...]
    numbers: int
    matching: int


def compare(source: str, target: str, segments: Sequence[Word] = ()) -> Compared:
    """Compare the simplified Chinese `source` and its English; `segments` are the words of the source."""
    here, there = mentions.chinese(source, segments), mentions.english(target)
    matched = _without_verbatim(match(here, there), source, target)
    troubles = [
        *_left_over(matched),
        *_periods(here, there, matched),
        *_units(matched),
        *_halves(matched),
        *_scales(here, there),
    ]
    numbers = {_span(mention) for mention in here if not mention.weak}
    matching = numbers.difference(trouble.source for trouble in troubles if trouble.source)
    return Compared(tuple(troubles), len(numbers), len(matching))


def _without_verbatim(matched: Matched, source: str, target: str) -> Matched:
    """What stands on the other side letter for letter is there, whatever it is: Four Corners, 1860s, @number10."""
    low_source, low_target = source.lower(), target.lower()
    return Matched(
        matched.pairs,
        tuple(m for m in matched.missing if not (_is_latin(m.text) and m.text.lower() in low_target)),
        tuple(m for m in matched.added if not (_is_name(m.text) and m.text.lower() in low_source)),
    )


def _is_name(text: str) -> bool:
    return len(text) > 3 or not text.isdigit() and text.isascii() and len(text) > 1


def _is_latin(text: str) -> bool:
    return len(text) > 2 and text.isascii() and (text[0] == "0" or not text.isdigit())


# --- what is left over ---------------------------------------------------------------------------------------------

_WRONG = {
    Sort.MONTH: FindingCode.DATE_WRONG,
    Sort.DAY: FindingCode.DATE_WRONG,
    Sort.YEAR: FindingCode.DATE_WRONG,
    Sort.WEEKDAY: FindingCode.DATE_WRONG,
    Sort.TIME: FindingCode.TIME_WRONG,
}


def _left_over(matched: Matched) -> Iterator[Trouble]:
    missing, added = list(matched.missing), list(matched.added)
    for one in list(missing):
        best = max(added, key=lambda other: _likeness(one, other), default=None)
        if best is None or _likeness(one, best) <= 0:
            continue
        missing.remove(one)
        added.remove(best)
        yield _instead(one, best)
    for one in missing:
        code = FindingCode.DATE_MISSING if one.sort in _WRONG else FindingCode.NUMBER_MISSING
        yield Trouble(code, Severity.WARNING, (one.text, _meant(one)), _span(one), None)
    for other in added:
        yield Trouble(FindingCode.NUMBER_ADDED, Severity.WARNING, (other.text,), None, _span(other))


def _instead(one: Mention, other: Mention) -> Trouble:
    facts = (one.text, other.text, _meant(one))
    if one.value is not None and other.value is not None and magnitude(one.value, other.value):
        return Trouble(FindingCode.MAGNITUDE_WRONG, Severity.ERROR, facts, _span(one), _span(other))
    code = _WRONG.get(one.sort, FindingCode.NUMBER_WRONG)
    return Trouble(code, Severity.ERROR, facts, _span(one), _span(other))


def _likeness(one: Mention, other: Mention) -> float:
    """How likely `other` stands where `one` should; 0 for hardly."""
    if one.sort is other.sort and one.sort in (Sort.MONTH, Sort.WEEKDAY, Sort.TIME):
        return 10.0
    if one.value is None or other.value is None:
        return 0.0
    if one.sort is Sort.DAY and (other.value > 31 or other.quantity is None or other.quantity.unit):
        return 0.0
    if magnitude(one.value, other.value):
        return 9.0
    score = 1.0
    if one.quantity and other.quantity:
        kinds = {one.quantity.kind, other.quantity.kind}
        if Kind.PERCENT in kinds and not kinds.isdisjoint((Kind.MONEY, Kind.MEASURE)):
            return 0.0
        score += 3.0 * (one.quantity.unit == other.quantity.unit != "") + 2.0 * (
            one.quantity.kind is other.quantity.kind
        )
    if one.sort is Sort.YEAR and 1_000 <= other.value <= 2_200:
        score += 4.0
    low, high = sorted((one.value, other.value))
    score += float(low / high) if high else 1.0
    return score + 2.0 * (_digits(one.value) == _digits(other.value))


def _digits(value: Fraction) -> str:
    return "".join(sorted(str(value.numerator).rstrip("0")))


def _meant(mention: Mention) -> str:
    """The English of what the source says."""
    return mention.quantity.english() if mention.quantity is not None else mention.text


def _span(mention: Mention) -> tuple[int, int]:
    return mention.start, mention.end


# --- periods, units, halves of the day -----------------------------------------------------------------------------

_RIVALS: tuple[tuple[str, ...], ...] = (
    ("last year", "this year", "next year"),
    ("last month", "this month", "next month"),
    ("last week", "this week", "next week"),
    ("yesterday", "tomorrow"),
    ("first half", "second half"),
)  # fmt: skip


def _periods(here: Sequence[Mention], there: Sequence[Mention], matched: Matched) -> Iterator[Trouble]:
    """去年 and next year: only where the other side names a rival period and not the right one."""
    said = {key[1] for mention in there if mention.sort is Sort.PERIOD for key in mention.keys}
    asked = {key[1] for mention in here if mention.sort is Sort.PERIOD for key in mention.keys}
    for mention in here:
        if mention.sort is not Sort.PERIOD or mention.keys[0][1] in said:
            continue
        for rivals in _RIVALS:
            if mention.keys[0][1] not in rivals:
                continue
            for other in there:
                if other.sort is Sort.PERIOD and other.keys[0][1] in rivals and other.keys[0][1] not in asked:
                    facts = (mention.text, other.text, _meant(mention))
                    yield Trouble(FindingCode.DATE_WRONG, Severity.ERROR, facts, _span(mention), _span(other))
                    break


def _scales(here: Sequence[Mention], there: Sequence[Mention]) -> Iterator[Trouble]:
    """数十万 and billions of: where neither side says the other's scale anywhere."""
    ours = [mention for mention in here if mention.sort is Sort.SCALE]
    theirs = [mention for mention in there if mention.sort is Sort.SCALE]
    if len(ours) != 1 or len(theirs) != 1 or any(key in theirs[0].keys for key in ours[0].keys):
        return
    one, other = ours[0].keys[0][1], theirs[0].keys[0][1]
    if isinstance(one, Fraction) and isinstance(other, Fraction) and max(one / other, other / one) >= 10:
        facts = (ours[0].text, theirs[0].text, _meant(ours[0]))
        yield Trouble(FindingCode.MAGNITUDE_WRONG, Severity.ERROR, facts, _span(ours[0]), _span(theirs[0]))


_ANY_DOLLAR = frozenset(name for name in CURRENCY_NAMES if name.endswith("dollar")) | {"pataca"}


def _units(matched: Matched) -> Iterator[Trouble]:
    """The same number of something else: 5亿元 and $500 million, 50公里 and 50 miles."""
    for one, other in matched.pairs:
        if one.quantity is None or other.quantity is None or one.keys[0] != other.keys[0]:
            continue
        here, there = one.quantity, other.quantity
        if here.unit == there.unit or not here.unit or not there.unit:
            continue
        if here.kind is Kind.MONEY and there.kind is Kind.MONEY:
            if not _may_be(here.unit, there.unit, there.text):
                facts = (here.text, there.text, here.english())
                yield Trouble(FindingCode.CURRENCY_WRONG, Severity.ERROR, facts, _span(one), _span(other))
        elif _confuses(here, there):
            facts = (here.text, there.text, here.english())
            yield Trouble(FindingCode.UNIT_WRONG, Severity.ERROR, facts, _span(one), _span(other))


def _may_be(here: str, there: str, written: str) -> bool:
    """Whether a currency may be called so: a dollar is any dollar, ¥ is yuan or yen, 元 that of Hong Kong too."""
    plain_dollar = there == "US dollar" and not written.lower().startswith(("us", "u.s"))
    if plain_dollar and here in _ANY_DOLLAR:
        return True
    if "¥" in written or "￥" in written:
        return here in ("yuan", "yen")
    if here == "yuan" and there in ("Hong Kong dollar", "New Taiwan dollar", "pataca"):
        return True
    return here.split()[-1] == there.split()[-1] or {here, there} <= {"franc", "Swiss franc"}


_CLOSE = ({"tonne", "deadweight tonne", "gross ton"}, {"day", "night"}, {"li", "kilometer"})


def _confuses(here: Quantity, there: Quantity) -> bool:
    one, other = in_base(here.unit), in_base(there.unit)
    if one is None or other is None or one[0] != other[0] or one[1] == other[1]:
        return False
    return not any({here.unit, there.unit} <= close for close in _CLOSE)


def _halves(matched: Matched) -> Iterator[Trouble]:
    """下午3时 and 3 a.m.: the same hour on the clock, in the other half of the day, where both sides name it."""
    for one, other in matched.pairs:
        here, there = (dict(mention.keys).get("T") for mention in (one, other))
        if here is not None and there is not None and here != there and one.sort is other.sort is Sort.TIME:
            facts = (one.text, other.text, _meant(one))
            yield Trouble(FindingCode.TIME_WRONG, Severity.ERROR, facts, _span(one), _span(other))
