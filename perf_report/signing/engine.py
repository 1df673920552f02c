"""Check for pyHanko, which comes with the extra `sign` only, and run its coroutines.

Modules that import pyHanko at their top may be imported only after `require_pyhanko`.
"""

import asyncio
import logging
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from importlib.util import find_spec
from typing import Any, TypeVar

from perf_report.errors import PerfReportError

_T = TypeVar("_T")


def run_coroutine(coroutine: Coroutine[Any, Any, _T]) -> _T:
    """Run a coroutine to its end, in a new thread: the caller may have a running event loop."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, coroutine).result()


def require_pyhanko() -> None:
    """Raise PerfReportError if pyHanko is not installed; silence its log."""
    if find_spec("pyhanko") is None:
        raise PerfReportError("pyhanko-missing")
    # Errors and signature states report the same in the reader's language.
    for name in ("pyhanko", "pyhanko_certvalidator"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
