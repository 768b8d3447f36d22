"""The command line: `python -m pipelines digest|repair|check|corpus|models [download|remove NAME]|reports`.

The result goes to stdout, progress to stderr. Exit code 1 where `check` finds errors; 2 with one line on stderr for
what the input is to blame for; 130 when cancelled, 141 when who reads stdout has had enough, as other programs end
then.
"""

from __future__ import annotations

import argparse
import dataclasses
import json as jsonlib
import os
import sys
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path

from pipelines.arguments import Command, parser
from pipelines.article import fetch_article, read_article
from pipelines.article.encoding import decode
from pipelines.checks.sentences import said
from pipelines.checks.tally import Tally
from pipelines.digest import Options, digest
from pipelines.document import Article, Digest, Event, Length, Progress, Scope, Severity
from pipelines.errors import ErrorCode, InputError, PipelineError
from pipelines.export import FORMATS
from pipelines.instead import passed_over
from pipelines.load import load_summarizer, load_translator
from pipelines.models import convert, machine, weights
from pipelines.models.catalog import CATALOG, ModelSpec, Reach, named, ready
from pipelines.models.download import Received, fetch
from pipelines.settings import PREFIX, Settings


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code."""
    if sys.stderr is None:  # closed by the shell, `2>&-`
        sys.stderr = open(os.devnull, "w")
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8")  # whatever the locale says: the output is Chinese
    given = parser(COMMANDS).parse_args(arguments)
    try:
        Settings.read()
    except ValueError as error:  # of the environment, which names its own variable
        print(f"error: {error}", file=sys.stderr)
        return 2
    try:
        code: int = given.run(given) or 0
    except PipelineError as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    except BrokenPipeError:
        return 141
    except KeyboardInterrupt:
        print("cancelled", file=sys.stderr)
        return 130
    return code


def _digest(given: argparse.Namespace) -> None:
    from pipelines.translation.glossary import Glossary

    form = next(form for form in FORMATS if form.name == given.format)
    if not form.is_text and given.output is None and sys.stdout is not None and sys.stdout.isatty():
        reason = f"a terminal cannot show {form.name}; name a file with --output"
        raise InputError(ErrorCode.UNWRITABLE_FILE, path="standard output", reason=reason)
    summarizer = load_summarizer(given.summarizer, Reach.DISK)
    glossary = Glossary.read(_bytes(given.glossary, Settings.read()), given.glossary) if given.glossary else None
    translator = load_translator(given.translator, Reach.DISK, glossary=glossary)
    for issue in glossary.issues if glossary else ():
        print(f"{given.glossary}:{issue.line}: {issue.problem.replace('_', ' ')}: {issue.text}", file=sys.stderr)
    for finding in (*passed_over(summarizer), *passed_over(translator)):
        name, used, reason = finding.facts
        print(f"warning: {name} would not load, so {used} is used instead ({reason})", file=sys.stderr)
    article = _article(given)
    options = Options(Length(given.length), Scope(given.translate))
    with _Meter() as meter:
        for event in digest(article, summarizer, translator, options):
            meter.show(event)
    if isinstance(event, Digest):
        _write(form.render(event), given.output)
        print(Tally.of(event), file=sys.stderr)


def _repair(given: argparse.Namespace) -> None:
    article = _article(given)
    text = "\n".join(filter(None, (article.title, article.text)))
    if not given.json:
        _write(f"{text}\n".encode(), given.output)
        return
    told = {
        "text": text,
        "title": article.title,
        "script": article.script,
        "repairs": [dataclasses.asdict(repair) for repair in article.repairs],
        "set_aside": [dataclasses.asdict(aside) for aside in article.set_aside],
    }
    _write(f"{jsonlib.dumps(told, ensure_ascii=False, indent=2)}\n".encode(), given.output)


def _check(given: argparse.Namespace) -> int:
    from pipelines.checks import lines

    sources, targets = (_lines(path) for path in (given.source, given.target))
    found = lines.findings(sources, targets)
    if given.json:
        told = jsonlib.dumps([dataclasses.asdict(one) for one in found], ensure_ascii=False, indent=2)
        _write(f"{told}\n".encode(), None)
    else:
        lines_ = (f"{given.target}:{one.facts[0]}: {one.severity}: {said(one)}\n" for one in found)
        _write("".join(lines_).encode(), None)
    errors = sum(one.severity is Severity.ERROR for one in found)
    print(f"{len(sources)} lines: {errors} errors, {len(found) - errors} warnings", file=sys.stderr)
    return 1 if errors else 0


def _lines(path: str) -> list[str]:
    text = decode(_bytes(path, Settings.read()))
    return text.removesuffix("\n").split("\n")


def _corpus(given: argparse.Namespace) -> None:
    from pipelines.corpus.rows import Asked
    from pipelines.corpus.running import run

    asked = Asked(
        given.summarizer, given.translator, Length(given.length), Scope(given.translate), tuple(given.without),
        given.glossary,
    )  # fmt: skip
    rows, errors = run(
        Path(given.input), Path(given.output), asked, field=given.field, workers=given.workers, engine=given.engine
    )
    print(f"{given.output}: {rows:,} rows, {errors:,} of them with an error", file=sys.stderr)


def _models(given: argparse.Namespace) -> None:
    cache = Settings.read().cache
    rows = [("name", "for", "download", "licence", "here", "what it is good at")]
    for spec in CATALOG:
        size = machine.written(spec.download_bytes) if spec.download_bytes else "-"
        licence = spec.licence if spec.commercial_use else f"{spec.licence} (NON-COMMERCIAL)"
        rows.append((spec.name, ", ".join(spec.tasks), size, licence, _state(spec, cache), spec.about))
    widths = [max(len(row[column]) for row in rows) for column in range(5)]
    lines = (
        "  ".join((*(cell.ljust(width) for cell, width in zip(row, widths, strict=False)), row[-1])) for row in rows
    )
    _write("".join(f"{line}\n" for line in lines).encode(), None)


def _state(spec: ModelSpec, cache: Path) -> str:
    if spec.embedded:
        return "ready (built in)"
    if spec.setting:
        return "as is set" if ready(spec) else f"set {PREFIX}{spec.setting.upper()}"
    if weights.locate(spec) is None:
        return "not yet"
    made = [quantization for quantization in convert.QUANTIZATIONS if _conversion(spec, cache, quantization).is_dir()]
    return f"ready (converted: {', '.join(made)})" if made else "ready"


def _conversion(spec: ModelSpec, cache: Path, quantization: str) -> Path:
    return convert.home(cache, spec.repository, weights.commit(spec), quantization)


def _models_download(given: argparse.Namespace) -> None:
    spec = named(given.name, Reach.HUB)
    if spec.embedded:
        print(f"{spec.name} is built in: there is nothing to download")
        return
    if not spec.commercial_use:
        print(f"{spec.name}: {spec.licence}: not known to allow commercial use", file=sys.stderr)
    if damaged := weights.mend(spec):
        print(f"{spec.name}: {damaged} damaged files, fetched anew", file=sys.stderr)
    with _Meter() as meter:
        print(f"{spec.name} is ready in {fetch(spec, meter.show)}")


def _models_remove(given: argparse.Namespace) -> None:
    spec = named(given.name, Reach.HUB)
    freed = weights.remove(spec)
    if spec.repository:
        freed += convert.remove(Settings.read().cache, spec.repository)
    print(f"{spec.name}: {machine.written(freed)} became free")


def _article(given: argparse.Namespace) -> Article:
    settings = Settings.read()
    without = frozenset(given.without)
    if given.file.lower().startswith(("http://", "https://")):
        return read_article(fetch_article(given.file, switched_off=without, settings=settings), switched_off=without)
    data, name = _bytes(given.file, settings), "" if given.file == "-" else Path(given.file).name
    return read_article(data, name=name, switched_off=without, settings=settings)


def _bytes(path: str, settings: Settings) -> bytes:
    """A file's bytes, or those of standard input for "-"; of too many, enough for them to be refused."""
    if path == "-":
        if sys.stdin is None:
            raise InputError(ErrorCode.UNREADABLE_FILE, path="standard input", reason="it is closed")
        return sys.stdin.buffer.read(settings.max_bytes + 1)
    try:
        with Path(path).open("rb") as file:
            size = os.fstat(file.fileno()).st_size
            data = file.read(settings.max_bytes + 1)
    except OSError as error:
        raise InputError(ErrorCode.UNREADABLE_FILE, path=path, reason=_reason(error)) from error
    if size > settings.max_bytes:
        raise InputError(ErrorCode.TOO_LARGE, size=size, limit=settings.max_bytes)
    return data


