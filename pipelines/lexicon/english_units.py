"""Units and currencies in English, under the same names as `units.py` has them."""

from __future__ import annotations

from pipelines.lexicon.units import CURRENCIES, DURATIONS, MEASURES
from pipelines.lexicon.wording import plural

_SPELLED = {
    "kilometer": "km kms kilometre kilometres", "meter": "m metre metres", "centimeter": "cm centimetre centimetres",
    "millimeter": "mm millimetre millimetres", "micrometer": "micron microns micrometre micrometres μm",
    "nanometer": "nm nanometre nanometres", "mile": "mi", "foot": "ft feet", "inch": "in", "yard": "yards yd",
    "square kilometer": "km2 km² sqkm", "square meter": "m2 m² sqm", "cubic meter": "m3 m³", "square foot": "sqft",
    "hectare": "ha", "mu": "mus", "liter": "l litre litres", "milliliter": "ml millilitre millilitres cc",
    "tonne": "ton tons t metric-ton metric-tons", "kilogram": "kg kgs kilo kilos kilogramme kilogrammes",
    "gram": "g gramme grammes", "milligram": "mg", "microgram": "mcg μg µg", "ounce": "oz",
    "pound in weight": "lb lbs", "kilowatt-hour": "kwh", "megawatt-hour": "mwh", "kilowatt": "kw", "megawatt": "mw",
    "gigawatt": "gw", "megahertz": "mhz", "gigahertz": "ghz", "kilohertz": "khz", "hertz": "hz", "gigabyte": "gb",
    "megabyte": "mb", "terabyte": "tb", "degree Celsius": "°c ℃ celsius centigrade", "degree Fahrenheit": "°f ℉",
    "degree": "°", "hour": "hr hrs h", "minute": "min mins", "second": "sec secs s", "knot": "knots",
    "horsepower": "hp", "decibel": "db", "jin": "catty catties", "yuan": "rmb cny renminbi", "yen": "jpy",
    "euro": "eur", "pound": "gbp sterling quid", "US dollar": "usd dollar dollars", "Hong Kong dollar": "hkd",
    "won": "krw", "ruble": "rouble roubles rub", "US cent": "cent cents", "rupee": "inr", "real": "reais reals",
    "Singapore dollar": "sgd", "Australian dollar": "aud", "Canadian dollar": "cad", "Swiss franc": "chf",
}  # fmt: skip
_LONG = {
    "square": {"kilometer": "square kilometer", "meter": "square meter", "mile": "square mile", "foot": "square foot",
               "centimeter": "square centimeter"},
    "cubic": {"kilometer": "cubic kilometer", "meter": "cubic meter", "foot": "cubic foot",
              "centimeter": "cubic centimeter"},
}  # fmt: skip
# $5, US$5, RMB 5.
SIGNS = {
    "$": "US dollar", "us$": "US dollar", "hk$": "Hong Kong dollar", "nt$": "New Taiwan dollar",
    "a$": "Australian dollar", "au$": "Australian dollar", "c$": "Canadian dollar", "ca$": "Canadian dollar",
    "s$": "Singapore dollar", "nz$": "New Zealand dollar", "£": "pound", "€": "euro", "¥": "yuan", "￥": "yuan",
    "rmb": "yuan", "cny": "yuan", "usd": "US dollar", "eur": "euro", "gbp": "pound", "hkd": "Hong Kong dollar",
    "jpy": "yen", "₩": "won", "₹": "rupee", "inr": "rupee", "rs": "rupee", "krw": "won", "aud": "Australian dollar",
    "sgd": "Singapore dollar", "chf": "Swiss franc", "r$": "real",
}  # fmt: skip
# In other units: how many of a base unit each is, by what is measured.
_LENGTHS = {
    "kilometer": 1000.0, "meter": 1.0, "centimeter": 0.01, "millimeter": 0.001, "micrometer": 1e-6, "nanometer": 1e-9,
    "nautical mile": 1852.0, "mile": 1609.344, "foot": 0.3048, "inch": 0.0254, "yard": 0.9144, "li": 500.0,
}  # fmt: skip
_AREAS = {
    "square kilometer": 1e6, "square meter": 1.0, "square centimeter": 1e-4, "square mile": 2.59e6,
    "square foot": 0.092903, "mu": 666.667, "hectare": 1e4, "acre": 4046.86,
}  # fmt: skip
_VOLUMES = {
    "cubic meter": 1.0, "cubic foot": 0.0283168, "cubic centimeter": 1e-6, "liter": 1e-3, "milliliter": 1e-6,
    "gallon": 3.78541e-3, "cubic kilometer": 1e9, "barrel": 0.158987,
}  # fmt: skip
_MASSES = {
    "tonne": 1000.0, "kilogram": 1.0, "gram": 1e-3, "milligram": 1e-6, "microgram": 1e-9, "jin": 0.5,
    "ounce": 0.0283495,
    "pound in weight": 0.453592,
}  # fmt: skip
_TIMES = {
    "second": 1 / 60, "minute": 1.0, "hour": 60.0, "day": 1440.0, "night": 1440.0, "week": 10080.0, "month": 43800.0,
    "quarter": 131400.0, "year": 525600.0, "century": 52560000.0, "decade": 5256000.0,
}  # fmt: skip
_POWERS = {"kilowatt": 1.0, "megawatt": 1e3, "gigawatt": 1e6, "watt": 1e-3, "horsepower": 0.7457}
_ENERGIES = {"kilowatt-hour": 1.0, "megawatt-hour": 1e3}
_SPEEDS = {"kilometer per hour": 1.0, "mile per hour": 1.609344, "knot": 1.852, "meter per second": 3.6}
_SCALES = {
    unit: (dimension, factor)
    for dimension, table in {
        "length": _LENGTHS, "area": _AREAS, "volume": _VOLUMES, "mass": _MASSES, "time": _TIMES, "power": _POWERS,
        "energy": _ENERGIES, "speed": _SPEEDS,
    }.items()
    for unit, factor in table.items()
}  # fmt: skip


