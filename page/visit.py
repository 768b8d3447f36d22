"""One visit: what it has asked for so far, which results are on view, and their place in the address."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace

import streamlit as st

from page import aids, door, glossary
from page.reader.told import Growing, news
from page.runs import runs
from page.strings import Say
from pipelines.article import Extract
from pipelines.corrections import Correction, outdated
from pipelines.document import Column
from pipelines.errors import LimitError, ModelError, PipelineError
from pipelines.service.kept import Problem
from pipelines.service.run import Request, Run, State
from pipelines.service.told import Listed

MOMENT = 0.4  # seconds to wait for a run that is over at once, so that the page does not flash its progress


def shown() -> Run | None:
    """The run that the address names, or None: there is none, or it is no longer kept."""
    return runs().get(named()) if named() else None


def named() -> str:
    """The run id in the address, or nothing."""
    return st.query_params.get("run", "")


def start(*requests: Request) -> int:
    """Ask for runs and put the first on view; how many were accepted. What was on view stays in reach.

    The same wish twice is one run. The first of several that is not accepted is told, and those after it are not asked.
    """
    current = shown()
    st.session_state.pop("refused", None)
    wishes = [_mine(replace(one, corrections=_corrections(one, current))) for one in requests]
    if current and not current.state.finished and wishes == [current.request]:
        return 1
    accepted = _accepted(wishes)
    if accepted:
        show(accepted[0].id)
        accepted[0].wait(MOMENT)
    return len(accepted)


def has_room() -> bool:
    """Whether another wish of this visitor would be accepted now; asking counts as no request."""
    return runs().has_room(door.visitor())


def add(request: Request) -> bool:
    """Ask for one more run, without showing it; whether it was accepted."""
    error = st.session_state.get("refused")
    accepted = _accepted([_mine(request)])
    st.session_state["refused"] = error
    return bool(accepted)


def _accepted(wishes: Sequence[Request]) -> list[Run]:
    """The runs of these wishes up to the first that is refused, which is remembered."""
    accepted: list[Run] = []
    for wish in wishes:
        try:
            accepted.append(_submitted(wish))
        except (LimitError, ModelError) as error:
            st.session_state["refused"] = error
            break
    return accepted


def _mine(request: Request) -> Request:
    return replace(request, glossary=glossary.own(), owner=door.visitor())


def _submitted(request: Request) -> Run:
    runs().rate.check(request.owner)
    return runs().submit(request)


def refused() -> PipelineError | None:
    """Why the last wish was not accepted, if it was not."""
    error: PipelineError | None = st.session_state.get("refused")
    return error


def be_patient() -> None:
    """What was refused will be asked for again: no need to tell."""
    st.session_state.pop("refused", None)


def show(run_id: str) -> None:
    """Put another result of this visit on view, by itself."""
    compare_no_more()
    st.query_params["run"] = run_id


def kept(say: Say, key: str) -> str:
    """Where a text goes and for how long: the string `key` as it is true of this server."""
    store, settings = runs().store, runs().settings
    if key == "kept" and (settings.serve_url or settings.chat_url or settings.database_url):
        return say("kept_elsewhere", n=settings.retention_hours)
    if store.durable:
        return say(f"{key}_hours", n=runs().settings.retention_hours)
    badly = store.problem in (Problem.UNWRITABLE, Problem.UNREACHABLE)
    return say("kept_badly" if key == "kept" and badly else f"{key}_memory")


# --- the list of this visitor --------------------------------------------------------------------------------------


def listed() -> tuple[Listed, ...]:
    """The results of this visitor that are still kept, oldest first: these they may correct and delete."""
    return runs().listed(door.visitor())


def is_own(run: Run) -> bool:
    """Whether a run is this visitor's, rather than one that came by its address."""
    return run.request.owner == door.visitor()


def history() -> tuple[Listed, ...]:
    """What can be gone through: the visitor's own, and one that came by its address."""
    own, run = listed(), shown()
    return own if run is None or run.id in {line.id for line in own} else (Listed.of(run), *own)


