"""The processes of a crew, as the process that calls them sees them."""

import multiprocessing
import os
import signal
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any

from perf_report.errors import WorkerLostError
from perf_report.outputs.worker_main import Fonts, raise_workers, work

# So many seconds a process has to leave when it is told to; it makes things and keeps none.
_PATIENCE = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Worker:
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


class Nursery:
    """A process that loads the engine, forks workers, and ends when the last of them has ended."""

    def __init__(self, count: int, fonts: Fonts) -> None:
        context = multiprocessing.get_context("fork")
        pipes = [context.Pipe() for _ in range(count)]
        self._process = context.Process(target=raise_workers, args=(pipes, fonts), daemon=True)
        self._process.start()
        # All of them are one group, to be stopped together; whoever comes first makes it so.
        self._group: int = self._process.pid  # type: ignore[assignment]  # it is started
        with suppress(OSError):
            os.setpgid(self._group, self._group)
        for _, its in pipes:
            its.close()
        self.workers = [Worker(pipe=ours) for ours, _ in pipes]

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
                os.killpg(self._group, number)


def _stop(process: BaseProcess, ask: Callable[[], None], force: Callable[[], None]) -> None:
    """Ask a process to end, and force it where it does not."""
    ask()
    process.join(_PATIENCE)
    if process.is_alive():
        force()
        process.join()


def spawn_worker(fonts: Fonts) -> Worker:
    """A process that loads everything itself, and has nothing of ours."""
    context = multiprocessing.get_context("spawn")
    ours, its = context.Pipe()
    process = context.Process(target=work, args=(its, fonts), daemon=True)
    process.start()
    its.close()
    return Worker(process=process, pipe=ours)
