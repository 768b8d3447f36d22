"""Before and after the repair: each changed sentence as it came and as it is read, and what was set aside."""

from collections.abc import Iterator
from dataclasses import replace
from difflib import SequenceMatcher

import streamlit as st

from page import messages, visit
from page.component import component
from page.strings import Say
from pipelines.article import RULES, SET_ASIDE_RULES
from pipelines.document import Article, Script, Sentence
from pipelines.service.run import Run

LONGEST = 2000  # characters of a sentence; the comparison takes quadratic time, so a longer one is shown unmarked
MOST = 300  # sentences shown: more than anybody reads, few enough to stay quick

Pieces = list[list[str]]  # [kind, text]: kind is "same", "gone" or "new"


def draw(say: Say, article: Article) -> None:
    """Draw the comparison."""
    component("changes")(key="changes", data=payload(say, article))


def rules(say: Say, article: Article, run: Run) -> None:
    """Draw the rules that did something, each to be switched off, or on again, and the article read once more."""
    off = run.request.switched_off
    did = {repair.rule for repair in article.repairs} | {aside.rule for aside in article.set_aside} | off
    counts = {repair.rule: repair.count for repair in article.repairs}
    for aside in article.set_aside:
        counts[aside.rule] = counts.get(aside.rule, 0) + 1
    offered = [rule.name for rule in (*RULES, *SET_ASIDE_RULES) if rule.name in did]
    key = f"rules_{run.id}"
    with st.container(key="rules"):
        chosen = st.pills(
            say("rules"),
            offered,
            selection_mode="multi",
            default=[name for name in offered if name not in off],
            format_func=lambda name: rule_name(say, name, counts.get(name, 0)),
            key=key,
            help=say("rules_about"),
        )
        if frozenset(offered) - frozenset(chosen) != off:
            st.button(say("rules_again"), key="rules_again", on_click=_again, args=(run, key, offered), type="primary")


def rule_name(say: Say, rule: str, count: int) -> str:
    """What a rule mends, counted, or sets aside."""
    if rule in messages.REPAIRS:
        return say.pick(messages.REPAIRS[rule], n=count)
    return say.pick(messages.ASIDES[rule])


def _again(run: Run, key: str, offered: list[str]) -> None:
    off = frozenset(offered) - frozenset(st.session_state[key])
    visit.start(replace(run.request, switched_off=off))


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
