"""The code of a worker process: its set-up, and the call of each job."""

import gc
import multiprocessing
import os
import signal
import tempfile
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

from perf_report.errors import PerfReportError

_T = TypeVar("_T")

# Fonts for PDFs beside the bundled ones; None for a worker that makes no PDFs.
Fonts = tuple[Path, ...] | None

# The number of objects that may await collection: two layouts of a table, about twenty megabytes.
MAX_GARBAGE = 200_000


def prepare_worker(fonts: Fonts, scratch: str) -> None:
    """Set the process up for jobs; with fonts, load the layout engine.

    Temporary files go to the folder `scratch`, which the parent removes, since a worker that is
    killed runs no code. A worker ignores Ctrl-C, and ends when its parent ends.

    Garbage is collected between jobs: during a layout, the collector would scan hundreds of
    thousands of live objects again and again.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.disable()
    tempfile.tempdir = scratch
    threading.Thread(target=_end_with_parent, daemon=True).start()
    if fonts is not None:
        from perf_report.outputs.jobs import warm_up

        with suppress(PerfReportError):  # the first PDF raises it again
            warm_up(fonts)
    # No collection has to scan what is loaded by now.
    gc.freeze()


def run_job(call: Callable[[], _T]) -> _T:
    """Make a call, after collecting the garbage of earlier jobs."""
    collect_garbage()
    return call()


def end_process() -> None:
    """End the process at once: freeing all that a layout engine loads takes a tenth of a second."""
    os._exit(0)


def collect_garbage() -> None:
    """Collect garbage if there are more than MAX_GARBAGE new objects."""
    if gc.get_count()[0] > MAX_GARBAGE:
        gc.collect()


def _end_with_parent() -> None:
    """End the process when its parent has ended, for whatever reason."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
