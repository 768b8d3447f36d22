"""Numbers that are part of a name in English: COVID-19, H7N9, G20, A380, 5G, MiG-29; and those that only look so."""

from __future__ import annotations

import re

_PREFIXES = re.compile(
    r"(?i:mid|pre|post|early|late|non|over|under|sub|anti|top|no|nos|vol|pp|p|page|age|aged|the|of|fiscal|fy|about"
    r"|some|ultra|nearly|almost|for|and|or|to|in|an?|by|us|rmb|cny|usd|eur|hkd|gbp|jpy|rs|hk|nt|r|a|c|s|au|ca|nz)"
)
_ORDINARY = re.compile(
    r"\d[\d,.]*(?:st|nd|rd|th|s|k|m|mn|mm|bn|b|tn|mln|bln|km|kms|cm|kg|kgs|g|mg|ml|l|ft|in|mi|mph|kph|km2|m2|am|pm|hrs?|h"
    r"|mins?|min|sec|secs|x|pc|lbs?|oz|ha|w|kw|mw|gw|kwh|mwh|gb|mb|tb|hz|mhz|ghz|khz|yr|yrs|yo|year|years|day|days"
    r"|month|months|percent|pct|million|billion|trillion|thousand|fold|t|c|f|hp|degc|nm|usd|rmb|yuan|people)",
    re.IGNORECASE,
)
_WORDED_CODE = re.compile(r"(?:\d+-)?[A-Za-z]*(?:covid|sars-cov)[-‑ ]?\d+", re.IGNORECASE)
_SUFFIXED = re.compile(r"[A-Za-z]+(?=-?\d)")
_SHORT = re.compile(r"[2-6]G|[1-4]D|\d[CF]")
_LETTER = re.compile(r"[A-Z]\d.*|[A-Z]-\d+")
_MEASURED = re.compile(r"[\d.,]+[-‑][A-Za-z]")  # 5-year, 20-foot
_SPAN = re.compile(r"\d[\d.,]*[-–]\d[\d.,]*[a-z]*")
_LONGEST = 60  # no name is longer, and hostile text must not cost time
_BETWEEN = frozenset("-‑.,'’")


def name_at(text: str, start: int) -> str:
    """The name of letters and digits that begins at `start`, as it is written, or ""."""
    if start and text[start - 1].isalnum():
        return ""
    end = start
    while end < min(len(text), start + _LONGEST) and (text[end].isalnum() or text[end] in _BETWEEN):
        end += 1
    word = text[start:end].rstrip("-‑.,'’")
    if not word.isascii() or not re.search(r"\d", word) or not re.search("[A-Za-z]", word):
        return ""
    return word if _WORDED_CODE.fullmatch(word) or not _is_quantity(word) else ""


def bare(name: str) -> str:
    """A name without marks, in upper case: what two spellings of it share."""
    return re.sub("[^A-Z0-9]", "", name.upper())


def _is_quantity(word: str) -> bool:
    """Whether letters and digits are a number and what belongs to it: 5km, mid-1990s, RMB500, 20-foot."""
    if _ORDINARY.fullmatch(word) and not _SHORT.fullmatch(word):
        return True
    head = _SUFFIXED.match(word)
    if head and _PREFIXES.fullmatch(head[0]) and not _LETTER.fullmatch(word):
        return True
    if head and word[len(head[0])] == "-" and head[0].islower():
        return True
    if _MEASURED.match(word) or _SPAN.fullmatch(word):
        return True
    return word[0].isdigit() and re.search("[a-z]{3}", word) is not None
