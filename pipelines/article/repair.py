"""One text through all the rules: what remains, what was mended, what was set aside."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from pipelines.article import boilerplate, characters, lines, markdown, markup, mojibake, page, punctuation
from pipelines.article.extracted import Stretch
from pipelines.article.readings import readings
from pipelines.article.rules import RULES
from pipelines.article.traced import Edit, Traced
from pipelines.document import Repair, SetAside
from pipelines.errors import ErrorCode, InputError

# Characters and marks; each finds its edits in the text as the rules before it left it.
_EARLY: tuple[tuple[str, Callable[[str], list[Edit]]], ...] = (
    ("invisible", characters.invisible),
    ("fullwidth", characters.fullwidth),
    ("readings", readings),
    ("spaced_characters", characters.spaced_characters),
)
_LATE: tuple[tuple[str, Callable[[str], list[Edit]]], ...] = (
    ("stray_spaces", characters.stray_spaces),
    ("hash_marks", characters.hash_marks),
    ("broken_commas", punctuation.broken_commas),
    ("doubled_punctuation", punctuation.doubled_punctuation),
    ("halfwidth_punctuation", punctuation.halfwidth_punctuation),
)
# Mending one thing may uncover another of the same kind. Real text is done after one round and looked at in a second.
_ROUNDS = 6
_BLOCKS = frozenset(
    {"navigation", "running_heads", "other_language", "metadata", "code", "share", "promotion", "copyright"}
)


@dataclass(frozen=True, slots=True)
class Repaired:
    """A text after all rules. `title` is the headline a copied page itself names, else empty."""

    text: Traced
    repairs: tuple[Repair, ...]
    set_aside: tuple[SetAside, ...]
    title: str


def repair(
    text: str,
    *,
    name: str = "",
    switched_off: frozenset[str] = frozenset(),
    asides: Sequence[Stretch] = (),
    wraps: Sequence[int] = (),
) -> Repaired:
    """`text` through every rule that is not switched off, until none finds anything more to do.

    Of `asides`, spans of it, and `wraps`, places of line ends, its source knows already what they are.

    Raises InputError: MOJIBAKE, DESTROYED, NO_ARTICLE.
    """
    run = _Run(text, switched_off)
    run.lay_out(asides, wraps)
    run.apply("mojibake", mojibake.undone, rounds=1)
    title = ""
    for _ in range(_ROUNDS):
        before = run.text.text
        run.apply("entities", characters.entities)
        run.apply("markup", markup.fragment)
        if markdown.is_markdown(run.text.text, name):
            title = title or markdown.heading(run.text.text)
            run.set_aside(markdown.asides(run.text.text))
            run.apply("markdown", markdown.marks)
        for rule, find in _EARLY:
            run.apply(rule, find)
        title = run.reduce() or title
        run.apply("hard_wraps", lines.hard_wraps)
        run.set_aside(boilerplate.boilerplate(run.text.text, switched_off))
        for rule, find in _LATE:
            run.apply(rule, find)
        if run.text.text == before:
            break
    return Repaired(run.text, run.repairs(), tuple(sorted(run.aside, key=lambda aside: aside.origin)), title)


class _Run:
    """A text on its way through the rules, and what they did to it so far."""

    def __init__(self, text: str, switched_off: frozenset[str]) -> None:
        self.text = Traced.whole(text)
        self.aside: list[SetAside] = []
        self._off = switched_off
        self._counts: dict[str, int] = {}
        self._examples: dict[str, str] = {}

    def apply(self, rule: str, find: Callable[[str], list[Edit]], rounds: int = _ROUNDS) -> None:
        """Make the edits that `find` finds, as often as there are any, and count them under `rule`."""
        for _ in range(rounds):
            edits = find(self.text.text) if rule not in self._off else []
            if not edits:
                return
            self._count(rule, edits)
            self.text = self.text.edited(edits)

    def _count(self, rule: str, edits: list[Edit]) -> None:
        self._counts[rule] = self._counts.get(rule, 0) + len(edits)
        self._examples.setdefault(rule, _example(self.text.text, edits))

    def lay_out(self, asides: Sequence[Stretch], wraps: Sequence[int]) -> None:
        """Set aside and join what the source itself knows, both by their places in the original."""
        stay = {stretch.start for stretch in asides if stretch.rule in self._off}
        # No sentence goes on over a running head that stays.
        joined = lines.joined(self.text.text, [end for end in wraps if end + 1 not in stay], asides)
        if "hard_wraps" in self._off:
            joined = []
        if joined:
            self._count("hard_wraps", joined)
        self.text = self.text.edited(sorted((*joined, *self._taken(asides))))

    def set_aside(self, stretches: Iterable[Stretch]) -> None:
        """Take `stretches`, in order, out of the text."""
        self.text = self.text.edited(self._taken(stretches))

    def _taken(self, stretches: Iterable[Stretch]) -> list[Edit]:
        """Keep what is set aside, and give the edits that take it out."""
        edits: list[Edit] = []
        for start, end, rule in self._joined(stretch for stretch in stretches if stretch.rule not in self._off):
            taken = self.text.text[start:end]
            if taken.strip():
                edits.append(Edit(start, end))
                self.aside.append(SetAside(taken.strip(), rule, self.text.origin(start, end)))
        return edits

    def _joined(self, stretches: Iterable[Stretch]) -> list[Stretch]:
        """Neighbouring lines that go by the same rule as one stretch, unless each says a thing of its own."""
        joined: list[Stretch] = []
        for stretch in stretches:
            last = joined[-1] if joined else None
            between = self.text.text[last.end : stretch.start] if last else ""
            # 来源： on one line and its name on the next are one credit, too.
            label = last and self.text.text[last.start : last.end].rstrip().endswith(("：", ":"))
            if last and last.rule == stretch.rule and (last.rule in _BLOCKS or label) and not between.strip():
                joined[-1] = last._replace(end=stretch.end)
            else:
                joined.append(stretch)
        return joined

    def reduce(self) -> str:
        """Take away what surrounds the article of a copied page; the headline the page repeats, or nothing."""
        reduced = page.reduce(self.text.text) if "navigation" not in self._off else None
        if reduced is None:
            return ""
        self.set_aside(reduced.stretches)
        if not self.text.text.strip():
            raise InputError(ErrorCode.NO_ARTICLE)
        return reduced.title

    def repairs(self) -> tuple[Repair, ...]:
        """What was mended, in the order of the rules."""
        return tuple(
            Repair(rule.name, self._counts[rule.name], self._examples[rule.name])
            for rule in RULES
            if rule.name in self._counts
        )


def _example(text: str, edits: list[Edit]) -> str:
    """The first edit as "before → after", with a little of what stands around it."""
    start, end, new = edits[0]
    left, right = text[max(0, start - 3) : start], text[end : end + 3]
    return f"{_shown(left + text[start:end] + right)} → {_shown(left + new + right)}"


def _shown(text: str) -> str:
    """`text` on one short line, with what cannot be seen by its number."""
    visible = "".join(
        character if character.isprintable() else "↵" if character == "\n" else f"U+{ord(character):04X}"
        for character in text
    ).strip()
    return visible if len(visible) <= 40 else visible[:39] + "…"