def _by_english() -> dict[str, str]:
    table: dict[str, str] = {}
    for name in {*CURRENCIES.values(), *MEASURES.values(), *DURATIONS.values()}:
        for written in (name, plural(name)):
            if " " not in written:
                table[written.lower()] = name
    for name, words in _SPELLED.items():
        table[name.lower()] = name
        for word in words.split():
            table[word] = name
    # Both are the money, and which one is meant the number tells as little as the word.
    table["pound"] = table["pounds"] = "pound"
    for short in ("real", "mark", "trip", "set", "train", "flight"):
        table.pop(short, None)
    return table


UNITS = _by_english()
CURRENCY_NAMES = frozenset(CURRENCIES.values())
_NATIONAL = {
    "hong kong dollar": "Hong Kong dollar", "new taiwan dollar": "New Taiwan dollar", "us dollar": "US dollar",
    "taiwan dollar": "New Taiwan dollar", "australian dollar": "Australian dollar",
    "canadian dollar": "Canadian dollar",
    "singapore dollar": "Singapore dollar", "new zealand dollar": "New Zealand dollar", "american dollar": "US dollar",
    "u.s. dollar": "US dollar", "chinese yuan": "yuan", "swiss franc": "Swiss franc", "japanese yen": "yen",
    "nautical mile": "nautical mile", "light year": "light-year", "singaporean dollar": "Singapore dollar",
}  # fmt: skip


def long_unit(words: tuple[str, ...]) -> tuple[str, int]:
    """The unit that the words (lower case) after a number begin with, and how many words it takes; "" for none."""
    if not words:
        return "", 0
    first = words[0]
    if first in ("sq", "square", "cu", "cubic") and len(words) > 1:
        at = 2 if words[1] == "." and len(words) > 2 else 1
        simple = UNITS.get(words[at], "")
        unit = _LONG["square" if first.startswith("s") else "cubic"].get(simple, "")
        return (unit, at + 1) if unit else ("", 0)
    for length in (4, 3, 2):
        name = " ".join(words[:length]).removesuffix("s").replace("u . s .", "u.s.")
        if name in _NATIONAL:
            return _NATIONAL[name], length
    if first == "u" and words[1:4] == (".", "s", ".") and len(words) > 4 and words[4] in ("dollar", "dollars"):
        return "US dollar", 5
    if first == "metric" and len(words) > 1 and words[1] in ("ton", "tons", "tonne", "tonnes"):
        return "tonne", 2
    if first in ("degree", "degrees", "°") and len(words) > 1 and words[1][:1] in ("c", "f"):
        name = {"c": "degree Celsius", "f": "degree Fahrenheit"}[words[1][0]]
        if words[1] in ("c", "f", "celsius", "centigrade", "fahrenheit"):
            return name, 2
    if first in ("mph", "kph"):
        return {"mph": "mile per hour", "kph": "kilometer per hour"}[first], 1
    if first == "km" and words[1:3] == ("/", "h"):
        return "kilometer per hour", 3
    unit = UNITS.get(first, "")
    return (unit, 1) if unit else ("", 0)


def in_base(unit: str) -> tuple[str, float] | None:
    """What a unit measures and how many base units it is; None for one that is not converted."""
    return _SCALES.get(unit)
