"""Loading WeasyPrint, once a process, and without what no table needs.

WeasyPrint tries each library of the system under the names of several systems, and cffi has Python
look for each name that the loader does not know: on Linux by ldconfig, a compiler and a linker,
dozens of times, which takes as long as everything else that is loaded. What Python finds so is
a name that the loader knows, and WeasyPrint tries that name, too.

A quarter of the rest is the part of fontTools that cuts fonts down and sets variable ones. HarfBuzz
does the first, and our fonts are not variable, so that it is loaded when something of it is called.
"""

import ctypes.util
import logging
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from importlib import import_module
from importlib.metadata import version
from types import ModuleType
from typing import Any

from perf_report.errors import RenderError
from perf_report.pdf.weasyprint_compat.feature_lists import release_feature_lists
from perf_report.pdf.weasyprint_compat.initial_styles import shorten_styles
from perf_report.pdf.weasyprint_compat.subset_once import cut_once

# Those of which we know how they are made inside. With any other, nothing of it is touched.
_KNOWN = frozenset({"70.0"})

# Of these, WeasyPrint calls functions by the names that it imports.
_SELDOM_CALLED = ("fontTools.subset", "fontTools.varLib.instancer")


@cache
def load_weasyprint() -> Any:
    """The library; where its own libraries are missing, a RenderError that says so."""
    logging.getLogger("weasyprint").setLevel(logging.CRITICAL)
    try:
        with _loader_alone(), _called_later(_SELDOM_CALLED if is_known() else ()):
            import weasyprint
    except OSError as error:
        detail = str(error).partition("\n")[0]
        raise RenderError("renderer-missing", detail=detail) from error
    if is_known():
        cut_once()
        release_feature_lists()
        shorten_styles()
    return weasyprint


@cache
def is_known() -> bool:
    """Whether we know how the installed WeasyPrint is made inside."""
    return version("weasyprint") in _KNOWN


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


@contextmanager
def _called_later(names: tuple[str, ...]) -> Iterator[None]:
    """Whoever imports from these modules inside the block loads them by calling something."""
    absent = [name for name in names if name not in sys.modules]
    sys.modules.update({name: _Later(name) for name in absent})
    try:
        yield
    finally:
        for name in absent:
            del sys.modules[name]


class _Later(ModuleType):
    """In place of a module of functions: each loads the module, and is called in it."""

    def __getattr__(self, name: str) -> Callable[..., Any]:
        def call(*arguments: Any, **options: Any) -> Any:
            return getattr(import_module(self.__name__), name)(*arguments, **options)

        return call
