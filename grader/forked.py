"""Work shared out among forked copies of this process, which have everything loaded already."""

import multiprocessing
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
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
    if min(jobs, count) < 2 or "fork" not in multiprocessing.get_all_start_methods():
        yield from map(work, range(count))
        return
    _work = work  # inherited by the forked processes: a closure could not be sent to them
    context = multiprocessing.get_context("fork")
    with ProcessPoolExecutor(min(jobs, count), context, prepare) as pool:
        for future in as_completed([pool.submit(_do, number) for number in range(count)]):
            yield future.result()


def _do(number: int) -> Any:
    return _work(number)
