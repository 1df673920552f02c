"""What a worker process runs: its preparation, and the call of each job."""

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

# The fonts of the PDFs that a worker makes; None for a worker that makes none.
Fonts = tuple[Path, ...] | None

# So many objects may wait for being collected: two layouts of a table, or some twenty megabytes.
MOST_GARBAGE = 200_000


def prepare_worker(fonts: Fonts, scratch: str) -> None:
    """Prepare the process for jobs, with the layout engine loaded where it makes PDFs.

    Temporary files go below `scratch`, which the parent removes: a worker that is stopped runs no
    code of its own. A worker leaves Ctrl-C to its parent, and ends when its parent has ended.

    A layout makes hundreds of thousands of objects that live until it ends, which the garbage
    collector would look through again and again; so a worker collects between jobs.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.disable()
    tempfile.tempdir = scratch
    threading.Thread(target=_end_with_parent, daemon=True).start()
    if fonts is not None:
        from perf_report.outputs.jobs import warm_up

        with suppress(PerfReportError):  # the first PDF raises it again
            warm_up(fonts)
    # What is loaded stays, so that no collection has to look through it.
    gc.freeze()


def run_job(call: Callable[[], _T]) -> _T:
    """Make a call, after collecting what earlier jobs have left."""
    collect_garbage()
    return call()


def collect_garbage() -> None:
    """Collect garbage if there is much of it."""
    if gc.get_count()[0] > MOST_GARBAGE:
        gc.collect()


def _end_with_parent() -> None:
    """End the process when its parent has ended, whatever ended that."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
