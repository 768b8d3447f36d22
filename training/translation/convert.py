"""Step 7, `python -m training.translation.convert`: an assembled folder to the int8 folder that ships.

What is in it is what `pipelines.models.convert` makes of any Marian, with a licence and a model card beside it. The
sizes are printed, and whether the repository with this folder in it stays under its limit.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from training.translation import card
from training.translation.clean import WORK
from training.translation.sources import Edition

LIMIT = 48_000_000  # bytes of all tracked files together


def main(arguments: Sequence[str] | None = None) -> int:
    """Convert; 1 where the repository would grow too large."""
    parser = argparse.ArgumentParser(prog="python -m training.translation.convert", description=__doc__)
    parser.add_argument("--work", type=Path, default=WORK)
    parser.add_argument("--assembled", type=Path, required=True)
    parser.add_argument("--output", type=Path, required=True)
    parser.add_argument("--figures", type=Path, help="what `evaluate` wrote, for the model card")
    given = parser.parse_args(arguments)
    size = run(given.work, given.assembled, given.output, given.figures)
    together = tracked(given.output) + size
    print(f"{given.output}: {size:,} bytes; all tracked files with it {together:,} of {LIMIT:,}")
    return 0 if together <= LIMIT else 1


def run(work: Path, assembled: Path, output: Path, figures: Path | None = None) -> int:
    """Write the folder; returns its bytes."""
    from pipelines.models import convert

    if output.exists():
        shutil.rmtree(output)
    output.mkdir(parents=True)
    convert.write(assembled, output, "int8")
    facts = json.loads((assembled / "training.json").read_text(encoding="utf-8"))
    edition = Edition(facts["edition"])
    said = figures.read_text(encoding="utf-8") if figures else ""
    (output / "README.md").write_text(card.card(edition, facts, card.read_report(work), said), encoding="utf-8")
    (output / "LICENSE").write_text(card.licence(edition), encoding="utf-8")
    for path in sorted(output.iterdir()):
        print(f"  {path.name:28} {path.stat().st_size:>12,}")
    return sum(path.stat().st_size for path in output.iterdir())


def tracked(without: Path) -> int:
    """Bytes of all tracked files but those under a folder; 0 where there is no git."""
    try:
        listed = subprocess.run(["git", "ls-files", "-z"], capture_output=True, check=True, text=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return 0
    paths = [Path(name) for name in listed.split("\0") if name]
    return sum(
        path.stat().st_size for path in paths if path.is_file() and without.resolve() not in path.resolve().parents
    )


if __name__ == "__main__":
    sys.exit(main())
