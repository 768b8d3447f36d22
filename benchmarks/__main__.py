"""`python -m benchmarks NAME [OPTIONS]`: run one benchmark and print its table."""

from __future__ import annotations

import importlib
import sys

NAMES = ("checks", "cluster", "gloss", "load", "memory", "plot", "profile", "speed", "start", "summary", "support")


def main() -> int:
    """Run the benchmark that is named first with the arguments after it."""
    name = sys.argv[1] if len(sys.argv) > 1 else ""
    if name not in NAMES:
        print(f"usage: python -m benchmarks {'|'.join(NAMES)} [--help]", file=sys.stderr)
        return 2
    result: int = importlib.import_module(f"benchmarks.{name}").main(sys.argv[2:])
    return result


if __name__ == "__main__":
    sys.exit(main())
