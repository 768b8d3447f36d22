"""Names in pinyin, and the tables of names that are written otherwise."""

from importlib import resources


def syllables(text: str) -> list[str]:
    """A syllable without tone for each character; ü is yu after l and n, as in passports (吕 "lyu"), ue in lüe."""
    from pypinyin import lazy_pinyin

    return [syllable.replace("ve", "ue").replace("v", "yu") for syllable in lazy_pinyin(text)]


def capitalized(syllables: list[str]) -> str:
    """Syllables as one word, with an apostrophe where they could be read otherwise: Dongqun, Xi'an."""
    word = "".join(f"'{part}" if number and part[0] in "aoe" else part for number, part in enumerate(syllables))
    return word[:1].upper() + word[1:]


def table(file: str) -> dict[str, str]:
    """A table in `data/`: Chinese, tab, English; a line that begins with # is a remark."""
    text = (resources.files("pipelines.lexicon") / "data" / file).read_text("utf-8")
    rows = (line.partition("\t") for line in text.splitlines() if line and not line.startswith("#"))
    return {chinese: english for chinese, _, english in rows}
