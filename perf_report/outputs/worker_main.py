"""What a worker process does: its set-up, and the call of each job."""

import gc
import tempfile
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
    killed runs no code.

    Garbage is collected between jobs: during a layout, the collector would scan hundreds of
    thousands of live objects again and again.
    """
    gc.disable()
    tempfile.tempdir = scratch
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


def collect_garbage() -> None:
    """Collect garbage if there are more than MAX_GARBAGE new objects."""
    if gc.get_count()[0] > MAX_GARBAGE:
        gc.collect()
