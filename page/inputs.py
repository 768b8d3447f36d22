"""The input: a text, files, a web address or an example, and the one button.

The box holds what will be read: what was found in a file or at an address is put there, to be looked at first. Several
files make a list instead, which is read through.
"""

import math
from pathlib import Path

import streamlit as st

from page import following, glossary, messages, models, options, sources, visit
from page.runs import runs
from page.strings import Say
from pipelines.article import Extract
from pipelines.errors import ModelError
from pipelines.service.run import Request, Run

EXAMPLES = ("news", "science", "traditional")


def composer(say: Say, run: Run | None) -> None:
    """Draw the input. A finished result needs the room more: the input then folds into a line above it."""
    if run:
        _restore(run)
    folded = run is not None and run.error is None and visit.refused() is None and sources.problem() is None
    with st.container(key="composer"):
        # Under a name of its own for each run, so that a new result finds it folded.
        place = st.expander(say("composer"), key=f"composer_{run.id}") if run and folded else st.container()
    with place:
        text, aside = st.columns([5, 2], gap="medium")
        with aside:
            _sources(say)
        with text:
            if sources.batch():
                _list(say, sources.batch())
            else:
                _box(say)
        with st.container(horizontal=True, vertical_alignment="bottom", gap="medium", key="controls"):
            options.controls(say)
            models.controls(say)
            glossary.controls(say)
            # A callback runs before anything can interrupt the script; a click told to the script itself may be lost.
            count = sum(document.error is None for document in sources.batch())
            label = say("run_list", n=count) if sources.batch() else say("run")
            st.button(
                label,
                type="primary",
                shortcut="Ctrl+Enter",
                key="start",
                on_click=_run,
                disabled=bool(sources.batch()) and not count,
            )
            st.caption(_expected(say), width="content")
        following.note(say)
        st.caption(visit.kept(say, "kept"))


def _box(say: Say) -> None:
    """The text that will be read, and where it is from."""
    st.text_area(
        say("text"),
        height=330,
        key="text",
        placeholder=say("text_hint"),
        persist_state="session",
        on_change=sources.clear_problem,
    )
    problem, source = sources.problem(), sources.source()
    if problem is not None:
        name, error = problem
        with st.container(key="unreadable"):
            st.text(f"{name}{say('colon')}{messages.error(say, error)}" if name else messages.error(say, error))
    elif source is not None:
        with st.container(key="source"):
            st.text(say("source", **_facts(say, source)))


def _facts(say: Say, source: Extract) -> dict[str, str | int]:
    return {
        "name": source.address or source.name,
        "kind": say.pick(messages.KINDS[source.kind]),
        "n": len(source.plain),
    }


def _sources(say: Say) -> None:
    """Files, an address, examples."""
    # Any file may be chosen: what it is, its content tells.
    st.file_uploader(say("file"), accept_multiple_files=True, key=sources.file_key(), on_change=sources.take_files)
    if runs().settings.fetch:
        # A form, or Enter and the button would each fetch it.
        with st.form("fetch", border=False), st.container(horizontal=True, vertical_alignment="bottom", gap="xsmall"):
            st.text_input(say("address"), key="address", placeholder="https://")
            st.form_submit_button(say("fetch"), key="fetch_button", on_click=sources.take_address)
    with st.container(key="examples", gap="xsmall"):
        st.caption(say("examples"))
        for name in EXAMPLES:
            key = f"example_{name}"
            st.button(say(key), key=key, on_click=_run_example, args=(name,), type="tertiary")


def _list(say: Say, batch: tuple[sources.Document, ...]) -> None:
    """Several documents, in the order they will be read, each with what was found in it or why it is left out."""
    st.markdown(say("list_head", n=len(batch)))
    with st.container(key="list", height=250):
        for number, document in enumerate(batch, start=1):
            if document.extract is not None:
                facts = _facts(say, document.extract)
                opening = " ".join(document.extract.plain[:160].split())
                st.text(f"{number}. {say('list_line', **facts | {'name': document.name})}\n{opening[:60]}…")
            elif document.error is not None:
                st.text(f"{number}. {document.name}{say('colon')}{messages.error(say, document.error)}")
    st.button(say("list_drop"), key="list_drop", on_click=sources.drop_list, type="tertiary")


# --- asking ---------------------------------------------------------------------------------------------------------


def _run() -> None:
    batch = [one for one in sources.batch() if one.extract is not None]
    if sources.batch():
        wishes = [_asked(one.extract, one.name) for one in batch if one.extract is not None]
        accepted = visit.start(*wishes)
        if following.passes(visit.refused()) and accepted:
            visit.be_patient()
            following.keep(wishes[accepted:])
            sources.drop_list()
        else:
            sources.keep(batch[accepted:])  # what is not accepted is not lost
        return
    source = sources.source()
    visit.start(_asked(source, source.name) if source is not None else _asked(st.session_state.get("text", "")))


def example(name: str) -> str:
    """The text of an example article."""
    return (Path(__file__).parent / "examples" / f"{name}.txt").read_text(encoding="utf-8").rstrip("\n")


def _run_example(name: str) -> None:
    st.session_state["text"] = example(name)
    sources.clear_problem()
    sources.drop_list()
    visit.start(_asked(st.session_state["text"]))


def _asked(data: str | Extract, name: str = "") -> Request:
    summarizer, translator = models.chosen()
    return Request(
        data,
        name,
        summarizer=summarizer,
        translator=translator,
        options=options.chosen(),
        glossary=glossary.own(),
    )


def _restore(run: Run) -> None:
    """Fill an empty page, after a reload, with what its run was asked."""
    options.restore(run.request.options)
    models.restore(run.request.summarizer, run.request.translator)
    if "text" not in st.session_state:
        data = run.request.data
        if isinstance(data, Extract):
            sources.put(data)
        else:
            st.session_state["text"] = visit.text_of(run.request)


def _expected(say: Say) -> str:
    """How long it will take."""
    batch = sources.batch()
    characters = sum(len(document.extract.plain) for document in batch if document.extract is not None)
    characters = characters or len(st.session_state.get("text", ""))
    if not characters:
        return ""
    try:
        seconds = math.ceil(runs().expected_seconds(characters, *models.chosen()))
    except ModelError:  # said where the model is chosen
        return ""
    if seconds <= 1:
        return say("expected_moment")
    if seconds <= 90:
        return say("expected_seconds", n=seconds)
    return say("expected_minutes", n=round(seconds / 60))
