"""Places of China and what each may be called in English: its pinyin, the name in the tables, what CC-CEDICT says."""

from __future__ import annotations

import re
from functools import cache

from pipelines.lexicon import dictionary
from pipelines.lexicon.compiled import compiled
from pipelines.lexicon.places import known_places

_FORMAT = "4"
_LARGE = re.compile(
    r"\b(?:province|prefecture level city|municipality|capital|autonomous region|special administrative)"
)
_WITHIN = re.compile(r"\b(?:district|county|town|township)\b")
_SMALL = re.compile(r"\b(?:city|county|district|prefecture|town|township|autonomous|banner)\b")
_KINDS = ("市", "省", "县", "区", "镇", "乡", "州", "旗")
_CAPITALIZED = re.compile(r"[A-Z][a-z']{2,}")
_TONES = re.compile(r"[1-5\s]")
# Other names that are in use for some.
_OTHER = {
    "北京": "peking", "广州": "canton", "澳门": "macau", "哈尔滨": "haerbin", "香港": "hk", "内蒙古": "neimenggu",
    "兴安岭": "khingan", "呼和浩特": "huhehaote", "乌鲁木齐": "wulumuqi",
}  # fmt: skip
_NO_NAMES = frozenset("City County District Province Prefecture Town Autonomous Region Special Administrative".split())
# Where a place of the tables is a mountain, a river or a building, English has its own word.
_KNOWN = re.compile(
    r"\b(?:River|Sea|Mount|Mountains?|Lake|Great|Temple|Palace|Delta|Strait|Islands?|Pass|Canal|Bund)\b"
)


def forms(word: str) -> tuple[str, ...]:
    """What a place of China, in simplified characters, may be called: lower case, without marks; () for other words.

    陕西 is shaanxi, 武汉市 is wuhan. A county or district counts only with its kind: 长寿 is long life, too.
    """
    table = _table()
    found = table.get(word, "")
    if not found and len(word) > 2 and word.endswith(_KINDS):
        found = table.get(word[:-1], "") or (table.get(f"{word[:-1]}+", "") if word[-1] != "省" else "")
    others = [other for place, other in _OTHER.items() if place in word] if found else []
    return (*found.split(), *others)


@cache
def _table() -> dict[str, str]:
    tables = "".join(f"{place}{english}" for place, english in known_places().items())
    return compiled("places", (_FORMAT, dictionary.version(), str(len(tables))), _compile)


def _compile() -> dict[str, str]:
    found: dict[str, set[str]] = {}
    for entry in dictionary.entries():
        if len(entry.simplified) < 2 or not entry.pinyin[:1].isupper():
            continue
        large = any(_LARGE.search(sense) and not _WITHIN.search(sense) for sense in entry.senses)
        if not large and not any(map(_SMALL.search, entry.senses)):
            continue
        pinyin = _TONES.sub("", entry.pinyin.replace("u:", "u")).lower()
        words = {word.replace("'", "").lower() for sense in entry.senses for word in _CAPITALIZED.findall(sense)[:1]}
        if any(pinyin.startswith(word) and len(word) >= min(4, len(pinyin)) for word in words):
            kept = large or entry.simplified.endswith(_KINDS) and len(entry.simplified) > 2
            found.setdefault(entry.simplified if kept else f"{entry.simplified}+", set()).update((pinyin, *words))
    for place, english in known_places().items():
        names = [word for word in _CAPITALIZED.findall(english) if word not in _NO_NAMES][:2]
        if names and not _KNOWN.search(english):
            found.setdefault(place, set()).update(name.replace("'", "").lower() for name in names)
    return {place: " ".join(sorted(names)) for place, names in found.items()}
