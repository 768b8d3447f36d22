"""English numerals to exact values: digits, words and mixtures of both.

Own code: word2number, number-parser and text2num read whole strings of words only, or give floats, and none says where
in a sentence a numeral stands.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from pipelines.lexicon.english_tokens import Token, digits, is_digits

UNITS = {
    word: value
    for value, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        "seventeen eighteen nineteen".split()
    )
}
TENS = {
    word: value * 10
    for value, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), start=2)
}
SCALES = {
    "hundred": 100, "thousand": 1_000, "million": 10**6, "billion": 10**9, "trillion": 10**12, "lakh": 10**5,
    "crore": 10**7, "quadrillion": 10**15,
}  # fmt: skip
# Written against or right after the digits: $5m, 3.2bn, 10k. A lone m is a meter unless money stands before.
SHORT_SCALES = {
    "k": 1_000, "mn": 10**6, "mln": 10**6, "mio": 10**6, "bn": 10**9, "bln": 10**9, "b": 10**9, "tn": 10**12,
    "trn": 10**12, "m": 10**6, "mm": 10**6,
}  # fmt: skip
ORDINALS = {
    word: value
    for value, word in enumerate(
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "
        "fifteenth sixteenth seventeenth eighteenth nineteenth".split(),
        start=1,
    )
} | {
    word: value * 10
    for value, word in enumerate(
        "twentieth thirtieth fortieth fiftieth sixtieth seventieth eightieth ninetieth".split(), start=2
    )
} | {"hundredth": 100, "thousandth": 1_000, "millionth": 10**6}  # fmt: skip
_PARTS = {
    "½": Fraction(1, 2), "⅓": Fraction(1, 3), "⅔": Fraction(2, 3), "¼": Fraction(1, 4), "¾": Fraction(3, 4),
    "⅕": Fraction(1, 5), "⅖": Fraction(2, 5), "⅗": Fraction(3, 5), "⅘": Fraction(4, 5), "⅙": Fraction(1, 6),
    "⅛": Fraction(1, 8), "⅜": Fraction(3, 8), "⅝": Fraction(5, 8), "⅞": Fraction(7, 8),
}  # fmt: skip
_SHARES = {word: value for word, value in ORDINALS.items() if value > 2} | {"half": 2, "quarter": 4, "tenth": 10}


@dataclass(frozen=True, slots=True)
class Numeral:
    """A value, the place of the token after it, and how it is written."""

    value: Fraction
    end: int
    digits: bool = False
    scaled: bool = False  # a scale word is in it: 3 million
    several: bool = False  # hundreds of thousands: the value is the scale
    fraction: bool = False
    ordinal: bool = False


class Reader:
    """Reads the numerals of one list of tokens; each method says what begins at a place, or None."""

    def __init__(self, found: list[Token]) -> None:
        self._tokens = found

    def low(self, place: int) -> str:
        """The token at `place` in lower case, "" past either end."""
        return self._tokens[place].low if 0 <= place < len(self._tokens) else ""

    def adjoins(self, place: int) -> bool:
        """Whether nothing is between the token at `place` and the one before it."""
        return 0 < place < len(self._tokens) and self._tokens[place - 1].end == self._tokens[place].start

    def numeral(self, place: int, *, money: bool = False) -> Numeral | None:
        """The longest numeral that begins here; `money` says that a lone m means a million."""
        if place >= len(self._tokens):
            return None
        if is_digits(self._tokens[place]) or self._tokens[place].text in _PARTS:
            return self._of_digits(place, money)
        return self._half_of(place) or self._several(place) or self._of_words(place)

    def _of_digits(self, place: int, money: bool) -> Numeral:
        first = self._tokens[place]
        if first.text in _PARTS:
            return Numeral(_PARTS[first.text], place + 1, digits=True, fraction=True)
        value, end = digits(first.text), place + 1
        if self.adjoins(end) and self.low(end) in ("st", "nd", "rd", "th") and value.denominator == 1:
            return self._share(place, Numeral(value, end + 1, digits=True, ordinal=True))
        if end < len(self._tokens) and self._tokens[end].text in _PARTS:
            value, end = value + _PARTS[self._tokens[end].text], end + 1
        elif (part := self._written_part(end)) is not None:
            value, end = value + part, end + 3
        elif self.low(end) == "/" and self.adjoins(end) and self.adjoins(end + 1) and self._is_part(place):
            down = digits(self._tokens[end + 1].text)
            if not (self.low(end + 2) == "/" and self.adjoins(end + 2)):
                return Numeral(value / down, end + 2, digits=True, fraction=True)
        return self._scaled(place, value, end, money)

    def _written_part(self, place: int) -> Fraction | None:
        """2 1/2: a fraction after a whole number."""
        if (
            self._is_part(place)
            and self.low(place + 1) == "/"
            and self.adjoins(place + 1)
            and self.adjoins(place + 2)
            and not self.adjoins(place)
        ):
            up, down = digits(self._tokens[place].text), digits(self._tokens[place + 2].text)
            return up / down if up < down <= 16 else None
        return None

    def _is_part(self, place: int) -> bool:
        """Whether digits, a slash and larger digits begin here."""
        if place + 2 >= len(self._tokens) or self.low(place + 1) != "/":
            return False
        up, down = self._tokens[place].text, self._tokens[place + 2].text
        return up.isdigit() and down.isdigit() and 0 < int(up) < int(down) <= 1_000 and self.low(place - 1) != "/"

    def _scaled(self, place: int, value: Fraction, end: int, money: bool) -> Numeral:
        scaled = False
        at = end + 1 if self.low(end) == "-" and self.low(end + 1) in SCALES else end
        if self.low(end) in SHORT_SCALES and (
            (self.low(end) not in ("m", "mm", "b") or money) and (self.adjoins(end) or money)
        ):
            value, end, scaled = value * SHORT_SCALES[self.low(end)], end + 1, True
        if self.low(at) == "+" and self.low(at + 1) in SCALES:
            at += 1
        while self.low(at) in SCALES:
            value, end, scaled = value * SCALES[self.low(at)], at + 1, True
            at = end
        if scaled and value >= 1_000:
            rest = self._of_words(end + 1 if self.low(end) == "and" else end)
            if rest is not None and not rest.ordinal and rest.value < 100 and self.low(end) == "and":
                return Numeral(value + rest.value, rest.end, digits=True, scaled=True)
        if self.low(end) == "," and scaled:  # 2 million, 500 thousand
            return Numeral(value, end, digits=True, scaled=True)
        return Numeral(value, end, digits=True, scaled=scaled)

    def _half_of(self, place: int) -> Numeral | None:
        """half a million, a quarter of a billion, half (alone), a half."""
        if self.low(place) in ("a", "one") and self.low(place + 1) == "half":
            place += 1
        if self.low(place) != "half":
            return None
        at = place + 1 if self.low(place + 1) in ("a", "an", "-") else place
        if at > place and self.low(at + 1) in SCALES:
            return Numeral(Fraction(SCALES[self.low(at + 1)], 2), at + 2, scaled=True)
        if at > place and self.low(at + 1) == "dozen":
            return Numeral(Fraction(6), at + 2)
        return Numeral(Fraction(1, 2), place + 1, fraction=True)

    def _several(self, place: int) -> Numeral | None:
        """Hundreds, tens of thousands, dozens, a few hundred, several million: a scale without a number."""
        low = self.low(place)
        if low in ("several", "few", "many", "couple"):
            at = place + 2 if self.low(place + 1) == "of" else place + 1
            if self.low(at) == "dozen":
                return Numeral(Fraction(12), at + 1, several=True)
            scale = self._scales(at, "")
            return Numeral(Fraction(scale[0]), scale[1], several=True) if scale[1] > at else None
        if low in ("tens", "dozens", "scores", "decades"):
            base = {"tens": 10, "dozens": 10, "scores": 10, "decades": 10}[low]
            if self.low(place + 1) == "of" and (of := self._scales(place + 2, "s"))[1] > place + 2:
                return Numeral(Fraction(base * of[0]), of[1], several=True)
            return Numeral(Fraction(base), place + 1, several=True)
        if low.endswith("s") and low[:-1] in SCALES:
            value, end = SCALES[low[:-1]], place + 1
            if self.low(end) == "of" and (of := self._scales(end + 1, "s"))[1] > end + 1:
                value, end = value * of[0], of[1]
            return Numeral(Fraction(value), end, several=True)
        return None

    def _scales(self, place: int, ending: str) -> tuple[int, int]:
        value = 1
        while (low := self.low(place)) and ending in ("", low[-1:]) and low.removesuffix(ending) in SCALES:
            value, place = value * SCALES[low.removesuffix(ending)], place + 1
        return value, place

    def _of_words(self, place: int) -> Numeral | None:
        total, end, last, scaled = Fraction(0), place, 0, False
        current: Fraction | None = None
        while True:
            at = end
            if current is not None or total:
                if self.low(at) == "and" and (last >= 100 or total) and self.low(at + 1) not in ("a", "an"):
                    at += 1
                elif self.low(at) == "-":
                    at += 1
            low = self.low(at)
            if low in UNITS and (current is None or (last in range(20, 91) and last % 10 == 0 and 0 < UNITS[low] < 10)
                                 or (last >= 100 and UNITS[low])):  # fmt: skip
                current, last = (current or 0) + Fraction(UNITS[low]), UNITS[low]
            elif low in TENS and (current is None or last >= 100):
                current, last = (current or 0) + Fraction(TENS[low]), TENS[low]
            elif low in SCALES and (current is not None or low != "hundred" and total == 0 and self._alone(at)
                                    or current is None and total == 0 and self._alone(at)):  # fmt: skip
                scale = SCALES[low]
                if scale == 100:
                    current, last = (1 if current is None else current) * Fraction(100), 100
                else:
                    total, current, last = total + (1 if current is None else current) * scale, None, scale
                scaled = True
            elif low in ORDINALS and (at == place or self._continues(last, ORDINALS[low])):
                rank = ORDINALS[low]
                whole: Fraction = total + (current or 0)
                total = whole * rank if rank >= 100 and whole else whole + rank
                return self._share(place, Numeral(Fraction(total), at + 1, ordinal=True))
            elif low == "dozen" and (current is not None or self._alone(at)):
                return Numeral((total + (current or 1)) * 12, at + 1)
            else:
                break
            end = at + 1
        if end == place:
            return self._quarter(place)
        value = total + (current or 0)
        return self._with_half(self._share(place, Numeral(value, end, scaled=scaled)))

    def _alone(self, place: int) -> bool:
        """Whether "hundred" here has its number in an article before it: a hundred, the million."""
        return self.low(place - 1) in ("a", "an", "per", "the", "every", "one", "-", "some", "about", "over", "nearly")

    @staticmethod
    def _continues(last: int, ordinal: int) -> bool:
        return (20 <= last < 100 and ordinal < 10) or last >= 100 or (0 < last < 100 and ordinal >= 100)

    def _with_half(self, numeral: Numeral) -> Numeral:
        """Two and a half (million), one and three quarters."""
        hyphened = self.low(numeral.end) == "-" and self.low(numeral.end + 1) == "and"
        if hyphened:  # one-and-a-half
            words = [self.low(numeral.end + step) for step in (1, 3, 5)]
            places = numeral.end + 6
        else:
            words = [self.low(numeral.end + step) for step in (0, 1, 2)]
            places = numeral.end + 3
        if numeral.ordinal or numeral.fraction or words[0] != "and" or words[1] not in ("a", "one"):
            return numeral
        if words[2] not in ("half", "quarter", "third"):
            return numeral
        share, end = _SHARES.get(words[2]), places - 3
        part = Fraction(1, share or 2)
        if numeral.scaled:
            return Numeral(numeral.value + part * _last_scale(numeral.value), end + 3, scaled=True)
        scaled = self._scales(end + 3, "")
        return Numeral((numeral.value + part) * scaled[0], scaled[1], scaled=scaled[0] > 1)

    def _quarter(self, place: int) -> Numeral | None:
        if self.low(place) in ("quarter", "quarters") and self.low(place - 1) in ("a", "one", "-"):
            return Numeral(Fraction(1, 4), place + 1, fraction=True)
        return None

    def _share(self, place: int, numeral: Numeral) -> Numeral:
        """Two-thirds, three quarters, a fifth of, one tenth: a fraction where a rank follows its count."""
        if numeral.ordinal:
            article = self.low(place - 1) in ("a", "one", "-") and self.low(numeral.end) == "of"
            if numeral.value > 2 and article:
                return Numeral(1 / numeral.value, numeral.end, fraction=True)
            return numeral
        at = numeral.end + 1 if self.low(numeral.end) == "-" else numeral.end
        low = self.low(at)
        plural = low.endswith("s") and numeral.value != 1
        share = _SHARES.get(low.removesuffix("s") if plural else low)
        if share and 0 < numeral.value < share and (plural or numeral.value == 1):
            return Numeral(numeral.value / share, at + 1, fraction=True)
        return numeral


def _last_scale(value: Fraction) -> int:
    """The scale word a value was said with: 1,000,000 for two million."""
    return next((scale for scale in (10**12, 10**9, 10**6, 1_000) if value % scale == 0 and value), 1)
