"""Whatever bytes come in, what goes wrong is said in a PipelineError, and soon."""

from __future__ import annotations

import re
import time

import pytest
from files import FIRST, TITLE, epub, pdf, word_of, zipped
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipelines.article import docx, extract, list_files, names, read_article
from pipelines.article import epub as books
from pipelines.article import pdf as pdfs
from pipelines.errors import InputError, PipelineError
from pipelines.settings import Settings

LIMITS = Settings(max_characters=20_000, max_bytes=200_000, max_total_bytes=1_000_000)
SECONDS = 5.0  # on a machine that others use as well; most take a hundredth
STARTS = (
    b"",
    b"%PDF-1.7\n",
    b"PK\x03\x04",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    b"WEBVTT\n\n",
    b"<html><body>",
    b"<?xml ?>",
    b"Content-Type: multipart/related; boundary=a\n\n--a\nContent-Type: text/html\n\n",
)
SAMPLES = {
    "docx": word_of(f"<w:p><w:r><w:t>{FIRST}</w:t></w:r></w:p>"),
    "epub": epub({"a.xhtml": f"<p>{FIRST}</p>"}),
    "pdf": pdf([[TITLE, FIRST]]),
    "zip": zipped({"第1章.txt": FIRST, "第2章.txt": FIRST}),
}
READERS = {"docx": docx.read, "epub": books.read, "pdf": pdfs.read}
usual = settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])


def soon(act) -> None:
    """Do it: it ends well or in a PipelineError, within the time."""
    began = time.monotonic()
    try:
        act()
    except PipelineError as error:
        assert str(error) and "{" not in re.sub(r"\{[^{}]*\}", "", str(error))
    assert time.monotonic() - began < SECONDS


@st.composite
def damaged(draw, kind):
    """A good file of which a few bytes were changed, lost or doubled."""
    data = bytearray(SAMPLES[kind])
    for _ in range(draw(st.integers(1, 6))):
        place = draw(st.integers(0, len(data) - 1))
        match draw(st.sampled_from(["change", "lose", "double", "cut"])):
            case "change":
                data[place] = draw(st.integers(0, 255))
            case "lose":
                del data[place : place + draw(st.integers(1, 40))]
            case "double":
                data[place:place] = data[place : place + draw(st.integers(1, 400))]
            case "cut":
                del data[max(place, len(data) // 2) :]
        if not data:
            break
    return bytes(data)


@usual
@given(st.sampled_from(STARTS), st.binary(max_size=3000))
def test_garbage_is_refused_or_read(start, rest):
    soon(lambda: extract(start + rest, settings=LIMITS))


@usual
@given(
    st.text(max_size=500),
    st.sampled_from(["", "1\n00:00:01,000 --> 00:00:02,000\n", "WEBVTT\n\n00:01.000 --> 00:02.000\n"]),
)
def test_any_text_is_refused_or_read(text, start):
    soon(lambda: read_article(start + text, settings=LIMITS))


@pytest.mark.parametrize("kind", ["docx", "epub", "pdf"])
def test_damaged_files_are_refused_or_read(kind):
    # In this process, as a new one for each of them would take longer than all the reading.
    @usual
    @given(damaged(kind))
    def holds(data):
        soon(lambda: READERS[kind](data, LIMITS))

    holds()


@usual
@given(st.lists(st.tuples(st.text(max_size=20), st.one_of(st.binary(max_size=300), damaged("zip"))), max_size=4))
def test_a_list_of_anything_is_a_list_in_which_each_has_data_or_an_error(files):
    found = list_files(files, settings=LIMITS)
    assert len(found) >= len(files)
    for one in found:
        assert (one.data is None) == isinstance(one.error, InputError)
        assert one.name and one.name.isprintable()


@given(st.lists(st.text(alphabet="第一二十百零章上中下（）()_ 0123456789２a.", max_size=12), max_size=12))
def test_names_of_any_kind_have_an_order(given_names):
    ordered = sorted(given_names, key=names.order)
    assert sorted(given_names[::-1], key=names.order) == ordered
    assert sorted(ordered) == sorted(given_names)
