"""The clock that expiry goes by: it never jumps, whatever is done to the machine's own."""

from __future__ import annotations

import time
from collections.abc import Callable


class Clock:
    """Seconds since 1970: the machine's clock as it was at the start, and the time that has passed since.

    It does not begin before `latest`, the newest time that is known to have been: a machine whose battery is empty
    starts in 1970, and nothing that is kept would ever expire.
    """

    def __init__(
        self,
        latest: float = 0.0,
        wall: Callable[[], float] = time.time,
        passed: Callable[[], float] = time.monotonic,
    ) -> None:
        self._passed = passed
        self._start = max(latest, wall()) - passed()

    def now(self) -> float:
        """What time it is."""
        return self._start + self._passed()
