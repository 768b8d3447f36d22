"""Warming: the dictionaries are loaded before the first reader needs them."""

from __future__ import annotations

import gc
import threading


class Warming:
    """Of one process; what is loaded serves all."""

    def __init__(self) -> None:
        self._done = threading.Event()

    @property
    def done(self) -> bool:
        """Whether everything is loaded."""
        return self._done.is_set()

    def begin(self) -> None:
        """Load, in the background."""
        threading.Thread(target=self._load, name="zhaiyi-warm", daemon=True).start()

    def _load(self) -> None:
        from pipelines.translation import gloss

        gloss.warm()
        # Streamlit collects garbage after every drawing of a page; it need not go through the dictionaries each time.
        gc.collect()
        gc.freeze()
        self._done.set()
