"""What a process does that makes files: it answers calls until its pipe ends.

The nursery forks such processes: it loads the engine once for all, and waits for their end.
"""

import gc
import os
import pickle
import signal
import traceback
from collections.abc import Sequence
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path
from typing import NoReturn

from perf_report.errors import PerfReportError

Fonts = tuple[Path, ...] | None

# So many objects may wait for being collected: two layouts of a table, or some twenty megabytes.
MOST_GARBAGE = 200_000


def raise_workers(pipes: Sequence[tuple[Connection, Connection]], fonts: Fonts) -> None:
    """What the nursery does: it loads the engine, forks, and waits."""
    with suppress(OSError):
        os.setpgid(0, 0)
    for ours, _ in pipes:
        ours.close()
    _be_quiet()
    if fonts is not None:
        from perf_report.outputs.jobs import load_engine

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
        work(pipe, fonts)
    finally:
        # What the nursery would do at its end is not to be done once more.
        os._exit(0)


def work(pipe: Connection, fonts: Fonts) -> None:
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
        from perf_report.outputs.jobs import warm_up

        with suppress(PerfReportError):  # whoever waits for a PDF hears of it
            warm_up(fonts)
    # What is loaded stays, so that no collection has to look through it.
    gc.freeze()
