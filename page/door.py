"""The door: who the visitor is and, where signing in is configured, that nobody else comes in."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping
from typing import Any

import streamlit as st

from page.runs import runs
from page.strings import Say
from pipelines.service.http.headers import COOKIE, TOKEN


def inside() -> bool:
    """Whether this visitor may use the page: everybody where signing in is not configured."""
    return not configured() or (signed_in() and allowed(st.user.to_dict(), runs().settings.allowed))


def configured() -> bool:
    """Whether visitors have to sign in: the secrets have an [auth] section."""
    return st.secrets.load_if_toml_exists() and bool(st.secrets.get("auth"))


def signed_in() -> bool:
    """Whether the visitor has signed in, allowed or not."""
    return bool(getattr(st.user, "is_logged_in", False))


def allowed(claims: Mapping[str, Any], addresses: str) -> bool:
    """Whether somebody with these claims may come in: `addresses` and domains with commas between; empty: everybody.

    An address that its provider has not verified is worth nothing.
    """
    wanted = {one.strip().lower().removeprefix("@") for one in addresses.split(",") if one.strip()}
    if not wanted:
        return True
    address = str(claims.get("email") or "").strip().lower()
    name, at, domain = address.rpartition("@")
    if not name or not at or claims.get("email_verified") is False:
        return False
    return address in wanted or domain in wanted


def visitor() -> str:
    """Whose the runs are that are asked for here: the account's, else the browser's, else this visit's.

    It cannot be turned back into the cookie, so that who reads the store cannot be somebody else on the page.
    """
    if configured():
        claims = st.user.to_dict()
        return f"account:{_hash(str(claims.get('iss')), str(claims.get('sub') or claims.get('email')))}"
    token = str(st.context.cookies.get(COOKIE))
    if TOKEN.fullmatch(token):
        return f"browser:{_hash(token)}"
    return f"visit:{_hash(st.session_state.setdefault('visit', secrets.token_urlsafe()))}"


def draw(say: Say) -> None:
    """What stands there instead of the page: a way to sign in, or why that was not enough."""
    with st.container(key="door"):
        if not signed_in():
            st.header(say("door"), anchor=False)
            st.caption(say("door_about"))
            for provider in _providers():
                label = say("door_in_with", name=provider) if provider else say("door_in")
                st.button(label, key=f"sign_in_{provider}", on_click=st.login, args=(provider,), type="primary")
            return
        st.header(say("door_refused"), anchor=False)
        st.text(say("door_refused_about", address=str(st.user.to_dict().get("email") or say("door_nobody"))))
        sign_out(say)


def sign_out(say: Say) -> None:
    """The way out, where somebody is in."""
    if configured() and signed_in():
        st.button(say("door_out"), key="sign_out", on_click=st.logout, type="tertiary")


def _providers() -> list[str | None]:
    """The providers that have a section of their own, or None for the one that has not."""
    auth = st.secrets["auth"]
    return [name for name in auth if isinstance(auth[name], Mapping)] or [None]


def _hash(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:32]
