"""The versions of what decides a PDF's bytes besides this package, told without loading it.

Loading WeasyPrint takes longer than finding that nothing is to be made, so that the packages are
known by what is installed, and libraries of the system are asked themselves.
"""

import ctypes
import zlib
from collections.abc import Iterable, Iterator
from importlib.metadata import version

_PANGO = ("libpango-1.0.so.0", "libpango-1.0.dylib", "libpango-1.0-0")
_SUBSETTER = ("libharfbuzz-subset.so.0", "libharfbuzz-subset.0.dylib")


def package_versions(names: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Installed packages with their versions."""
    return ((name, version(name)) for name in names)


def layout_versions() -> Iterator[tuple[str, str]]:
    """What lays pages out and writes them. Raises RenderError where a library is missing."""
    yield from package_versions(("weasyprint", "pydyf", "fonttools", "segno"))
    yield "pango", pango_version()
    yield "harfbuzz-subset", subsetter_version() or "none"
    yield "zlib", zlib.ZLIB_RUNTIME_VERSION


def pango_version() -> str:
    """The version of Pango. Raises RenderError where it is missing."""
    library = _load(_PANGO)
    # WeasyPrint may know more names, and says what is missing where it does not.
    number = library.pango_version() if library else _pango_of_engine()
    # Pango packs its version into one number, 15012 for 1.50.12.
    return f"{number // 10000}.{number // 100 % 100}.{number % 100}"


def _pango_of_engine() -> int:
    from perf_report.pdf.weasyprint_compat.loading import load_weasyprint

    load_weasyprint()
    from weasyprint.text.ffi import pango

    return int(pango.pango_version())


def subsetter_version() -> str | None:
    """The version of HarfBuzz's subsetting library, found by the names that WeasyPrint uses."""
    library = _load(_SUBSETTER)
    if library is None:
        return None
    library.hb_version_string.restype = ctypes.c_char_p
    return bytes(library.hb_version_string()).decode()


def _load(names: Iterable[str]) -> ctypes.CDLL | None:
    """The first library that there is."""
    for name in names:
        try:
            return ctypes.CDLL(name)
        except OSError:
            continue
    return None
