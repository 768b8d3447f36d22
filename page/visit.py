"""One visit: what it has asked for so far, which results are on view, and their place in the address."""

from dataclasses import replace

import streamlit as st

from page import aids, glossary
from page.reader.told import Growing, news
from page.runs import runs
from pipelines.article import Extract
from pipelines.corrections import Correction, outdated
from pipelines.document import Column
from pipelines.errors import LimitError, ModelError, PipelineError
from pipelines.service.run import Request, Run, State

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
    wishes = [replace(one, corrections=_corrections(one, current), glossary=glossary.own()) for one in requests]
    if current and not current.state.finished and wishes == [current.request]:
        return 1
    accepted: list[Run] = []
    for wish in wishes:
        try:
            accepted.append(runs().submit(wish))
        except (LimitError, ModelError) as error:
            st.session_state["refused"] = error
            break
    if accepted:
        st.session_state["history"] = [*own(), *(run.id for run in accepted)]
        show(accepted[0].id)
        accepted[0].wait(MOMENT)
    return len(accepted)


def refused() -> PipelineError | None:
    """Why the last wish was not accepted, if it was not."""
    error: PipelineError | None = st.session_state.get("refused")
    return error


def show(run_id: str) -> None:
    """Put another result of this visit on view, by itself."""
    compare_no_more()
    st.query_params["run"] = run_id


# --- the list of this browser --------------------------------------------------------------------------------------


def own() -> list[str]:
    """The results of this browser that are still kept, oldest first: these it may delete."""
    known: list[str] = st.session_state.get("history", [])
    return [run_id for run_id in known if runs().get(run_id) is not None]


def join(kept: tuple[str, ...]) -> None:
    """Add what the browser remembers of earlier visits, before what this one has asked for."""
    mine = own()
    st.session_state["history"] = [*(run_id for run_id in kept if run_id not in mine), *mine]


def history() -> list[str]:
    """What can be gone through: the browser's own, and one that came by its address."""
    known = own()
    return known if not named() or named() in known or runs().get(named()) is None else [named(), *known]


def readable() -> list[str]:
    """Those of `history` that a reader goes through: what failed is only there while it is on view."""
    return [run_id for run_id in history() if run_id == named() or not _failed(run_id)]


def _failed(run_id: str) -> bool:
    run = runs().get(run_id)
    return run is None or run.state is State.FAILED


def forget(*run_ids: str) -> None:
    """Delete results of this browser for good, and whatever was set beside the one on view."""
    gone = [run_id for run_id in run_ids if run_id in own()]
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
        runs().forget(run_id)
    st.session_state["history"] = [run_id for run_id in own() if run_id not in gone]


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
        run = runs().submit(request)
    except (LimitError, ModelError) as error:
        st.session_state["refused"] = error
        return
    st.query_params["with"] = run.id
    run.wait(MOMENT)


def compare_no_more() -> None:
    """Leave the first run by itself; of the second, which nobody sees any more, nothing is kept."""
    beside = compared()
    if beside is not None and beside.id not in own():
        runs().forget(beside.id)
    st.query_params.pop("with", None)


# --- corrections ---------------------------------------------------------------------------------------------------


def _corrections(request: Request, current: Run | None) -> tuple[Correction, ...]:
    """What was written by hand: in the article on view, if it is read again, then all of this visit, in order."""
    there = current.corrections if current is not None and current.request.data == request.data else ()
    written: list[Correction] = st.session_state.get("corrections", [])
    return tuple(dict.fromkeys(reversed((*there, *written))))[::-1]


def correct(told: Growing | None) -> None:
    """Lay over the run what the reader has written."""
    new = [Correction(Column(column), source, target) for column, source, target in news(told)]
    if told is None or not new:
        return
    st.session_state["corrections"] = [*st.session_state.get("corrections", []), *new]
    # Whoever is quick corrects what another run has taken the place of by now: it holds for both.
    meant = {run.id: run for run in (runs().get(told.run_id), shown()) if run is not None}
    for run in meant.values():
        run.correct(*new)


def renew() -> None:
    """Read the article on view again if a sentence has lost its English: what a person wrote for it was taken back, and
    the run had never translated it. All else is remembered.
    """
    run = shown()
    digest = run.digest() if run else None
    if run and digest and run.state is State.DONE and outdated(digest, run.corrections):
        start(run.request)
