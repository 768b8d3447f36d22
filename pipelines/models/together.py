"""Calls to somewhere else, side by side: whoever asks hears of each as it ends, and can go away in between."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from queue import Empty, SimpleQueue
from typing import TypeVar

from pipelines.contracts import Cancel

I = TypeVar("I")  # noqa: E741  # what is asked, as T is what is answered
T = TypeVar("T")

_POLL = 0.05  # seconds


def together(call: Callable[[I, Cancel], T], asked: Sequence[I], at_once: int, cancel: Cancel) -> Iterator[tuple[I, T]]:
    """Yield what each of `asked` is answered, in the order in which the answers come, `at_once` calls at a time.

    Ends early when cancelled or closed, or with the exception of a call: the `Cancel` that the calls are given is then
    requested, those that wait never begin, and nobody waits for those that are on their way, not even the end of the
    process.
    """
    waiting, given_up = deque(asked), Cancel()
    answers: SimpleQueue[tuple[I, T] | BaseException] = SimpleQueue()

    def work() -> None:
        while not given_up.requested():
            try:
                one = waiting.popleft()
            except IndexError:
                return
            try:
                answers.put((one, call(one, given_up)))
            except BaseException as error:
                answers.put(error)

    for _ in range(min(at_once, len(asked))):
        threading.Thread(target=work, name="together", daemon=True).start()
    left = len(asked)
    try:
        while left and not cancel.requested():
            try:
                answer = answers.get(timeout=_POLL)
            except Empty:
                continue
            if isinstance(answer, BaseException):
                raise answer
            left -= 1
            yield answer
    finally:
        given_up.request()
