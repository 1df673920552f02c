"""pyHanko, which signs. It comes with the extra `sign` alone: few sign, and it brings much along.

The modules that cannot do without it are imported after `require_pyhanko` alone.
"""

import asyncio
import logging
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from importlib.util import find_spec
from typing import Any, TypeVar

from perf_report.errors import PerfReportError

_T = TypeVar("_T")


def finish(work: Coroutine[Any, Any, _T]) -> _T:
    """Do a piece of pyHanko's work to its end.

    In a thread of its own, since the one that asks may have a loop of events running already.
    """
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, work).result()


def require_pyhanko() -> None:
    """Make ready for pyHanko. Raises PerfReportError where it is not installed."""
    if find_spec("pyhanko") is None:
        raise PerfReportError("pyhanko-missing")
    # What it logs is told by errors and states, in the reader's language.
    for name in ("pyhanko", "pyhanko_certvalidator"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
