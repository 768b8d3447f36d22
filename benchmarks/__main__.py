"""`ZHAIYI_DATA=… python -m benchmarks NAME`: run one benchmark and print its table."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from benchmarks import gloss

BENCHMARKS = {"gloss": gloss.run}


def main() -> None:
    """Run the benchmark that is named on the data that the environment names."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("name", choices=sorted(BENCHMARKS))
    name = parser.parse_args().name
    data = os.environ.get("ZHAIYI_DATA")
    if not data:
        parser.error("ZHAIYI_DATA must name the folder that holds eval/")
    for line in BENCHMARKS[name](Path(data)):
        print(line)


if __name__ == "__main__":
    main()
