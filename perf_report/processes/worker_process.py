"""A process that makes one call at a time for this one.

Each end of its pipe is open in one process alone, so that the end of the other process is noticed
at once, even in the middle of a result. A `concurrent.futures` pool would wait for the rest for
ever.
"""

import multiprocessing
import os
import pickle
import signal
import threading
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import TypeVar

_T = TypeVar("_T")


class ProcessLostError(Exception):
    """The process has died, or was killed."""


class RemoteTraceback(Exception):  # noqa: N818  # it is no error: it shows where one was raised
    """The traceback of an error in the other process, as text."""


class WorkerProcess:
    """A process that starts with the first call, ignores Ctrl-C, and ends with this process.

    `kind` is the class of processes of a multiprocessing context. The process calls `prepare`
    first. What it calls, and what that returns or raises, is pickled.
    """

    def __init__(self, kind: type[BaseProcess], prepare: Callable[[], object]) -> None:
        self._kind = kind
        self._prepare = prepare
        self._process: BaseProcess | None = None
        self._was_killed = False
        self._lock = threading.Lock()

    def start(self) -> None:
        """Start the process, if it has not started. Raises ProcessLostError if it was killed."""
        with self._lock:
            if self._was_killed:
                raise ProcessLostError
            if self._process is None:
                self._connection, other_end = multiprocessing.Pipe()
                process = self._kind(target=_answer_calls, args=(other_end, self._prepare))
                with other_end, _interrupts_blocked():
                    process.start()
                    self._process = process

    def call(self, call: Callable[[], _T], seconds: float | None = None) -> _T:
        """Return what a call returns, or raise what it raises.

        Raises ProcessLostError if the process has died, and TimeoutError if it has not answered
        after `seconds`, and was killed.
        """
        self.start()
        request = pickle.dumps(call)
        try:
            self._connection.send_bytes(request)
            is_answered = self._connection.poll(seconds)
            answer = self._connection.recv_bytes() if is_answered else b""
        except (EOFError, OSError):
            raise ProcessLostError from None
        if not is_answered:
            self.kill()
            raise TimeoutError
        result: _T
        result, error, place = pickle.loads(answer)  # noqa: S301  # from our own process
        if error is not None:
            raise error from RemoteTraceback(place)
        return result

    def kill(self) -> None:
        """End the process at once, in the middle of a call, too; it never starts again."""
        with self._lock:
            self._was_killed = True
            if self._process is not None:
                self._process.kill()

    def close(self) -> None:
        """End the process, which makes no call, and wait for its end."""
        if self._process is not None:
            self._connection.close()
            self._process.join()


def _answer_calls(connection: Connection, prepare: Callable[[], object]) -> None:
    """Answer calls until the other end of the pipe is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    prepare()
    with suppress(EOFError, OSError):
        while True:
            connection.send_bytes(_answer(connection.recv_bytes()))
    # Freeing all that a layout engine loads would take a tenth of a second.
    os._exit(0)


def _answer(request: bytes) -> bytes:
    """The pickled result of a call, or the error that it raises and its traceback."""
    try:
        call = pickle.loads(request)  # noqa: S301  # from our own process
        return pickle.dumps((call(), None, ""))
    except BaseException as error:  # noqa: BLE001  # it is raised in the other process
        place = traceback.format_exc()
        try:
            return pickle.dumps((None, error, place))
        except Exception as unsendable:  # noqa: BLE001
            return pickle.dumps((None, unsendable, place))


def _end_with_parent() -> None:
    """End this process when its parent has ended, for whatever reason."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


@contextmanager
def _interrupts_blocked() -> Iterator[None]:
    """Block Ctrl-C: processes started in the block never get it, this one gets it afterwards.

    Windows blocks nothing; there a process ignores it once it has started.
    """
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    # Its start, which would come with that of the first process, unblocks Ctrl-C.
    resource_tracker.ensure_running()
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
