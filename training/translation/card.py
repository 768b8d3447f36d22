"""The model card and the licence notice that lie beside shipped weights."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from training.translation.sources import SOURCES, Edition

NAMES = {Edition.OPEN: "zhaiyi-mini", Edition.NONCOMMERCIAL: "zhaiyi-mini-nc"}
LICENCES = {Edition.OPEN: "CC BY-SA 4.0", Edition.NONCOMMERCIAL: "CC BY-NC-SA 4.0"}
_ADDRESSES = {
    Edition.OPEN: "https://creativecommons.org/licenses/by-sa/4.0/",
    Edition.NONCOMMERCIAL: "https://creativecommons.org/licenses/by-nc-sa/4.0/",
}


def licence(edition: Edition) -> str:
    """The text of LICENSE beside the weights."""
    return (
        f"{NAMES[edition]}, a translation model by the Zhaiyi contributors\n\n"
        f"The files in this folder are licensed under {LICENCES[edition]}: {_ADDRESSES[edition]}\n\n"
        "They were trained on texts by others; README.md in this folder lists them with their licences.\n"
    )


def card(edition: Edition, facts: Mapping[str, Any], report: Mapping[str, Any], figures: str) -> str:
    """README.md beside the weights: what they are, what they saw, what they can do, and how to make them again."""
    config = facts["config"]
    rows = [
        f"| {source.name} | {report[source.name]['kept']:,} | {source.licence} |"
        for source in SOURCES
        if source.may_train(edition) and source.name in report
    ]
    return "\n".join(
        (
            f"# {NAMES[edition]}",
            "",
            f"Chinese to English, {LICENCES[edition]}. A Marian of {config['encoder_layers']} + "
            f"{config['decoder_layers']} layers, width {config['d_model']}, {config['vocab_size']:,} pieces, in "
            f"CTranslate2's int8. The last run of its training took {facts['minutes']} minutes and {facts['step']:,} "
            "steps. `training/translation/README.md` says how to make it again.",
            "",
            "## Figures",
            "",
            figures or "None yet: `python -m training.translation.evaluate` has not been run on these weights.",
            "",
            "## Limits",
            "",
            "One sentence at a time, without context; made for sentences of up to "
            f"{config['max_position_embeddings']} pieces. Little of its text is native Chinese news: names, "
            "officialese and current affairs are its weak side, and a small model errs with confidence. Do not rely on "
            "it where it matters.",
            "",
            "## Data",
            "",
            "Pairs after cleaning, and the licence as the source states it. Besides these, sentences written by rule",
            "(`training/translation/data`), which are the project's own.",
            "",
            "| source | pairs | licence |",
            "|---|--:|---|",
            *rows,
            "",
        )
    )


def read_report(work: Path) -> dict[str, Any]:
    """What `clean` counted; nothing where it has not been run."""
    path = work / "clean" / "report.json"
    report: dict[str, Any] = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    return report
