"""The checks: false alarms on people's translations, and how much of what is damaged on purpose they find.

Clean pairs: FLORES-200 dev and TICO-19 with NTREX (`eval/zh-en` of the folder that ZHAIYI_DATA names), and
`benchmarks/data/names.tsv`, sentences of news with persons written for this. Damage: `benchmarks/corruption.py`.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from importlib import resources
from pathlib import Path

from benchmarks.corruption import KEPT_ASIDE, KINDS, Damage
from pipelines.checks import pairs
from pipelines.checks.sentences import said
from pipelines.document import Column, Finding, FindingCode, Pair, Severity
from pipelines.lexicon import renderings, words

_PERSON = re.compile(r"\{(.*?)\}")


def main(arguments: Sequence[str]) -> int:
    """`python -m benchmarks checks [--aside | --read N [--seed S]]`."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks checks", description=__doc__)
    parser.add_argument("--aside", action="store_true", help="also the kinds of damage that were kept aside")
    parser.add_argument("--each", type=int, default=400, help="damaged pairs of each kind (default: 400)")
    parser.add_argument("--read", type=int, metavar="N", help="instead, N findings in published outputs, to be judged")
    parser.add_argument("--seed", type=int, default=2024, help="which N findings (default: 2024)")
    given = parser.parse_args(arguments)
    data = os.environ.get("ZHAIYI_DATA")
    if not data:
        parser.error("ZHAIYI_DATA must name the folder that holds eval/")
    words.warm()
    renderings.warm()
    lines = to_read(Path(data), given.read, given.seed) if given.read else run(Path(data), given.aside, given.each)
    for line in lines:
        print(line)
    return 0


SYSTEMS = ("google", "microsoft", "bergamot-base-memory", "nllb", "argos", "opusmt")


