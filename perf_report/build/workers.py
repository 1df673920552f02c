"""Who makes files: processes of this machine, each started once and watched over.

Every process does one piece of work at a time, by a pipe of its own, so that one that dies is known
by its pipe, and what it was at. That piece is tried once more by a fresh process; if that dies,
too, it is lost, and the others go on.
"""

import gc
import multiprocessing
import pickle
import queue
import signal
import sys
import threading
import traceback
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any, NoReturn, ParamSpec, TypeVar

from perf_report.errors import PerfReportError, WorkerLostError

_P = ParamSpec("_P")
_T = TypeVar("_T")

Fonts = tuple[Path, ...] | None

# So many objects may wait for being collected: two layouts of a table, or some twenty megabytes.
MOST_GARBAGE = 200_000

# So many seconds a process has to leave when it is told to; it makes things and keeps none.
_PATIENCE = 1.0


@contextmanager
def workers(count: int, fonts: Fonts) -> Iterator[Executor]:
    """An executor of so many processes; one means a thread of this process.

    The processes load the PDF engine with these fonts at once, unless there are to be no PDFs.
    When the block is left by an exception, Ctrl-C among them, they stop at once.
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
    crew.shutdown()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Task:
    """A piece of work, and who waits for it."""

    future: "Future[Any]"
    call: tuple[Callable[..., Any], tuple[Any, ...], dict[str, Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Worker:
    """A process and our end of the pipe to it."""

    process: BaseProcess
    pipe: Connection

    def run(self, call: object) -> tuple[bool, Any]:
        """What a call returns or raises, and which of the two. Raises WorkerLostError."""
        try:
            self.pipe.send(call)
            answer: tuple[bool, Any] = self.pipe.recv()
        except (EOFError, OSError):
            raise WorkerLostError("worker-lost") from None
        return answer

    def leave(self) -> None:
        """Let it go when it has nothing to do."""
        self.pipe.close()
        self.process.join()

    def stop(self) -> None:
        """Stop it at once."""
        self.process.terminate()
        self.process.join(_PATIENCE)
        if self.process.is_alive():
            self.process.kill()
            self.process.join()


class Crew(Executor):
    """Processes that do one piece of work each at a time, in the order in which it was asked."""

    def __init__(self, count: int, fonts: Fonts) -> None:
        self._fonts = fonts
        self._tasks: queue.SimpleQueue[_Task | None] = queue.SimpleQueue()
        self._is_stopping = False
        # A forked worker shares what is loaded already. Elsewhere forking is not safe, nor is it
        # beside threads: all are there before the first thread, and a fresh one is spawned.
        method = "fork" if sys.platform == "linux" else "spawn"
        self._workers: list[_Worker] = []
        for _ in range(count):
            self._workers.append(_start_worker(method, fonts, self._workers))
        self._threads = [
            threading.Thread(target=self._serve, args=(number,), daemon=True)
            for number in range(count)
        ]
        for thread in self._threads:
            thread.start()

    def submit(self, fn: Callable[_P, _T], /, *args: _P.args, **kwargs: _P.kwargs) -> "Future[_T]":
        """Have a process call a function; both and what comes of it are pickled."""
        future: Future[_T] = Future()
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
            self._workers[number] = _start_worker("spawn", self._fonts, [])

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

    def stop(self) -> None:
        """Stop the processes at once; what they were at is lost."""
        self._is_stopping = True
        self._drop()
        for worker in self._workers:
            worker.process.terminate()
        for worker in self._workers:
            worker.stop()
        self.shutdown()

    def _drop(self) -> None:
        with suppress(queue.Empty):
            while task := self._tasks.get_nowait():
                task.future.cancel()


def _start_worker(method: str, fonts: Fonts, others: Sequence[_Worker]) -> _Worker:
    context = multiprocessing.get_context(method)
    ours, its = context.Pipe()
    # A forked process has the pipes of those before it, too, and must not hold them open.
    inherited = (ours, *(other.pipe for other in others)) if method == "fork" else ()
    process = context.Process(target=_work, args=(its, fonts, inherited), daemon=True)  # type: ignore[attr-defined]
    process.start()
    its.close()
    return _Worker(process=process, pipe=ours)


def _work(pipe: Connection, fonts: Fonts, inherited: Sequence[Connection]) -> None:
    """What a process does: it answers calls until the pipe ends."""
    for other in inherited:
        other.close()
    _prepare(fonts)
    with suppress(EOFError, OSError):
        while True:
            call = pipe.recv_bytes()
            collect_garbage()
            pipe.send_bytes(_answer(call))


def _answer(call: bytes) -> bytes:
    """Whether a call came to its end, and what it returned or raised; all of it pickled."""
    try:
        function, arguments, keywords = pickle.loads(call)  # noqa: S301  # of our own parent
        return pickle.dumps((True, function(*arguments, **keywords)))
    except Exception as error:  # noqa: BLE001  # it is raised where the result is waited for
        # Where in the worker it arose is seen from nowhere else.
        error.add_note(traceback.format_exc())
        return pickle.dumps((False, error))


def _leave(*_: object) -> NoReturn:
    """End as a program ends, so that temporary folders are removed."""
    raise SystemExit(1)


def collect_garbage() -> None:
    """Collect what pieces of work have left, where it is much; the last ones never have to wait."""
    if gc.get_count()[0] > MOST_GARBAGE:
        gc.collect()


def _prepare(fonts: Fonts) -> None:
    """Leave Ctrl-C to the parent, load the engine, and spare the layout a sixth of its time.

    A layout makes hundreds of thousands of objects that live until it ends, which the garbage
    collector would look through again and again; so a process collects between pieces of work.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, _leave)
    gc.disable()
    if fonts is not None:
        from perf_report.build.jobs import warm_up

        with suppress(PerfReportError):  # whoever waits for a PDF hears of it
            warm_up(fonts)
    # What is loaded stays, so that no collection has to look through it.
    gc.freeze()
