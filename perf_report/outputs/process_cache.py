"""What a process loads once to make files: templates, the layout engine, the catalogues."""

from contextlib import suppress
from functools import cache
from pathlib import Path

from perf_report.errors import OutputError
from perf_report.messages import load_catalogue
from perf_report.model.text import LANGUAGES
from perf_report.outputs.build_config import BuildConfig
from perf_report.outputs.writer import write_files
from perf_report.pdf.printer import PdfPrinter
from perf_report.render.html import TemplateRenderer
from perf_report.render.localized_text import Localizer, Mode
from perf_report.render.template_cache import TemplateCache


@cache
def open_pages(folders: tuple[Path, ...], cache: Path | None = None) -> TemplateRenderer:
    """The templates of these folders; compiled, they are kept below the folder of a cache."""
    compiled = TemplateCache(cache, folders, _keep) if cache else None
    return TemplateRenderer(folders=folders, compiled=compiled)


def pages_of(config: BuildConfig) -> TemplateRenderer:
    """The templates of a config."""
    return open_pages(config.templates, config.cache)


def _keep(path: Path, data: bytes) -> None:
    """Write what can be made again at any time; where that is not possible, it is."""
    with suppress(OutputError):
        write_files({path: data}, synced=False)


@cache
def open_printer(fonts: tuple[Path, ...]) -> PdfPrinter:
    """The layout engine with these fonts beside the bundled ones."""
    return PdfPrinter(fonts)


def localizer_of(mode: Mode) -> Localizer:
    """How a language mode speaks."""
    return Localizer(mode=mode, catalogues={name: load_catalogue(name) for name in LANGUAGES})
