"""What a visitor brings: files, an address. One text is put in the box; several become a list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from threading import Semaphore

import streamlit as st

from page import door
from page.runs import runs
from pipelines.article import Extract, extract, fetch_article, list_files, read_article
from pipelines.errors import PipelineError

AT_ONCE = 2
FETCHES_AT_ONCE = 8


@dataclass(frozen=True, slots=True)
class Document:
    """One of several files: what was found in it, or why there is nothing."""

    name: str
    extract: Extract | None = None
    error: PipelineError | None = None


def take_files() -> None:
    """Look into the files that were chosen."""
    files = st.session_state.get(file_key()) or []
    if not files or not _may():
        return
    settings = runs().settings
    given = tuple((file.name, file.getvalue()) for file in files)
    st.session_state["dropped_files"] = st.session_state.get("dropped_files", 0) + 1
    found = tuple(
        Document(one.name, error=one.error) if one.data is None else _looked_into(one.name, one.data)
        for one in list_files(given, settings=settings)
    )
    if len(found) > 1:
        st.session_state["batch"] = found
        return
    for document in found:
        if document.extract is not None:
            put(document.extract)
        elif document.error is not None:
            st.session_state["problem"] = (document.name, document.error)


def _looked_into(name: str, data: bytes) -> Document:
    try:
        with _reading():
            found = extract(data, name=name, settings=runs().settings)
            read_article(found, settings=runs().settings)  # what cannot be read is better said now than in a list
            return Document(name, found)
    except PipelineError as error:
        return Document(name, error=error)


def _may() -> bool:
    """Whether the visitor has not asked for too much within a minute; where that is so it is said."""
    clear_problem()
    try:
        runs().rate.check(door.visitor())
    except PipelineError as error:
        st.session_state["problem"] = ("", error)
        return False
    return True


@cache
def _reading() -> Semaphore:
    """Files are read in processes of up to a gigabyte each: so many at once, for all visitors together."""
    return Semaphore(AT_ONCE)


@cache
def _fetching() -> Semaphore:
    """Addresses that do not answer hold up each other, and no files."""
    return Semaphore(FETCHES_AT_ONCE)


def take_address() -> None:
    """Fetch what is at the address."""
    address = st.session_state.get("address", "").strip()
    if not address or not _may():
        return
    try:
        with _fetching():
            put(fetch_article(address, settings=runs().settings))
    except PipelineError as error:
        st.session_state["problem"] = ("", error)
    else:
        st.session_state["address"] = ""


def put(found: Extract) -> None:
    """Put in the box what was found somewhere."""
    st.session_state["text"] = found.plain
    st.session_state["source"] = found
    drop_list()


def source() -> Extract | None:
    """Where the text in the box is from, as long as nobody has changed it."""
    found: Extract | None = st.session_state.get("source")
    return found if found is not None and found.plain == st.session_state.get("text") else None


def batch() -> tuple[Document, ...]:
    """The list, in the order it will be read; empty where there is only the box."""
    found: tuple[Document, ...] = st.session_state.get("batch", ())
    return found


def keep(documents: Sequence[Document]) -> None:
    """Make these the list."""
    if documents:
        st.session_state["batch"] = tuple(documents)
    else:
        drop_list()


def drop_list() -> None:
    """Back to the box."""
    st.session_state.pop("batch", None)


def problem() -> tuple[str, PipelineError] | None:
    """The file that could not be read ("" for an address), and why."""
    found: tuple[str, PipelineError] | None = st.session_state.get("problem")
    return found


def clear_problem() -> None:
    """It has been seen."""
    st.session_state.pop("problem", None)


def file_key() -> str:
    """The uploader is emptied by another name: what was in it has been taken."""
    return f"file_{st.session_state.get('dropped_files', 0)}"
