"""Fonts are subset by uharfbuzz alone: the same bytes on every machine, and the same glyphs."""

import subprocess
import sys
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from builds import add_specs, contents, small_job
from fontTools.pens.recordingPen import RecordingPen
from fontTools.ttLib import TTFont
from paths import DATA, TESTS

from perf_report import resources
from perf_report.errors import RenderError
from perf_report.model.source import Source
from perf_report.outputs.jobs import make_output
from perf_report.pdf.font_subset import normalized_font, subset_font
from perf_report.pdf.printer import PdfPrinter
from perf_report.pdf_inspect.content_digest import ContentDigester
from perf_report.pdf_inspect.font_forms import FontForms
from perf_report.pdf_inspect.open_pdf import open_pdf
from perf_report.processes.limited_process import LimitedProcess

Runner = Callable[..., Any]

SONG = resources.fonts_path() / "PerfReportSong-Regular.otf"


def subset(glyphs: set[int]) -> bytes:
    return subset_font(
        SONG.read_bytes(), glyphs, index=0, hinting=False, notdef_outline=False, name="Song"
    )


def font_in(content: bytes) -> TTFont:
    return TTFont(BytesIO(content))


def outline(font: TTFont, glyph: int) -> list[Any]:
    pen = RecordingPen()
    font.getGlyphSet()[font.getGlyphName(glyph)].draw(pen)
    value: list[Any] = pen.value
    return value


def glyph_of(character: str) -> int:
    with TTFont(SONG, lazy=True) as font:
        return int(font.getGlyphID(font.getBestCmap()[ord(character)]))


def fonts_in(pdf: bytes) -> dict[str, bytes]:
    """The font files of a PDF by the name of their font."""
    with pikepdf.open(BytesIO(pdf)) as document:
        found = {}
        for each in document.objects:
            if isinstance(each, pikepdf.Dictionary) and "/FontFile3" in each:
                found[str(each.FontName).partition("+")[2]] = each.FontFile3.read_bytes()
    assert found
    return found


# --- No library of the system ---

# As on a machine that has no libharfbuzz-subset; fontTools must not step in.
WITHOUT_LIBRARY = """
import sys, cffi
from fontTools import subset
own = cffi.FFI.dlopen

def dlopen(ffi, name, flags=0):
    if name and "harfbuzz-subset" in name:
        raise OSError(name)
    return own(ffi, name, flags)

def refuse(*arguments, **options):
    raise AssertionError("fontTools subsets")

cffi.FFI.dlopen = dlopen
subset.Subsetter.subset = refuse
sys.path.insert(0, sys.argv[1])
from builds import small_job
from perf_report.outputs.jobs import make_output
from perf_report.model.source import Source
made = make_output(small_job("pdf"))
from weasyprint.text.ffi import harfbuzz_subset
assert harfbuzz_subset is None
sys.stdout.buffer.write(made)
"""


def test_a_machine_without_the_library_makes_the_same_bytes_and_is_not_told() -> None:
    ran = subprocess.run(
        [sys.executable, "-c", WITHOUT_LIBRARY, TESTS], capture_output=True, check=False
    )

    assert ran.stderr == b""
    assert ran.stdout == make_output(small_job("pdf"))


def test_the_library_of_the_system_is_not_called(monkeypatch: pytest.MonkeyPatch) -> None:
    from weasyprint.pdf.fonts import Font

    def refuse(*_arguments: object) -> None:
        raise AssertionError("WeasyPrint subsets")

    monkeypatch.setattr(Font, "_harfbuzz_subset", refuse)
    monkeypatch.setattr(Font, "_fonttools_subset", refuse)

    assert make_output(small_job("pdf")).startswith(b"%PDF-")


# --- The glyphs ---


def test_a_subset_has_the_glyphs_under_their_numbers_and_no_outline_besides() -> None:
    kept, other = glyph_of("效"), glyph_of("绩")
    small = font_in(subset({0, kept}))

    with TTFont(SONG, lazy=True) as whole:
        assert outline(small, kept) == outline(whole, kept) != []
    assert small["hmtx"].metrics[small.getGlyphName(kept)][0] == 1000
    assert not any(outline(small, each) for each in (other, 1) if each < len(small.getGlyphOrder()))
    assert len(subset({0, kept})) < len(SONG.read_bytes()) / 20