def _write(content: bytes, output: str | None) -> None:
    try:
        if output is not None:
            Path(output).write_bytes(content)
        elif sys.stdout is None:
            raise InputError(ErrorCode.UNWRITABLE_FILE, path="standard output", reason="it is closed")
        else:
            _print(content)
    except BrokenPipeError:
        raise
    except OSError as error:
        path = output or "standard output"
        raise InputError(ErrorCode.UNWRITABLE_FILE, path=path, reason=_reason(error)) from error


def _print(content: bytes) -> None:
    try:
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
    except OSError:
        # What could not be written is still in the buffer, and Python would try once more, and complain, at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise


def _reason(error: OSError) -> str:
    return (error.strerror or type(error).__name__).lower()


class _Meter:
    """Progress on stderr: a line that is written over on a terminal, elsewhere a line a stage, at its end."""

    def __init__(self) -> None:
        self._terminal = sys.stderr.isatty()
        self._last = self._part = ""

    def __enter__(self) -> _Meter:
        return self

    def __exit__(self, *_: object) -> None:
        if self._last:
            print("" if self._terminal else self._last, file=sys.stderr)

    def show(self, event: Event | Received) -> None:
        if isinstance(event, Received):
            self._write(_told(event), part=str(event.done * 10 // max(event.total, 1)))
        elif isinstance(event, Progress):
            stage = event.stage.replace("_", " ")
            self._write(f"{stage}: {event.done} of {event.total}", part=stage)

    def _write(self, line: str, part: str) -> None:
        """Show a line; where lines cannot be written over, only the last one of each part."""
        if self._terminal:
            print(f"\r{line:<{len(self._last)}}", end="", file=sys.stderr, flush=True)
        elif self._last and self._part != part:
            print(self._last, file=sys.stderr)
        self._last, self._part = line, part


def _told(received: Received) -> str:
    line = f"{received.name}: {machine.written(received.done)} of {machine.written(received.total)}"
    if received.seconds_left is None:
        return line
    minutes, seconds = divmod(round(received.seconds_left), 60)
    return f"{line}, {machine.written(received.rate)}/s, {minutes}:{seconds:02} left"


def _reports(given: argparse.Namespace) -> None:
    from pipelines.service.database import StoreError
    from pipelines.service.opening import open_beside

    settings = Settings.read()
    try:
        with closing(open_beside(settings)) as store:
            reports = store.reports.all()
            _write("".join(f"{report.as_line()}\n" for report in reports).encode(), given.output)
            if given.clear:
                store.reports.clear()
    except StoreError as error:
        raise InputError(ErrorCode.UNREADABLE_FILE, path=str(settings.store), reason=error.reason) from error
    print(f"{len(reports)} report{'s' * (len(reports) != 1)}", file=sys.stderr)


COMMANDS: Mapping[str, Command] = {
    "digest": _digest,
    "repair": _repair,
    "check": _check,
    "corpus": _corpus,
    "models": _models,
    "models_download": _models_download,
    "models_remove": _models_remove,
    "reports": _reports,
}

if __name__ == "__main__":
    sys.exit(main())