def readable() -> list[str]:
    """Those of `history` that a reader goes through: what failed is only there while it is on view."""
    return [line.id for line in history() if line.id == named() or line.state is not State.FAILED]


def forget(*run_ids: str) -> None:
    """Delete results of this visitor for good, and whatever was set beside the one on view."""
    mine = {line.id for line in listed()}
    gone = [run_id for run_id in run_ids if run_id in mine]
    if named() in gone:
        run = shown()
        compare_no_more()
        st.query_params.pop("run", None)
        if run is not None and st.session_state.get("text") == text_of(run.request):
            st.session_state.pop("text", None)
    for run_id in gone:
        run = runs().get(run_id)
        digest = run.digest() if run else None
        if digest:
            aids.forget(digest.article)
    runs().forget(*gone)


def text_of(request: Request) -> str:
    """What a request had in the box; nothing for a file that never was there."""
    data = request.data
    return data.plain if isinstance(data, Extract) else data if isinstance(data, str) else ""


# --- a second model beside the first -------------------------------------------------------------------------------


def compared() -> Run | None:
    """The run that stands beside the one on view, if there is one."""
    beside, run = runs().get(st.query_params.get("with", "")), shown()
    # An address can be written by hand: two articles cannot be compared sentence by sentence.
    return beside if beside is not None and run is not None and beside.request.data == run.request.data else None


def compare(request: Request) -> None:
    """Run the article on view once more, otherwise, and put the result beside it."""
    st.session_state.pop("refused", None)
    compare_no_more()
    try:
        run = _submitted(_mine(replace(request, listed=False)))
    except (LimitError, ModelError) as error:
        st.session_state["refused"] = error
        return
    st.query_params["with"] = run.id
    run.wait(MOMENT)


def compare_no_more() -> None:
    """Leave the first run by itself; of the second, which nobody sees any more, nothing is kept."""
    beside = compared()
    if beside is not None and is_own(beside) and not beside.request.listed:
        runs().forget(beside.id)
    st.query_params.pop("with", None)


# --- corrections, and what is wrong ----------------------------------------------------------------------------------


def _corrections(request: Request, current: Run | None) -> tuple[Correction, ...]:
    """What was written by hand: in the article on view, if it is read again, then all of this visit, in order."""
    there = corrections(current) if current is not None and current.request.data == request.data else ()
    return tuple(dict.fromkeys(reversed((*there, *_written()))))[::-1]


def corrections(run: Run) -> tuple[Correction, ...]:
    """What is laid over a run here: what its owner wrote and, on somebody else's, what this visitor did, too."""
    return run.corrections if is_own(run) else (*run.corrections, *_written())


def _written() -> list[Correction]:
    """All that was written in this visit; a visit begins with what the visitor wrote in earlier ones."""
    if "corrections" not in st.session_state:
        st.session_state["corrections"] = list(runs().corrections(door.visitor()))
    written: list[Correction] = st.session_state["corrections"]
    return written


def correct(told: Growing | None) -> None:
    """Lay over the run what the reader has written."""
    new = [Correction(Column(column), source, target) for column, source, target in news(told)]
    if told is None or not new:
        return
    st.session_state["corrections"] = [*_written(), *new]
    # Whoever is quick corrects what another run has taken the place of by now: it holds for both.
    meant = {run.id: run for run in (runs().get(told.run_id), shown()) if run is not None and is_own(run)}
    for run in meant.values():
        runs().by_hand.correct(run, *new)


def report(told: Growing | None) -> None:
    """Keep for the operator what the reader says is wrong."""
    for column, source, target in news(told):
        run = runs().get(told.run_id) if told else None
        if run is not None:
            with suppress(LimitError):  # who reports that much means something else
                runs().rate.check(door.visitor())
                runs().by_hand.report(run, Column(column), source, target)


def renew() -> None:
    """Read the article on view again if a sentence has lost its English: what a person wrote for it was taken back, and
    the run had never translated it. All else is remembered.
    """
    run = shown()
    digest = run.digest() if run else None
    if run and digest and run.state is State.DONE and outdated(digest, corrections(run)):
        start(run.request)
