"""Before and after the repair: each changed sentence as it came and as it is read, and what was set aside."""

from collections.abc import Iterator
from difflib import SequenceMatcher

from page import messages
from page.component import component
from page.strings import Say
from pipelines.document import Article, Script, Sentence

LONGEST = 2000  # characters of a sentence; the comparison takes quadratic time, so a longer one is shown unmarked
MOST = 300  # sentences shown: more than anybody reads, few enough to stay quick

Pieces = list[list[str]]  # [kind, text]: kind is "same", "gone" or "new"


def draw(say: Say, article: Article) -> None:
    """Draw the comparison."""
    component("changes")(key="changes", data=payload(say, article))


def payload(say: Say, article: Article) -> dict[str, object]:
    """What the component shows: for each changed sentence its number and its two sides in pieces."""
    return {
        "lang": "zh-Hant" if article.script is Script.TRADITIONAL else "zh-Hans",
        "rows": list(_changed(article)),
        "aside": [[say.pick(messages.ASIDES[aside.rule]), aside.text.strip()] for aside in article.set_aside],
        "words": {key: say(f"changes_{key}") for key in ("before", "after", "aside", "none")},
    }


def _changed(article: Article) -> Iterator[dict[str, object]]:
    shown = 0
    for number, sentence in enumerate(article.sentences, start=1):
        before = _before(article, sentence)
        after = sentence.text.strip()
        if before != after and shown < MOST:
            shown += 1
            left, right = compare(before, after)
            yield {"number": number, "before": left, "after": right}


def _before(article: Article, sentence: Sentence) -> str:
    start, end = sentence.origin
    return article.original[start:end].strip()


def compare(before: str, after: str) -> tuple[Pieces, Pieces]:
    """Both sides in pieces; joined, each side is its text again."""
    if max(len(before), len(after)) > LONGEST:
        return [["gone", before]], [["new", after]]
    left: Pieces = []
    right: Pieces = []
    for operation, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        same = operation == "equal"
        if before[a:b]:
            left.append(["same" if same else "gone", before[a:b]])
        if after[c:d]:
            right.append(["same" if same else "new", after[c:d]])
    return left, right
