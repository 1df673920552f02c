"""The executor of a build without worker processes."""

from collections.abc import Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import contextmanager


@contextmanager
def open_thread() -> Iterator[Executor]:
    """Open an executor of one thread of this process.

    If an exception, such as KeyboardInterrupt, is raised in the block, its job is awaited, and jobs
    that have not begun are cancelled.
    """
    thread = ThreadPoolExecutor(1)
    try:
        yield thread
    except BaseException:
        thread.shutdown(cancel_futures=True)
        raise
    thread.shutdown()
