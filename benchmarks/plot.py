"""The plot of docs/speed.md, from what `python -m benchmarks speed --json` printed.

python -m benchmarks plot speed.json docs/speed.svg
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

WAYS = {
    "a loop": "a  transformers, one by one",
    "b batches": "b  transformers, batches of 12",
    "c ours, float32": "c  ours, float32",
    "d ours, int8, bulk": "d  ours, int8, bulk",
    "e ours, int8, interactive": "e  ours, int8, interactive",
}
_THEIRS, _OURS, _INK = "#b9bdc4", "#2f6f9f", "#333333"


def main(arguments: Sequence[str]) -> int:
    """Draw the figure and return 0."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks plot", description=__doc__)
    parser.add_argument("figures", type=Path, help="what `python -m benchmarks speed --json` printed")
    parser.add_argument("output", type=Path, help="an .svg or .png")
    given = parser.parse_args(arguments)
    draw(json.loads(given.figures.read_text(encoding="utf-8")), given.output)
    return 0


def draw(told: dict[str, Any], output: Path) -> None:
    """One panel for each number of beams, one bar for each way: output tokens a second, and times the loop."""
    import matplotlib

    matplotlib.use("agg")
    matplotlib.rcParams |= {
        "svg.fonttype": "none",
        "svg.hashsalt": "zhaiyi",
        "font.size": 9,
        "text.color": _INK,
        "ytick.color": _INK,
    }
    from matplotlib import pyplot

    speeds = told["tokens_per_second"]
    beams = list(speeds["a loop"])
    figure, panels = pyplot.subplots(1, len(beams), figsize=(9.5, 2.5), sharey=True, layout="constrained")
    for panel, beam in zip(panels, beams, strict=True):
        values = [speeds[way][beam] for way in WAYS]
        bars = panel.barh(list(WAYS.values()), values, 0.66, color=[_THEIRS, _THEIRS, _OURS, _OURS, _OURS])
        loop = speeds["a loop"][beam]
        labels = [f"{value:,.0f}" + (f"  ({value / loop:.0f}×)" if value > loop else "") for value in values]
        panel.bar_label(bars, labels, padding=4)
        panel.set_title(f"{beam} beam{'s' if beam != '1' else ''}", loc="left", fontsize=10, color=_INK)
        panel.set_xlim(0, max(values) * 1.5)
        panel.set_xticks([])
        panel.tick_params(length=0)
        panel.spines[["top", "right", "bottom"]].set_visible(False)
        panel.spines["left"].set_color(_THEIRS)
    panels[0].invert_yaxis()
    figure.suptitle(
        f"Output tokens a second, {told['machine']['processors']} processors, a model of opus-mt-zh-en's size"
        "  (times a)",
        x=0.01,
        ha="left",
        fontsize=10,
    )
    figure.savefig(output, facecolor="white", metadata={"Date": None} if output.suffix == ".svg" else None)
    pyplot.close(figure)
