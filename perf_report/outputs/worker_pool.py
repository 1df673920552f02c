"""Who makes files: processes of this machine, each started once and watched over.

Every process does one piece of work at a time, by a pipe of its own, so that one that dies is known
by its pipe, and what it was at. That piece is tried once more by a fresh process; if that dies,
too, it is lost, and the others go on.

On Linux one process, the nursery, loads what makes files and forks the workers, so that it is
loaded once, and while this process still reads the specs.
"""

import queue
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any, ParamSpec, TypeVar

from perf_report.errors import WorkerLostError
from perf_report.outputs.fork_server import Nursery, spawn_worker
from perf_report.outputs.worker_main import Fonts

_P = ParamSpec("_P")
_T = TypeVar("_T")


@contextmanager
def workers(count: int, fonts: Fonts) -> Iterator[Executor]:
    """An executor of so many processes; one means a thread of this process.

    The processes load the PDF engine with these fonts at once, unless there are to be no PDFs.
    When the block is left by an exception, Ctrl-C among them, they stop at once; so they do when
    they were asked for nothing, since a spec has an error, and need not load to the end.
    """
    if count <= 1:
        with ThreadPoolExecutor(1) as thread:
            yield thread
        return
    crew = Crew(count, fonts)
    try:
        yield crew
    except BaseException:
        crew.stop()
        raise
    if crew.was_asked:
        crew.shutdown()
    else:
        crew.stop()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Task:
    """A piece of work, and who waits for it."""

    future: "Future[Any]"
    call: tuple[Callable[..., Any], tuple[Any, ...], dict[str, Any]]


class Crew(Executor):
    """Processes that do one piece of work each at a time, in the order in which it was asked."""

    def __init__(self, count: int, fonts: Fonts) -> None:
        self._fonts = fonts
        self._tasks: queue.SimpleQueue[_Task | None] = queue.SimpleQueue()
        self._is_stopping = False
        self.was_asked = False
        # A forked worker shares what is loaded already. Elsewhere forking is not safe, nor is it
        # beside threads: all are there before the first thread, and a fresh one is spawned.
        self._nursery = Nursery(count, fonts) if sys.platform == "linux" else None
        self._workers = (
            self._nursery.workers if self._nursery else [spawn_worker(fonts) for _ in range(count)]
        )
        self._threads = [
            threading.Thread(target=self._serve, args=(number,), daemon=True)
            for number in range(count)
        ]
        for thread in self._threads:
            thread.start()

    def submit(self, fn: Callable[_P, _T], /, *args: _P.args, **kwargs: _P.kwargs) -> "Future[_T]":
        """Have a process call a function; both and what comes of it are pickled."""
        future: Future[_T] = Future()
        self.was_asked = True
        self._tasks.put(_Task(future=future, call=(fn, args, kwargs)))
        return future

    def _serve(self, number: int) -> None:
        """Hand pieces of work to one process, until there are no more."""
        while (task := self._tasks.get()) is not None:
            if not self._is_stopping and task.future.set_running_or_notify_cancel():
                self._attend(number, task)

    def _attend(self, number: int, task: _Task) -> None:
        try:
            is_done, answer = self._attempt(number, task)
        except Exception as error:  # noqa: BLE001  # a lost worker, or a call that cannot be pickled
            is_done, answer = False, error
        if is_done:
            task.future.set_result(answer)
        else:
            task.future.set_exception(answer)

    def _attempt(self, number: int, task: _Task) -> tuple[bool, Any]:
        """Try once, and once more in a fresh process. Raises WorkerLostError."""
        with suppress(WorkerLostError):
            return self._workers[number].run(task.call)
        self._replace(number)
        try:
            return self._workers[number].run(task.call)
        except WorkerLostError:
            self._replace(number)
            raise

    def _replace(self, number: int) -> None:
        self._workers[number].leave()
        if not self._is_stopping:
            self._workers[number] = spawn_worker(self._fonts)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:  # noqa: FBT001, FBT002  # as Executor has it
        """Let the processes leave when all work is done."""
        del wait
        if cancel_futures:
            self._drop()
        for _ in self._threads:
            self._tasks.put(None)
        for thread in self._threads:
            thread.join()
        for worker in self._workers:
            worker.leave()
        if self._nursery is not None:
            self._nursery.leave()

    def stop(self) -> None:
        """Stop the processes at once; what they were at is lost."""
        self._is_stopping = True
        self._drop()
        if self._nursery is not None:
            self._nursery.stop()
        for worker in self._workers:
            worker.stop()
        self.shutdown()

    def _drop(self) -> None:
        with suppress(queue.Empty):
            while task := self._tasks.get_nowait():
                task.future.cancel()
