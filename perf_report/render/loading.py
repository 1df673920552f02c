"""Loading WeasyPrint, once a process, and without the programs that looking for its libraries runs.

WeasyPrint tries each library of the system under the names of several systems, and cffi has Python
look for each name that the loader does not know: on Linux by ldconfig, a compiler and a linker,
dozens of times, which takes as long as everything else that is loaded. What Python finds so is
a name that the loader knows, and WeasyPrint tries that name, too.
"""

import ctypes.util
import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

from perf_report.errors import RenderError
from perf_report.render.release import release_feature_lists


@cache
def load_weasyprint() -> Any:
    """The library; where its own libraries are missing, a RenderError that says so."""
    logging.getLogger("weasyprint").setLevel(logging.CRITICAL)
    try:
        with _loader_alone():
            import weasyprint
    except OSError as error:
        detail = str(error).partition("\n")[0]
        raise RenderError("renderer-missing", detail=detail) from error
    release_feature_lists()
    return weasyprint


@contextmanager
def _loader_alone() -> Iterator[None]:
    """Inside the block, Python looks nowhere else for what Linux's loader does not know."""
    before = ctypes.util.find_library
    if sys.platform == "linux":
        ctypes.util.find_library = _find_nothing
    try:
        yield
    finally:
        ctypes.util.find_library = before


def _find_nothing(name: str) -> str | None:
    del name
    return None
