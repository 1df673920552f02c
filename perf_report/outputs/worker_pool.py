"""A pool of worker processes of this machine.

A process that dies fails its own job alone. The job is tried once more in a new process, and fails
if that dies, too.
"""

import multiprocessing
import queue
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from functools import partial
from typing import ParamSpec, TypeVar

from perf_report.errors import WorkerLostError
from perf_report.outputs.worker_main import Fonts, prepare_worker, run_job
from perf_report.outputs.worker_thread import open_thread
from perf_report.processes.temporary_folders import (
    make_temporary_folder,
    remove_temporary_folder,
)
from perf_report.processes.worker_process import ProcessLostError, WorkerProcess

_P = ParamSpec("_P")
_T = TypeVar("_T")

# The jobs after which a process is replaced, which frees memory that libraries leak.
JOBS_PER_WORKER = 1000

# The processes that may die of a job before it fails.
_ATTEMPTS = 2


class WorkerPool(Executor):
    """`count` worker processes, each of which runs one job at a time.

    With fonts, they load the layout engine before the first job.
    """

    def __init__(self, count: int, fonts: Fonts) -> None:
        self._scratch = make_temporary_folder()
        self._workers = [_Worker(fonts, self._scratch.name) for _ in range(count)]
        self._idle: queue.SimpleQueue[_Worker] = queue.SimpleQueue()
        for worker in self._workers:
            self._idle.put(worker)
        self._threads = ThreadPoolExecutor(count)
        self.was_used = False

    def start(self) -> None:
        """Start the processes now, in the background, and not with their first jobs."""
        for worker in self._workers:
            self._threads.submit(worker.start)

    def submit(self, fn: Callable[_P, _T], /, *args: _P.args, **kwargs: _P.kwargs) -> "Future[_T]":
        """Submit a call, which is pickled, as is its result.

        The future raises WorkerLostError if two processes died of the call.
        """
        self.was_used = True
        return self._threads.submit(self._run, partial(fn, *args, **kwargs))

    def _run(self, call: Callable[[], _T]) -> _T:
        worker = self._idle.get()
        try:
            for _ in range(_ATTEMPTS):
                with suppress(ProcessLostError):
                    return worker.run(call)
            raise WorkerLostError("worker-lost")
        finally:
            self._idle.put(worker)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:  # noqa: FBT001, FBT002  # the signature of Executor
        """End the processes when all jobs are done."""
        self._threads.shutdown(wait, cancel_futures=cancel_futures)
        for worker in self._workers:
            worker.close()
        remove_temporary_folder(self._scratch)

    def stop(self) -> None:
        """Kill the processes; their jobs are lost."""
        self._threads.shutdown(wait=False, cancel_futures=True)
        for worker in self._workers:
            worker.kill()
        self.shutdown()


class _Worker:
    """A worker process, which is replaced after JOBS_PER_WORKER jobs, and when it dies."""

    def __init__(self, fonts: Fonts, scratch: str) -> None:
        self._prepare = partial(prepare_worker, fonts, scratch)
        self._was_killed = False
        self._process = self._make_process()

    def _make_process(self) -> WorkerProcess:
        self._jobs = 0
        # It is not safe to fork a process that has threads.
        return WorkerProcess(multiprocessing.get_context("spawn").Process, self._prepare)

    def start(self) -> None:
        """Start the process."""
        self._process.start()

    def run(self, call: Callable[[], _T]) -> _T:
        """Make a call in the process. Raises ProcessLostError if the process dies."""
        if self._jobs >= JOBS_PER_WORKER:
            self._replace()
        self._jobs += 1
        try:
            return self._process.call(partial(run_job, call))
        except ProcessLostError:
            self._replace()
            raise

    def _replace(self) -> None:
        self._process.close()
        self._process = self._make_process()
        if self._was_killed:
            self._process.kill()

    def kill(self) -> None:
        """End the process at once; none is started any more."""
        self._was_killed = True
        self._process.kill()

    def close(self) -> None:
        """End the process after its job."""
        self._process.close()


@contextmanager
def open_workers(count: int, fonts: Fonts) -> Iterator[Executor]:
    """Open an executor of `count` worker processes; one means a thread of this process.

    Workers are killed if an exception, such as KeyboardInterrupt, is raised in the block, and also
    if they were not used, since they may still be loading.
    """
    if count <= 1:
        with open_thread() as thread:
            yield thread
        return
    pool = WorkerPool(count, fonts)
    try:
        pool.start()
        yield pool
    except BaseException:
        pool.stop()
        raise
    if pool.was_used:
        pool.shutdown()
    else:
        pool.stop()
