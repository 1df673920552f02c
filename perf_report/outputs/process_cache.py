"""What a process loads once to make files: templates, the layout engine, catalogues."""

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
    """Return the templates of some folders; `cache` is a folder for compiled ones."""
    compiled = TemplateCache(cache, folders, _write_compiled) if cache else None
    return TemplateRenderer(folders=folders, compiled=compiled)


def pages_of(config: BuildConfig) -> TemplateRenderer:
    """Return the templates of a configuration."""
    return open_pages(config.templates, config.cache)


def _write_compiled(path: Path, data: bytes) -> None:
    """Write a compiled template; if that fails, the next process compiles it again."""
    with suppress(OutputError):
        write_files({path: data}, synced=False)


@cache
def open_printer(fonts: tuple[Path, ...]) -> PdfPrinter:
    """Return the layout engine with these fonts and the bundled ones."""
    return PdfPrinter(fonts)


def localizer_of(mode: Mode) -> Localizer:
    """Return the catalogues of a language mode."""
    return Localizer(mode=mode, catalogues={name: load_catalogue(name) for name in LANGUAGES})
