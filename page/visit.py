"""One visit: what it has asked for so far, which results are on view, and their place in the address."""

from dataclasses import replace

import streamlit as st

from page.reader.told import Growing, news
from page.runs import runs
from pipelines.corrections import Correction, outdated
from pipelines.document import Column
from pipelines.errors import LimitError, ModelError, PipelineError
from pipelines.service.jobs import Request, Run, State

MOMENT = 0.4  # seconds to wait for a run that is over at once, so that the page does not flash its progress


def shown() -> Run | None:
    """The run that the address names, or None: there is none, or it is no longer kept."""
    return runs().get(named()) if named() else None


def named() -> str:
    """The run id in the address, or nothing."""
    return st.query_params.get("run", "")


def start(*requests: Request) -> None:
    """Ask for runs and put the first on view. What was on view stays in reach; the same wish twice is one run.

    Of several, those that are not accepted are told in one refusal; the others go on.
    """
    current = shown()
    st.session_state.pop("refused", None)
    if current and not current.state.finished and requests == (replace(current.request, corrections=()),):
        return
    first: Run | None = None
    for request in requests:
        try:
            run = runs().submit(replace(request, corrections=corrections()))
        except (LimitError, ModelError) as error:
            st.session_state["refused"] = error
            break
        remember(run)
        first = first or run
    if first is not None:
        show(first.id)
        first.wait(MOMENT)


def remember(run: Run) -> None:
    """Put a run at the end of this visit's list."""
    st.session_state["history"] = [*history(), run.id]


def refused() -> PipelineError | None:
    """Why the last wish was not accepted, if it was not."""
    error: PipelineError | None = st.session_state.get("refused")
    return error


def show(run_id: str) -> None:
    """Put another result of this visit on view, by itself."""
    st.query_params["run"] = run_id
    st.query_params.pop("with", None)


# --- the list of this visit ----------------------------------------------------------------------------------------


def history() -> list[str]:
    """The results of this visit that are still kept, oldest first; one that came by its address counts."""
    known: list[str] = st.session_state.get("history", [])
    if named() and named() not in known:
        known = [named(), *known]
    return [run_id for run_id in known if runs().get(run_id) is not None]


def readable() -> list[str]:
    """Those of `history` that a reader goes through: what failed is only there while it is on view."""
    return [run_id for run_id in history() if run_id == named() or not _failed(run_id)]


def _failed(run_id: str) -> bool:
    run = runs().get(run_id)
    return run is None or run.state is State.FAILED


def forget(*run_ids: str) -> None:
    """Delete results for good: from this visit and from the server."""
    left = [run_id for run_id in history() if run_id not in run_ids]
    shown_now = named()
    for run_id in run_ids:
        runs().forget(run_id)
    st.session_state["history"] = left
    if shown_now in run_ids:
        st.query_params.pop("run", None)
        st.query_params.pop("with", None)
        st.session_state.pop("text", None)


# --- a second model beside the first -------------------------------------------------------------------------------


def compared() -> Run | None:
    """The run that stands beside the one on view, if there is one."""
    beside = st.query_params.get("with", "")
    return runs().get(beside) if beside else None


def compare(request: Request) -> None:
    """Run the article on view once more, otherwise, and put the result beside it."""
    st.session_state.pop("refused", None)
    try:
        run = runs().submit(request)
    except (LimitError, ModelError) as error:
        st.session_state["refused"] = error
        return
    st.query_params["with"] = run.id
    run.wait(MOMENT)


def compare_no_more() -> None:
    """Leave the first run by itself."""
    beside = compared()
    if beside is not None:
        beside.cancel()
    st.query_params.pop("with", None)


# --- corrections ---------------------------------------------------------------------------------------------------


def corrections() -> tuple[Correction, ...]:
    """All that was written by hand in this visit, in the order of its articles: later runs begin with it."""
    found: dict[Correction, None] = {}
    for run_id in history():
        run = runs().get(run_id)
        for correction in run.corrections if run else ():
            found.pop(correction, None)
            found[correction] = None
    return tuple(found)


def correct(told: Growing | None) -> None:
    """Lay over the run what the reader has written.

    What is taken back and was never translated, for the run began with it, takes another run: all else it remembers.
    """
    new = news(told)
    if told is None or not new:
        return
    # Whoever is quick corrects what another run has taken the place of by now: it holds for both.
    meant = {run.id: run for run in (runs().get(told.run_id), shown()) if run is not None}
    for run in meant.values():
        run.correct(*(Correction(Column(column), source, target) for column, source, target in new))
    run_now = shown()
    digest = run_now.digest() if run_now else None
    if run_now and digest and run_now.state is State.DONE and outdated(digest, run_now.corrections):
        start(run_now.request)
