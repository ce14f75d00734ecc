"""Work shared out among forked copies of this process, which have everything loaded already."""

import os
from collections.abc import Callable, Iterator
from typing import Any, TypeVar

T = TypeVar("T")

_work: Callable[[int], Any]


def forked(
    work: Callable[[int], T], count: int, jobs: int, prepare: Callable[[], None] | None = None
) -> Iterator[T]:
    """Yield work(0) … work(count - 1) as they are done, each in one of `jobs` processes.

    prepare: called once in each process. Where nothing can be forked, all is done right here.
    """
    global _work
    if min(jobs, count) < 2 or not hasattr(os, "fork"):
        yield from map(work, range(count))
        return
    # Only now: one exercise needs none of this, and its verdict should be there at once.
    from concurrent.futures import ProcessPoolExecutor, as_completed
    from multiprocessing import get_context

    _work = work  # inherited by the forked processes: a closure could not be sent to them
    with ProcessPoolExecutor(min(jobs, count), get_context("fork"), prepare) as pool:
        for future in as_completed([pool.submit(_do, number) for number in range(count)]):
            yield future.result()


def _do(number: int) -> Any:
    return _work(number)
