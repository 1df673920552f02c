"""From a view to PDF bytes, by WeasyPrint, with merged cells that begin again on every page.

WeasyPrint lets a merged cell end at the foot of a page and leaves its column empty on the next.
So the indicators are laid out once to see where their pages break, and then the whole table with
its merged cells cut there. The second layout forces the same breaks; where its pages still
differ, what it shows is taken as the new plan.
"""

import ctypes
import logging
import zlib
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from perf_report.errors import RenderError
from perf_report.render.fonts import private_fontconfig

if TYPE_CHECKING:
    from weasyprint import Document
    from weasyprint.text.fonts import FontConfiguration

# One layout with the breaks that were found settles a table; more mean a template of a user's
# whose breaks depend on the breaks.
MAX_LAYOUTS = 4


class PdfPrinter:
    """Lays pages out with a fixed set of fonts. Loading it costs half a second, once a process."""

    def __init__(self, extra_fonts: tuple[Path, ...] = ()) -> None:
        with private_fontconfig(extra_fonts):
            self._weasyprint = _load_weasyprint()
            self._fonts: FontConfiguration = _font_configuration()

    def print_table(
        self,
        render: Callable[[frozenset[int] | None], str],
        anchors: Sequence[str],
        identifier: bytes,
    ) -> bytes:
        """The PDF of a table.

        `render` makes the page's HTML for the lines that begin a page by a break inside the
        table, and for None what must be laid out to find them; `anchors` are the ids of the
        lines' rows; `identifier` goes into the trailer. Raises RenderError where the page asks
        for something from outside or never settles.
        """
        breaks = page_breaks(self.lay_out(render(None)), anchors)
        for _ in range(MAX_LAYOUTS):
            document = self.lay_out(render(breaks))
            seen = page_breaks(document, anchors)
            if seen == breaks:
                return self.write(document, identifier)
            breaks = seen
        raise RenderError("pages-unsettled", attempts=MAX_LAYOUTS)

    def lay_out(self, html: str) -> "Document":
        """The laid-out pages of an HTML text."""
        requests: list[str] = []

        def refuse(url: str, *_args: object, **_options: object) -> None:
            requests.append(url)
            raise ValueError(url)

        source = self._weasyprint.HTML(string=html, url_fetcher=refuse)
        document = source.render(font_config=self._fonts)
        if requests:
            raise RenderError("outside-request", url=requests[0])
        return document

    def write(self, document: "Document", identifier: bytes) -> bytes:
        """The bytes of laid-out pages."""
        return bytes(document.write_pdf(pdf_identifier=identifier))


def page_breaks(document: "Document", anchors: Sequence[str]) -> frozenset[int]:
    """The indices of the lines whose row begins a page, but for the table's first."""
    pages = {
        anchor: number for number, page in enumerate(document.pages) for anchor in page.anchors
    }
    return frozenset(
        index
        for index, (before, anchor) in enumerate(pairwise(anchors), start=1)
        if pages[anchor] != pages[before]
    )


@cache
def _load_weasyprint() -> Any:
    """The library; where its own libraries are missing, a RenderError that says so."""
    logging.getLogger("weasyprint").setLevel(logging.CRITICAL)
    try:
        import weasyprint
    except OSError as error:
        detail = str(error).partition("\n")[0]
        raise RenderError("renderer-missing", detail=detail) from error
    return weasyprint


def _font_configuration() -> "FontConfiguration":
    from weasyprint.text.fonts import FontConfiguration

    return FontConfiguration()


def layout_versions() -> Iterator[tuple[str, str]]:
    """The versions of what decides a PDF's bytes besides this package."""
    import fontTools
    import pydyf

    weasyprint = _load_weasyprint()
    from weasyprint.text.ffi import pango

    yield "weasyprint", weasyprint.__version__
    yield "pydyf", pydyf.__version__
    yield "fonttools", fontTools.version
    yield "pango", _dotted(pango.pango_version())
    yield "harfbuzz-subset", subsetter_version() or "none"
    yield "zlib", zlib.ZLIB_RUNTIME_VERSION


def _dotted(version: int) -> str:
    """Pango packs its version into one number, 15012 for 1.50.12."""
    return f"{version // 10000}.{version // 100 % 100}.{version % 100}"


def subsetter_version() -> str | None:
    """The version of HarfBuzz's subsetting library, found by the names that WeasyPrint uses."""
    for name in ("libharfbuzz-subset.so.0", "libharfbuzz-subset.0.dylib"):
        try:
            library = ctypes.CDLL(name)
        except OSError:
            continue
        library.hb_version_string.restype = ctypes.c_char_p
        return bytes(library.hb_version_string()).decode()
    return None
