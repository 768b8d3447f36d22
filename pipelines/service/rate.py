"""How often somebody may ask: so many requests within any minute."""

from __future__ import annotations

import math
import threading
import time
from collections import OrderedDict

from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from pipelines.errors import ErrorCode, LimitError
from pipelines.settings import Settings

VISITORS = 5_000  # who are told apart at once: whoever throws a cookie away is a new one with every request
_MINUTE = 60.0


class Rate:
    """The requests of the last minute, by who asked. Safe to use from any thread."""

    def __init__(self, settings: Settings) -> None:
        self._most = settings.requests_per_minute
        self._limiter = MovingWindowRateLimiter(MemoryStorage())
        self._limit = RateLimitItemPerMinute(max(1, self._most))
        self._asked: OrderedDict[str, float] = OrderedDict()  # when, by a clock that nobody sets; oldest first
        self._lock = threading.Lock()

    def check(self, who: str) -> None:
        """Count a request. Raises LimitError TOO_FAST, with the seconds until the next one is allowed."""
        if not self._most:
            return
        with self._lock:
            self._forget_others(who)
            if self._limiter.hit(self._limit, who):
                return
            free = self._limiter.get_window_stats(self._limit, who).reset_time
            seconds = max(1, math.ceil(free - time.time()))
            if seconds > _MINUTE + 1:  # the clock was set back, and the requests of before lie in the future
                self._limiter.clear(self._limit, who)
                self._limiter.hit(self._limit, who)
                return
        raise LimitError(ErrorCode.TOO_FAST, limit=self._most, seconds=min(seconds, int(_MINUTE)))

    def _forget_others(self, who: str) -> None:
        """The storage lets go of requests but keeps the names of those who made them: these go here."""
        now = time.monotonic()
        self._asked[who] = now
        self._asked.move_to_end(who)
        while len(self._asked) > VISITORS or now - next(iter(self._asked.values())) > _MINUTE:
            oldest, _ = self._asked.popitem(last=False)
            self._limiter.clear(self._limit, oldest)
