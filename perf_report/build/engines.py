"""What makes files and is loaded once a process: templates, the layout engine, the catalogues."""

from functools import cache
from pathlib import Path

from perf_report.messages import load_catalogue
from perf_report.model.text import LANGUAGES
from perf_report.render.html import Pages
from perf_report.render.pdf import PdfPrinter
from perf_report.render.speech import Mode, Speech


@cache
def open_pages(folders: tuple[Path, ...]) -> Pages:
    """The templates of these folders."""
    return Pages(folders=folders)


@cache
def open_printer(fonts: tuple[Path, ...]) -> PdfPrinter:
    """The layout engine with these fonts beside the bundled ones."""
    return PdfPrinter(fonts)


def speech_of(mode: Mode) -> Speech:
    """How a language mode speaks."""
    return Speech(mode=mode, catalogues={name: load_catalogue(name) for name in LANGUAGES})
