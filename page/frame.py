"""What stands around the work: name and language on top, the explanation of an empty page, the foot."""

from html import escape
from pathlib import Path

import streamlit as st

import pipelines
from page import door, recent
from page.strings import Language, Say
from pipelines.models.catalog import CATALOG, ready

FOLDER = Path(__file__).parent
NAMES = {Language.EN: "English", Language.ZH: "中文"}

# What the empty page shows: a sentence as the web gives it, in pieces (True: it goes), and what becomes of it.
SPECIMEN = (
    ("3月18日", False), (",,", True), ("，市長", False), ("(zhǎng)", True), ("王建國", False), ("(guó)", True),
    ("參", False), ("(cān)", True), ("觀了新圖書館", False), ("(guǎn)", True), (",,", True),
    ("，圖書館共有15萬冊", False), ("(cè)", True), ("圖書", False), (",", True), ("。", False),
)  # fmt: skip
SPECIMEN_SUMMARY = "".join(text for text, gone in SPECIMEN if not gone)
# As the gloss has it: the page promises no better English than it gives.
SPECIMEN_ENGLISH = "March 18, the Mayor Wang Jianguo visit new library, the library have altogether 150,000 books."


def top() -> Say:
    """Draw the name and the language switch; answer with the voice of the chosen language."""
    state = st.session_state
    if "language" not in state:
        asked = st.query_params.get("lang") or (st.context.locale or "")
        state["language"] = Language.ZH.value if asked.lower().startswith("zh") else Language.EN.value
    say = Say(Language(state["language"]))
    # Streamlit's own words are English only; style.css puts these in their place.
    words = {
        "choose": say("file_button"),
        "kinds": say("file_kinds"),
        "refused": say("file_refused"),
        "glossary-choose": say("glossary_choose"),
        "glossary-kinds": say("glossary_kinds"),
        "unreachable": say("unreachable"),
        "unreachable-note": say("unreachable_note"),
    }
    st.html("<style>:root {" + "".join(f'--zy-{name}: "{word}";' for name, word in words.items()) + "}</style>")
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center", key="top"):
        st.html(
            '<h1 class="zy-brand" translate="no"><span lang="zh-Hans">摘译</span> <small>Zhaiyi</small></h1>',
            width="content",
        )
        with st.container(horizontal=True, vertical_alignment="bottom", width="content", gap="medium", key="top_right"):
            if door.inside():
                recent.button(say)
                door.sign_out(say)
            st.segmented_control(
                say("language"),
                [language.value for language in Language],
                format_func=lambda language: NAMES[Language(language)],
                key="language",
                required=True,
                on_change=_keep_language,
            )
    return say


def _keep_language() -> None:
    st.query_params["lang"] = st.session_state["language"]


def tagline(say: Say) -> None:
    """One line that says what this does."""
    with st.container(key="tagline"):
        st.header(say("tagline"), anchor=False)


def specimen(say: Say) -> None:
    """The empty page explains itself: one messy sentence, its summary, its English. Only the page's own words."""
    pieces = "".join(f"<del>{escape(text)}</del>" if gone else escape(text) for text, gone in SPECIMEN)
    panels = (
        ("paste", "zh-Hant", pieces),
        ("summary", "zh-Hant", escape(SPECIMEN_SUMMARY)),
        ("english", "en", escape(SPECIMEN_ENGLISH)),
    )
    st.html(
        '<section class="zy-how" translate="no">'
        + "".join(
            f'<div><h2>{escape(say(f"how_{name}"))}</h2><p class="zy-specimen" lang="{lang}">{body}</p>'
            f'<p class="zy-note">{escape(say(f"how_{name}_note"))}</p></div>'
            for name, lang, body in panels
        )
        + "</section>"
    )


def foot(say: Say) -> None:
    """Attributions of what is used, and the version."""
    sources = dict.fromkeys(spec.attribution for spec in CATALOG if spec.attribution and ready(spec))
    line = say("foot", version=pipelines.__version__)
    if sources:
        line += f" · {say('made_with')} {say('list').join(sources)}"
    st.html(f'<footer class="zy-foot">{escape(line)}</footer>')
