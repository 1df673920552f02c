"""Who makes files: processes of this machine, each started once and watched over.

Every process does one piece of work at a time, by a pipe of its own, so that one that dies is known
by its pipe, and what it was at. That piece is tried once more by a fresh process; if that dies,
too, it is lost, and the others go on.

On Linux one process, the nursery, loads what makes files and forks the workers, so that it is
loaded once, and while this process still reads the specs.
"""

import gc
import multiprocessing
import os
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
    """Our end of the pipe to a process; the process itself where it is not of the nursery."""

    pipe: Connection
    process: BaseProcess | None = None

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
        if self.process is not None:
            self.process.join()

    def stop(self) -> None:
        """Stop it at once, where it is not of the nursery."""
        if self.process is not None:
            _stop(self.process, self.process.terminate, self.process.kill)


class _Nursery:
    """A process that loads the engine, forks workers, and ends when the last of them has ended."""

    def __init__(self, count: int, fonts: Fonts) -> None:
        context = multiprocessing.get_context("fork")
        pipes = [context.Pipe() for _ in range(count)]
        self._process = context.Process(target=_raise_workers, args=(pipes, fonts), daemon=True)
        self._process.start()
        # All of them are one group, to be stopped together; whoever comes first makes it so.
        with suppress(OSError):
            os.setpgid(self._number, self._number)
        for _, its in pipes:
            its.close()
        self.workers = [_Worker(pipe=ours) for ours, _ in pipes]

    @property
    def _number(self) -> int:
        return self._process.pid or 0

    def leave(self) -> None:
        """Wait for the workers to go, whose pipes are closed."""
        self._process.join()

    def stop(self) -> None:
        """Stop it and its workers at once."""
        _stop(self._process, lambda: self._signal(signal.SIGTERM),
              lambda: self._signal(signal.SIGKILL))  # fmt: skip

    def _signal(self, number: signal.Signals) -> None:
        if self._process.is_alive():
            with suppress(ProcessLookupError):
                os.killpg(self._number, number)


class Crew(Executor):
    """Processes that do one piece of work each at a time, in the order in which it was asked."""

    def __init__(self, count: int, fonts: Fonts) -> None:
        self._fonts = fonts
        self._tasks: queue.SimpleQueue[_Task | None] = queue.SimpleQueue()
        self._is_stopping = False
        # A forked worker shares what is loaded already. Elsewhere forking is not safe, nor is it
        # beside threads: all are there before the first thread, and a fresh one is spawned.
        self._nursery = _Nursery(count, fonts) if sys.platform == "linux" else None
        self._workers = (
            self._nursery.workers if self._nursery else [_spawn_worker(fonts) for _ in range(count)]
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
            self._workers[number] = _spawn_worker(self._fonts)

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


def _stop(process: BaseProcess, ask: Callable[[], None], force: Callable[[], None]) -> None:
    """Ask a process to end, and force it where it does not."""
    ask()
    process.join(_PATIENCE)
    if process.is_alive():
        force()
        process.join()


def _spawn_worker(fonts: Fonts) -> _Worker:
    context = multiprocessing.get_context("spawn")
    ours, its = context.Pipe()
    process = context.Process(target=_work, args=(its, fonts), daemon=True)
    process.start()
    its.close()
    return _Worker(process=process, pipe=ours)


def _raise_workers(pipes: Sequence[tuple[Connection, Connection]], fonts: Fonts) -> None:
    """What the nursery does: it loads the engine, forks, and waits."""
    with suppress(OSError):
        os.setpgid(0, 0)
    for ours, _ in pipes:
        ours.close()
    _be_quiet()
    if fonts is not None:
        from perf_report.build.jobs import load_engine

        with suppress(PerfReportError):  # whoever waits for a PDF hears of it
            load_engine()
    # What is loaded stays shared: no collection looks through it, and so writes to it.
    gc.freeze()
    own = [its for _, its in pipes]
    for pipe in own:
        if not os.fork():
            _be_worker(pipe, own, fonts)
    for pipe in own:
        pipe.close()
    # Its workers are told to end by the end of their pipes, or as a group.
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    with suppress(ChildProcessError):
        while True:
            os.wait()


def _be_worker(pipe: Connection, pipes: Sequence[Connection], fonts: Fonts) -> NoReturn:
    """Be a worker from now on, with no pipe but one's own."""
    try:
        for other in pipes:
            if other is not pipe:
                other.close()
        _work(pipe, fonts)
    finally:
        # What the nursery would do at its end is not to be done once more.
        os._exit(0)


def _work(pipe: Connection, fonts: Fonts) -> None:
    """What a process does: it answers calls until the pipe ends."""
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


def _be_quiet() -> None:
    """Leave Ctrl-C to the parent, and spare the layout a sixth of its time.

    A layout makes hundreds of thousands of objects that live until it ends, which the garbage
    collector would look through again and again; so a process collects between pieces of work.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, _leave)
    gc.disable()


def _prepare(fonts: Fonts) -> None:
    """Get ready for work, with the engine loaded."""
    _be_quiet()
    if fonts is not None:
        from perf_report.build.jobs import warm_up

        with suppress(PerfReportError):  # whoever waits for a PDF hears of it
            warm_up(fonts)
    # What is loaded stays, so that no collection has to look through it.
    gc.freeze()
