"""The versions of the packages and libraries that decide the bytes of a PDF.

They are found without WeasyPrint, which takes longer to load than finding that nothing is to be
made: packages by what is installed, Pango and zlib by asking the library.
"""

import ctypes
import zlib
from collections.abc import Iterable, Iterator
from importlib.metadata import version

_PANGO = ("libpango-1.0.so.0", "libpango-1.0.dylib", "libpango-1.0-0")


def package_versions(names: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Installed packages with their versions."""
    return ((name, version(name)) for name in names)


def layout_versions() -> Iterator[tuple[str, str]]:
    """What lays pages out and writes them. Raises RenderError where Pango is missing."""
    yield from package_versions(("weasyprint", "pydyf", "fonttools", "uharfbuzz", "segno"))
    yield "pango", pango_version()
    yield "zlib", zlib.ZLIB_RUNTIME_VERSION


def pango_version() -> str:
    """The version of Pango. Raises RenderError where it is missing."""
    number = _loaded_by_name()
    if number is None:
        # WeasyPrint may know more names, and says what is missing where it does not.
        from perf_report.pdf.weasyprint_compat.pango_layout import loaded_pango_version

        number = loaded_pango_version()
    # Pango packs its version into one number, 15012 for 1.50.12.
    return f"{number // 10000}.{number // 100 % 100}.{number % 100}"


def _loaded_by_name() -> int | None:
    """What the first Pango says that is there under one of its names."""
    for name in _PANGO:
        try:
            return int(ctypes.CDLL(name).pango_version())
        except OSError:
            continue
    return None
