"""Calls to somewhere else, side by side: whoever asks hears of each as it ends, and can go away in between."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from typing import TypeVar

from pipelines.contracts import Cancel

I = TypeVar("I")  # noqa: E741  # what is asked, as T is what is answered
T = TypeVar("T")

_POLL = 0.05  # seconds


def together(call: Callable[[I, Cancel], T], asked: Sequence[I], at_once: int, cancel: Cancel) -> Iterator[tuple[I, T]]:
    """Yield what each of `asked` is answered, in the order in which the answers come, `at_once` calls at a time.

    Ends early when cancelled or closed, or with the exception of a call: the `Cancel` that the calls are given is then
    requested, those that wait never begin, and nobody waits for those that are on their way.
    """
    pool, given_up = ThreadPoolExecutor(max(1, min(at_once, len(asked))), thread_name_prefix="together"), Cancel()
    try:
        waiting: dict[Future[T], I] = {pool.submit(call, one, given_up): one for one in asked}
        while waiting and not cancel.requested():
            done, _ = wait(waiting, _POLL, FIRST_COMPLETED)
            for future in done:
                yield waiting.pop(future), future.result()
    finally:
        given_up.request()
        pool.shutdown(wait=False, cancel_futures=True)
