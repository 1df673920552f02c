"""Call libraries on a stranger's data in a process of its own, with limits of time and memory.

Some libraries follow whatever a document has, and cannot be counted or stopped: a font of a
kilobyte can ask HarfBuzz for hours, and a file of 250 KB pyHanko for minutes and gigabytes.
"""

import multiprocessing
import os
import signal
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from importlib.util import find_spec
from types import TracebackType
from typing import Self, TypeVar

# Seconds of processor time. Two signatures take one, most of it to import pyHanko; the fonts of a
# table take a tenth of one.
MAX_SECONDS = 15

# How many times as long a call may take by the clock, where a system does not limit processor time.
_PATIENCE = 4

# Bytes of memory, where a system limits them: macOS and Windows do not.
_MAX_MEMORY = 2_000_000_000

_Argument = TypeVar("_Argument")
_Result = TypeVar("_Result")


class ProcessLimitError(Exception):
    """A call took more time or memory than the limits."""


class LimitedProcess:
    """A process that starts with the first call, and whose calls share the limits.

    `preload` are modules that every such process needs. A server loads them once, from which
    processes start in a moment; where a system has none, each process loads them itself. `seconds`
    are of processor time, and `memory` is in bytes.
    """

    def __init__(
        self,
        preload: tuple[str, ...] = (),
        *,
        seconds: int = MAX_SECONDS,
        memory: int = _MAX_MEMORY,
    ) -> None:
        self._executor: ProcessPoolExecutor | None = None
        self._preload = preload
        self._limits = seconds, memory
        self._most_seconds = None if _has_limits() else seconds * _PATIENCE

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._executor is not None:
            self._executor.shutdown()

    def call(self, function: Callable[[_Argument], _Result], data: _Argument) -> _Result:
        """Return what a function of a module returns. Raises ProcessLimitError."""
        executor = self._executor or self._start()
        try:
            return executor.submit(function, data).result(self._most_seconds)
        # The system ends a process that takes more time.
        except (BrokenProcessPool, MemoryError):
            raise ProcessLimitError from None
        except TimeoutError:
            self._kill()
            raise ProcessLimitError from None

    def _start(self) -> ProcessPoolExecutor:
        context = _start_context(self._preload)
        self._executor = ProcessPoolExecutor(
            1, context, initializer=_set_limits, initargs=self._limits
        )
        if self._most_seconds is not None:
            self._pid = self._executor.submit(os.getpid).result()
        return self._executor

    def _kill(self) -> None:
        """End the process in the middle of a call."""
        with suppress(ProcessLookupError):
            os.kill(self._pid, signal.SIGTERM)


def _has_limits() -> bool:
    """Whether the system limits what a process takes, as all but Windows do."""
    return find_spec("resource") is not None


def _start_context(preload: tuple[str, ...]) -> multiprocessing.context.BaseContext:
    if not preload or "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([*preload])
    return context


def _set_limits(seconds: int, memory: int) -> None:
    try:
        import resource
    except ImportError:
        return
    limits = {
        resource.RLIMIT_CPU: seconds,
        resource.RLIMIT_AS: _MAX_MEMORY,
        # What is mapped and never written counts for the limit above alone.
        resource.RLIMIT_DATA: memory,
        resource.RLIMIT_CORE: 0,
    }
    for kind, limit in limits.items():
        with suppress(OSError, ValueError):
            resource.setrlimit(kind, (limit, limit))
