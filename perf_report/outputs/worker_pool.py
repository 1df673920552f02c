"""A pool of worker processes of this machine.

Each worker is a ProcessPoolExecutor of one process, so that a process that dies fails its own job
alone. The job is tried once more in a new process, and fails if that dies, too.
"""

import multiprocessing
import queue
import signal
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from functools import partial
from typing import ParamSpec, TypeVar

from perf_report.errors import WorkerLostError
from perf_report.outputs.worker_main import Fonts, end_process, prepare_worker, run_job

_P = ParamSpec("_P")
_T = TypeVar("_T")

# The jobs after which a process is replaced, which frees memory that libraries leak.
JOBS_PER_WORKER = 1000

# The processes that may die of a job before it fails.
_ATTEMPTS = 2


class WorkerPool(Executor):
    """`count` worker processes, each of which runs one job at a time.

    The processes start at once. With fonts, they load the layout engine before the first job.
    """

    def __init__(self, count: int, fonts: Fonts) -> None:
        self._scratch = tempfile.TemporaryDirectory(prefix="perf-report-")
        self._idle: queue.SimpleQueue[_Worker] = queue.SimpleQueue()
        self._is_stopping = False
        self.was_used = False
        self._workers = [_Worker(fonts, self._scratch.name) for _ in range(count)]
        self._threads = ThreadPoolExecutor(count)
        for worker in self._workers:
            self._threads.submit(self._start, worker)

    def submit(self, fn: Callable[_P, _T], /, *args: _P.args, **kwargs: _P.kwargs) -> "Future[_T]":
        """Submit a call, which is pickled, as is its result.

        The future raises WorkerLostError if two processes died of the call.
        """
        self.was_used = True
        return self._threads.submit(self._run, partial(fn, *args, **kwargs))

    def _start(self, worker: "_Worker") -> None:
        if not self._is_stopping:
            worker.start()
        self._idle.put(worker)

    def _run(self, call: Callable[[], _T]) -> _T:
        worker = self._idle.get()
        try:
            for _ in range(_ATTEMPTS):
                if self._is_stopping:
                    break
                with suppress(BrokenProcessPool):
                    return worker.run(call)
                worker.close()
            raise WorkerLostError("worker-lost")
        finally:
            self._idle.put(worker)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:  # noqa: FBT001, FBT002  # the signature of Executor
        """End the processes when all jobs are done."""
        self._threads.shutdown(wait, cancel_futures=cancel_futures)
        for worker in self._workers:
            worker.close()
        self._scratch.cleanup()

    def stop(self) -> None:
        """Kill the processes; their jobs are lost."""
        self._is_stopping = True
        self._threads.shutdown(wait=False, cancel_futures=True)
        for process in multiprocessing.active_children():
            process.kill()
        self.shutdown()


class _Worker:
    """A worker process, which is replaced after JOBS_PER_WORKER jobs."""

    def __init__(self, fonts: Fonts, scratch: str) -> None:
        self._setup = (fonts, scratch)
        self._executor: ProcessPoolExecutor | None = None
        self._jobs = 0

    def start(self) -> ProcessPoolExecutor:
        """Start the process."""
        # It is not safe to fork a process that has threads.
        spawning = multiprocessing.get_context("spawn")
        self._executor = ProcessPoolExecutor(
            1, spawning, initializer=prepare_worker, initargs=self._setup
        )
        with _interrupts_blocked():
            self._executor.submit(int)  # the process starts with the first job
        self._jobs = 0
        return self._executor

    def run(self, call: Callable[[], _T]) -> _T:
        """Make a call in the process. Raises BrokenProcessPool if the process dies."""
        if self._jobs >= JOBS_PER_WORKER:
            self.close()
        executor = self._executor or self.start()
        self._jobs += 1
        return executor.submit(run_job, call).result()

    def close(self) -> None:
        """End the process after its job."""
        if self._executor is not None:
            with suppress(BrokenProcessPool):
                self._executor.submit(end_process).result()
            self._executor.shutdown()
            self._executor = None


@contextmanager
def open_workers(count: int, fonts: Fonts) -> Iterator[Executor]:
    """Open an executor of `count` worker processes; one means a thread of this process.

    Workers are killed if an exception, such as KeyboardInterrupt, is raised in the block, and also
    if they were not used, since they may still be loading.
    """
    if count <= 1:
        with ThreadPoolExecutor(1) as thread:
            yield thread
        return
    pool = WorkerPool(count, fonts)
    try:
        yield pool
    except BaseException:
        pool.stop()
        raise
    if pool.was_used:
        pool.shutdown()
    else:
        pool.stop()


@contextmanager
def _interrupts_blocked() -> Iterator[None]:
    """Block Ctrl-C: processes started in the block never get it, this one gets it afterwards.

    Windows blocks nothing; there a process ignores it once it has started.
    """
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