def to_read(data: Path, count: int, seed: int) -> Iterator[str]:
    """`count` findings in the outputs of six systems, half errors and half warnings, with both sentences.

    Escaped characters (&#39;), which one system's file is full of, are left out.
    """
    folder = data / "eval" / "zh-en"
    pool: dict[Severity, list[str]] = {severity: [] for severity in Severity}
    for name in ("flores-dev", "wmt20"):
        for system in SYSTEMS:
            some = parallel(folder, name, system)
            found = [one for one in checked(some) if one.code is not FindingCode.UNKNOWN_MARKS]
            counts = Counter(one.severity for one in found)
            yield f"{name}.{system}: {counts[Severity.ERROR]} errors, {counts[Severity.WARNING]} warnings"
            for one in found:
                index = one.spans[0].index
                pool[one.severity].append(f"{name}.{system} {said(one)}\n    {some[index][0]}\n    {some[index][1]}")
    for severity, lines in pool.items():
        random.Random(seed).shuffle(lines)
        yield from (f"{severity} {place}. {line}" for place, line in enumerate(lines[: count // 2], start=1))


def run(data: Path, aside: bool, each: int) -> Iterator[str]:
    """The lines of both tables, and the pace."""
    folder = data / "eval" / "zh-en"
    sets = {"flores-dev": parallel(folder, "flores-dev", ""), "tico19-ntrex": _tico(folder), "names": plain_names()}
    yield f"{'false alarms per 100 clean sentences':38} {'pairs':>6}  numbers  names  coverage  fluency"
    clean: dict[str, list[Counter[tuple[str, ...]]]] = {}
    for name, some in sets.items():
        begin = time.process_time()
        found = checked(some)
        seconds = time.process_time() - begin
        clean[name] = _by_pair(found, len(some))
        shares = [100 * sum(f.check == check for f in found) / len(some) for check in
                  ("numbers", "names", "coverage", "fluency")]  # fmt: skip
        yield (
            f"{name:38} {len(some):6}  "
            + f"{shares[0]:7.2f} {shares[1]:6.2f} {shares[2]:9.2f} {shares[3]:8.2f}"
            + (f"    {1000 * seconds / len(some):.2f} s of CPU for 1,000")
        )
    yield ""
    yield f"{'damage':22} {'pairs':>6}  found by any check, %  by the check of the same name, %"
    kinds: dict[str, Damage] = KINDS | (KEPT_ASIDE if aside else {})
    total: Counter[str] = Counter()
    for name, damage in kinds.items():
        rng = random.Random(7)
        damaged: list[tuple[str, str]] = []
        before: list[Counter[tuple[str, ...]]] = []
        for set_name in ("flores-dev", "tico19-ntrex"):
            some = sets[set_name]
            order = rng.sample(range(len(some)), len(some))
            taken = 0
            for index in order:
                edited = damage(*some[index], rng)
                if edited is not None and edited != some[index] and taken < each // 2:
                    damaged.append(edited)
                    before.append(clean[set_name][index])
                    taken += 1
        new = [now - then for now, then in zip(_by_pair(checked(damaged), len(damaged)), before, strict=True)]
        hits = [bool(kinds_) for kinds_ in new]
        own = [any(kind[0] == _OWN.get(name, "numbers") for kind in kinds_) for kinds_ in new]
        total["numbers"] += sum(own) if name in _NUMBERS else 0
        total["pairs"] += len(own) if name in _NUMBERS else 0
        yield f"{name:22} {len(damaged):6}  {100 * sum(hits) / len(hits):20.1f}  {100 * sum(own) / len(own):20.1f}"
    if total["pairs"]:
        yield f"{'all of numbers':22} {total['pairs']:6}  {'':20}  {100 * total['numbers'] / total['pairs']:20.1f}"
    yield from _names()


_NUMBERS = frozenset(
    "times_ten times_thousand digits_swapped digit_changed wan_for_yi date_shifted number_dropped word_changed".split()
)
_OWN = {
    "sentence_dropped": "fluency", "clause_dropped": "coverage", "words_repeated": "fluency", "chinese_left": "fluency",
}  # fmt: skip


def _names() -> Iterator[str]:
    """Each person of the names set replaced by another one, and misspelled in the given name."""
    rows = names()
    others = [english for row in rows for english in row[3]]
    for kind in ("name_replaced", "given_name_changed", "name_dropped"):
        rng = random.Random(11)
        hits, own, count = 0, 0, 0
        for chinese, english, _, persons in rows:
            for person in persons:
                if kind == "name_replaced":
                    other = rng.choice([o for o in others if o[0] != person[0]])
                elif kind == "given_name_changed":
                    given = rng.choice([o.split()[-1] for o in others])
                    other = f"{person.split()[0]} {given}"
                else:
                    other = "he"
                if other == person:
                    continue
                before = checked([(chinese, english)])
                after = checked([(chinese, english.replace(person, other))])
                new = _by_pair(after, 1)[0] - _by_pair(before, 1)[0]
                hits += bool(new)
                own += any(check == "names" for check, *_ in new)
                count += 1
        yield f"{kind:22} {count:6}  {100 * hits / count:20.1f}  {100 * own / count:20.1f}"


def checked(some: Sequence[tuple[str, str]]) -> tuple[Finding, ...]:
    """Every finding of these pairs, as a digest would find them in one column."""
    column = [Pair(index, chinese, english) for index, (chinese, english) in enumerate(some)]
    return pairs.findings(Column.ARTICLE, column, {pair.index: pair.source for pair in column})


def _by_pair(found: Sequence[Finding], count: int) -> list[Counter[tuple[str, ...]]]:
    """For each pair what was found, without the number of the sentence."""
    kinds: list[Counter[tuple[str, ...]]] = [Counter() for _ in range(count)]
    for finding in found:
        kinds[finding.spans[0].index][(finding.check, finding.code, *finding.facts[1:])] += 1
    return kinds


def parallel(folder: Path, name: str, system: str) -> list[tuple[str, str]]:
    """The pairs of a set and a system's output, "" for the reference."""
    chinese = (folder / f"{name}.zh").read_text(encoding="utf-8").splitlines()
    file = f"{name}.{system}.en" if system else f"{name}.en"
    english = (folder / file).read_text(encoding="utf-8").splitlines()
    return [(one.strip(), other.strip()) for one, other in zip(chinese, english, strict=True)]


def _tico(folder: Path) -> list[tuple[str, str]]:
    lines = (folder / "tico19-ntrex.dev.tsv").read_text(encoding="utf-8").splitlines()
    return [(one.strip(), other.strip()) for one, other in (line.split("\t") for line in lines)]


def names() -> list[tuple[str, str, list[str], list[str]]]:
    """The sentences with persons: Chinese, English, and the persons on either side in the same order."""
    text = (resources.files("benchmarks") / "data" / "names.tsv").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]
    return [
        (_PERSON.sub(r"\1", one), _PERSON.sub(r"\1", other), _PERSON.findall(one), _PERSON.findall(other))
        for one, other in rows
    ]


def plain_names() -> list[tuple[str, str]]:
    """The same sentences as pairs."""
    return [(chinese, english) for chinese, english, _, _ in names()]
