"""Call libraries on a stranger's data in a process of its own, with limits of time and memory.

Some libraries follow whatever a document has, and cannot be counted or stopped: a font of a
kilobyte can ask HarfBuzz for hours, and a file of 250 KB pyHanko for minutes and gigabytes.
"""

import multiprocessing
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from importlib.util import find_spec
from multiprocessing.process import BaseProcess
from types import TracebackType
from typing import Self, TypeVar

from perf_report.processes.worker_process import ProcessLostError, WorkerProcess

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
        self._process = WorkerProcess(_process_kind(preload), partial(_set_limits, seconds, memory))
        self._most_seconds = None if _has_limits() else seconds * _PATIENCE

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if kind is not None:
            self.kill()
        self._process.close()

    def kill(self) -> None:
        """End the process at once, in the middle of a call, too."""
        self._process.kill()

    def call(self, function: Callable[[_Argument], _Result], data: _Argument) -> _Result:
        """Return what a function of a module returns. Raises ProcessLimitError."""
        try:
            return self._process.call(partial(function, data), self._most_seconds)
        # The system ends a process that takes more time.
        except (ProcessLostError, TimeoutError, MemoryError):
            raise ProcessLimitError from None


def _has_limits() -> bool:
    """Whether the system limits what a process takes, as all but Windows do."""
    return find_spec("resource") is not None


def _process_kind(preload: tuple[str, ...]) -> type[BaseProcess]:
    """The class of a process that starts afresh, or from a server that has loaded modules."""
    if not preload or "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn").Process
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([*preload])
    return context.Process


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
