"""Loading WeasyPrint once a process, and without what no table needs.

Needs: that cffi looks for libraries by `ctypes.util.find_library`; that weasyprint.pdf.fonts takes
    functions out of `fontTools.subset` and `fontTools.varLib.instancer` when they are called.
Why: WeasyPrint tries each library under the names of several systems. For each name that Linux's
    loader does not know, Python runs ldconfig, a compiler and a linker, dozens of times. What it
    finds so is a name that the loader knows, and WeasyPrint tries that name, too. The two modules
    of fontTools subset fonts, which uharfbuzz does here, and set variable fonts.
    The first saves a quarter of the time that importing takes, the second a third.
Since: WeasyPrint 70.0 and cffi 2.0; without these, it is loaded as it is.
Upstream: Kozea/WeasyPrint#1125 (closed: why it runs gcc), Kozea/WeasyPrint#2073 (closed: the time
    that importing it takes).
"""

import ctypes.util
import io
import logging
import sys
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stdout
from functools import cache
from importlib import import_module
from importlib.metadata import version
from types import ModuleType
from typing import Any

from perf_report.errors import RenderError
from perf_report.pdf.weasyprint_compat.explain import renames_explained
from perf_report.pdf.weasyprint_compat.font_subset import subset_by_uharfbuzz
from perf_report.pdf.weasyprint_compat.initial_styles import shorten_styles

# The shortcuts were compared with these versions. With any other, none is taken.
_KNOWN = frozenset({"70.0"})

# Of these, WeasyPrint calls functions by the names that it imports.
_SELDOM_CALLED = ("fontTools.subset", "fontTools.varLib.instancer")


@cache
def load_weasyprint() -> Any:
    """The module weasyprint, with fonts subset by uharfbuzz.

    Raises RenderError where its own libraries are missing, or a name that is used of it.
    """
    logging.getLogger("weasyprint").setLevel(logging.CRITICAL)
    try:
        with _by_loader_alone(), _called_later(_SELDOM_CALLED if is_known() else ()):
            weasyprint = _import_quietly()
    except OSError as error:
        # What cffi adds is that it looked in a second way.
        detail = str(error).partition("\n")[0].partition(".  Additionally")[0]
        raise RenderError("renderer-missing", detail=detail) from error
    with renames_explained():
        subset_by_uharfbuzz()
    if is_known():
        shorten_styles()
    return weasyprint


@cache
def is_known() -> bool:
    """Whether the installed WeasyPrint is one that the shortcuts were made for."""
    return version("weasyprint") in _KNOWN


def _import_quietly() -> Any:
    """Import it without its warning that the system has no libharfbuzz-subset.

    What it prints if a library is missing is left to the exception that it raises, too.
    """
    with warnings.catch_warnings(), redirect_stdout(io.StringIO()):
        warnings.simplefilter("ignore", DeprecationWarning)
        import weasyprint
    return weasyprint


@contextmanager
def _by_loader_alone() -> Iterator[None]:
    """Inside the block, Python does not look for libraries that Linux's loader does not know."""
    before = getattr(ctypes.util, "find_library", None)
    if before is None or sys.platform != "linux":
        yield
        return
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
    """What is imported from these modules inside the block loads them when it is called."""
    absent = [name for name in names if name not in sys.modules]
    sys.modules.update({name: _LazyModule(name) for name in absent})
    try:
        yield
    finally:
        for name in absent:
            del sys.modules[name]


class _LazyModule(ModuleType):
    """In place of a module of functions: each loads the module, and is called in it."""

    def __getattr__(self, name: str) -> Callable[..., Any]:
        def call(*arguments: Any, **options: Any) -> Any:
            return getattr(import_module(self.__name__), name)(*arguments, **options)

        return call