def test_the_tables_that_no_viewer_reads_are_dropped() -> None:
    with TTFont(SONG, lazy=True) as whole:
        assert {"GSUB", "GPOS", "BASE"} & set(whole.keys())

    assert not {"GSUB", "GPOS", "BASE"} & set(font_in(subset({glyph_of("效")})).keys())


# --- What cannot be read ---


@pytest.mark.parametrize("content", [b"", b"not a font", b"OTTO" + b"\0" * 60])
def test_what_is_no_font_is_an_error_that_names_it(content: bytes) -> None:
    with pytest.raises(RenderError, match="font-subset: font=Mine"):
        subset_font(content, {1}, index=0, hinting=False, notdef_outline=False, name="Mine")


def test_a_build_with_a_font_that_cannot_be_subset_ends_with_its_name(
    monkeypatch: pytest.MonkeyPatch, here: Runner, tmp_path: Path
) -> None:
    import uharfbuzz

    def fail(*_arguments: object) -> None:
        raise RuntimeError("Subsetting failed")

    monkeypatch.setattr(uharfbuzz, "subset", fail)
    add_specs(tmp_path, ["one"])

    ran = here("--ui-language", "en", "build", "--format", "pdf", "--lang", "zh", cwd=tmp_path)

    assert ran.code == 3
    assert "the font Perf Report" in ran.stderr
    assert "Traceback" not in ran.stderr
    assert not contents(tmp_path / "output")


# --- Another version of HarfBuzz ---


PAGE = """\
<html lang="en"><head><title>x</title></head>
<body><p style="font-family: 'Perf Report Song'; font-weight: bold">Goals</p></body></html>"""


def test_fonts_are_the_same_whichever_version_of_harfbuzz_subset_them() -> None:
    (ours,) = fonts_in(PdfPrinter().print_page(PAGE, b"x")).values()
    # The font of the same page, subset by HarfBuzz 6.0.
    other = (DATA / "subset-by-harfbuzz-6.otf").read_bytes()

    assert other != ours
    assert normalized_font(other) == normalized_font(ours)


def with_other_outline(content: bytes) -> bytes:
    """A font whose first glyph with an outline is drawn otherwise."""
    font = font_in(content)
    strings = font["CFF "].cff[0].CharStrings
    for name in font.getGlyphOrder():
        strings[name].decompile()
        program = strings[name].program
        at = next((at for at, each in enumerate(program) if each == "rmoveto"), 0)
        if at and name != ".notdef":
            program[at - 1] += 10
            break
    out = BytesIO()
    font.save(out)
    return out.getvalue()


def test_fonts_of_other_glyphs_are_not_the_same() -> None:
    content = subset({0, glyph_of("效")})

    assert normalized_font(with_other_outline(content)) not in {None, normalized_font(content)}


def test_what_is_no_font_has_no_normal_form() -> None:
    assert normalized_font(b"not a font") is None


def digests(pdf: bytes, font: bytes | None = None) -> tuple[str, ...]:
    """What `verify` compares of the pages, with a font in place of the one that is there."""
    with open_pdf(Source(name="a.pdf", data=pdf)) as opened, LimitedProcess() as process:
        for each in opened.pdf.objects:
            if font and isinstance(each, pikepdf.Dictionary) and "/FontFile3" in each:
                each.FontFile3.write(font)
        return ContentDigester(opened, FontForms(process)).pages()


def test_a_page_is_drawn_alike_with_fonts_of_another_harfbuzz_and_not_with_other_glyphs() -> None:
    made = PdfPrinter().print_page(PAGE, b"x")
    old = (DATA / "subset-by-harfbuzz-6.otf").read_bytes()

    assert digests(made, old) == digests(made)
    assert digests(made, with_other_outline(old)) != digests(made)
    assert digests(made, b"not a font") != digests(made)
