"""The fonts of the PDFs: those that travel with the package, and those that a project adds.

A private fontconfig set-up makes the layout see these fonts and no others, so that the same input
gives the same PDF whatever fonts a machine has.
"""

import hashlib
import os
import shutil
import tempfile
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from html import escape
from pathlib import Path

from perf_report import resources
from perf_report.errors import OutputError, SourceError
from perf_report.processes.temporary_folders import (
    make_temporary_folder,
    remove_temporary_folder,
)

# Written by scripts/cut_fonts.py beside the fonts: the code points that all of them have.
COVERAGE_FILE = "coverage.txt"

FONT_SUFFIXES = (".otf", ".ttf")


def bundled_fonts() -> list[Path]:
    """The font files that travel with the package."""
    folder = resources.fonts_path()
    return sorted(path for path in folder.iterdir() if path.suffix in FONT_SUFFIXES)


def covered_characters(extra: tuple[Path, ...]) -> frozenset[int]:
    """The code points that the bundled fonts or the extra font files can draw."""
    covered = set(_bundled_coverage())
    for path in extra:
        covered |= font_characters(path)
    return frozenset(covered)


def font_characters(path: Path) -> set[int]:
    """The code points of one font file. Raises SourceError where it is not a font."""
    import uharfbuzz

    # HarfBuzz takes what it cannot read for a font without characters.
    characters = set(uharfbuzz.Face(_read_font(path)).unicodes)
    if not characters:
        raise SourceError("font-unreadable", path=path, detail="cmap")
    return characters


def _read_font(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise SourceError("source-missing", path=path) from None
    except OSError as error:
        raise SourceError("font-unreadable", path=path, detail=str(error)) from error


def _bundled_coverage() -> Iterator[int]:
    """Ranges such as `4E00-9FFF`, one a line."""
    lines = (resources.fonts_path() / COVERAGE_FILE).read_text("ascii").split()
    for line in lines:
        first, _, last = line.partition("-")
        yield from range(int(first, 16), int(last or first, 16) + 1)


def fonts_digest(extra: tuple[Path, ...]) -> str:
    """A hash of what the fonts hold; the bundled ones are known by their recorded sums.

    Raises SourceError where one cannot be read.
    """
    digest = hashlib.sha256((resources.fonts_path() / "SHA256SUMS").read_bytes())
    for path in extra:
        digest.update(hashlib.sha256(_read_font(path)).digest())
    return digest.hexdigest()


class FontFolder:
    """A folder with a fontconfig file, and links to extra font files or copies of them.

    It must last as long as the layout that uses it: a font is opened when its first character is
    laid out, and a link that is gone would be a font without glyphs. Raises OutputError if the disk
    has no room for it.
    """

    def __init__(self, extra: tuple[Path, ...]) -> None:
        with _disk_errors_explained():
            folder = make_temporary_folder()
            self._finalizer = weakref.finalize(self, remove_temporary_folder, folder)
            self._configuration = _write_configuration(Path(folder.name), extra)

    @contextmanager
    def used(self) -> Iterator[None]:
        """Inside the block fontconfig sees the bundled fonts and the extra files, and no others."""
        before = os.environ.get("FONTCONFIG_FILE")
        os.environ["FONTCONFIG_FILE"] = str(self._configuration)
        try:
            yield
        finally:
            if before is None:
                del os.environ["FONTCONFIG_FILE"]
            else:
                os.environ["FONTCONFIG_FILE"] = before


@contextmanager
def _disk_errors_explained() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        reason = error.strerror or str(error)
        path = error.filename or tempfile.gettempdir()
        raise OutputError("output-unwritable", path=path, reason=reason) from error


def _write_configuration(folder: Path, extra: tuple[Path, ...]) -> Path:
    folders = [resources.fonts_path()]
    if extra:
        folders.append(_link_fonts(folder / "fonts", extra))
    lines = [
        '<?xml version="1.0"?>',
        '<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">',
        "<fontconfig>",
        *(f"<dir>{escape(str(path))}</dir>" for path in folders),
        "</fontconfig>",
    ]
    path = folder / "fonts.conf"
    path.write_text("\n".join(lines), "utf-8")
    return path


def _link_fonts(folder: Path, fonts: tuple[Path, ...]) -> Path:
    """A folder of links, or of copies: fontconfig reads folders, and a project names files."""
    folder.mkdir()
    for number, font in enumerate(fonts):
        place = folder / f"{number:03}{font.suffix}"
        try:
            place.symlink_to(font.resolve())
        except (OSError, NotImplementedError):  # a system without links
            shutil.copyfile(font, place)
    return folder
