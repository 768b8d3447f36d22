"""What the command line understands: its commands and their options."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping

from pipelines.document import Length, Scope
from pipelines.export import FORMATS
from pipelines.models.catalog import AUTO

Command = Callable[[argparse.Namespace], int | None]


def parser(commands: Mapping[str, Command]) -> argparse.ArgumentParser:
    """The parser; `run` of what it gives is one of `commands`."""
    made = argparse.ArgumentParser(prog="python -m pipelines", description="Digest a Chinese article in English.")
    known = made.add_subparsers(required=True, metavar="COMMAND")

    command = known.add_parser("digest", help="repair, summarize and translate an article")
    _add_input(command)
    _add_models(command)
    formats = [form.name for form in FORMATS]
    command.add_argument("--format", choices=formats, default="json", help="of the output (default: json)")
    command.set_defaults(run=commands["digest"])

    command = known.add_parser("repair", help="print the repaired text")
    _add_input(command)
    command.add_argument("--json", action="store_true", help="with the repairs and what was set aside")
    command.set_defaults(run=commands["repair"])

    command = known.add_parser("check", help="compare a text with its translation, line by line")
    command.add_argument("--source", required=True, metavar="FILE", help="the Chinese, a sentence a line")
    command.add_argument("--target", required=True, metavar="FILE", help="its English, whoever made it, line by line")
    command.add_argument("--json", action="store_true", help="findings with their spans")
    command.set_defaults(run=commands["check"])

    command = known.add_parser(
        "corpus", help="digest thousands of articles into one file, a row each; goes on where it was"
    )
    command.add_argument("input", metavar="INPUT", help="a .jsonl or .parquet file, or a folder of files of any kind")
    command.add_argument("output", metavar="OUTPUT", help="a .jsonl or .parquet file that is not there yet")
    command.add_argument("--field", metavar="NAME", help="where the article is in a row (default: text, article, …)")
    _add_models(command)
    command.add_argument("--without", action="append", default=[], metavar="RULE", help="switch a repair rule off")
    command.add_argument("--workers", type=_positive, metavar="N", help="processes (default: as many as help)")
    command.add_argument(
        "--with",
        dest="engine",
        choices=["processes", "ray"],
        default="",
        help="who does the work (default: the Ray cluster of RAY_ADDRESS, else processes)",
    )
    command.set_defaults(run=commands["corpus"])

    command = known.add_parser("models", help="what there is, and whether it is ready")
    command.set_defaults(run=commands["models"])
    actions = command.add_subparsers(metavar="ACTION")
    action = actions.add_parser("download", help="fetch a model, or what is missing or damaged of it")
    action.add_argument("name", metavar="NAME", help="a name in the list, or owner/name on the Hugging Face hub")
    action.set_defaults(run=commands["models_download"])
    action = actions.add_parser("remove", help="delete a model, with its conversions, from the caches")
    action.add_argument("name", metavar="NAME", help="a name in the list, or owner/name on the Hugging Face hub")
    action.set_defaults(run=commands["models_remove"])

    command = known.add_parser("reports", help="what readers of this server's page said is wrong, as JSON lines")
    command.add_argument("--output", metavar="PATH", help="write here instead of to stdout")
    command.add_argument("--clear", action="store_true", help="delete them from the server's store afterwards")
    command.set_defaults(run=commands["reports"])
    return made


def _positive(given: str) -> int:
    number = int(given) if given.isascii() and given.isdigit() else 0
    if number < 1:
        raise argparse.ArgumentTypeError(f"{given} is no number of processes")
    return number


def _add_models(command: argparse.ArgumentParser) -> None:
    command.add_argument("--summarizer", default=AUTO, metavar="NAME", help="see `models` (default: the best ready)")
    command.add_argument("--translator", default=AUTO, metavar="NAME", help="see `models` (default: the best ready)")
    command.add_argument("--glossary", metavar="FILE", help="CSV or TSV of two columns: the Chinese and its English")
    lengths, scopes = [length.value for length in Length], [scope.value for scope in Scope]
    command.add_argument("--length", choices=lengths, default="medium", help="of the summary (default: medium)")
    command.add_argument("--translate", choices=scopes, default="both", help="what is translated (default: both)")


def _add_input(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "file", metavar="FILE", help="an article of any kind that is read, or its web address; - for stdin"
    )
    command.add_argument("--without", action="append", default=[], metavar="RULE", help="switch a repair rule off")
    command.add_argument("--output", metavar="PATH", help="write here instead of to stdout")
