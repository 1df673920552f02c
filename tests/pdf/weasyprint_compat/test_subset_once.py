"""Our fonts are cut down once, to the same bytes; whatever is in doubt is left to WeasyPrint."""

from typing import Any

import pytest
from builds import small_job

from perf_report.outputs.jobs import make_output
from perf_report.pdf.weasyprint_compat import subset_once
from perf_report.pdf.weasyprint_compat.loading import load_weasyprint


@pytest.fixture
def cuts(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, bool]]:
    """The fonts that are cut from now on, by family, and whether once was enough."""
    seen: list[tuple[str, bool]] = []
    cut = subset_once._cut

    def note(font: Any, *arguments: Any, **options: Any) -> bytes | None:
        content = cut(font, *arguments, **options)
        seen.append((font.family, content is not None))
        return content

    monkeypatch.setattr(subset_once, "_cut", note)
    return seen


@pytest.fixture
def cut_twice(monkeypatch: pytest.MonkeyPatch) -> bytes:
    """A PDF whose fonts are cut in WeasyPrint's own way."""
    load_weasyprint()
    from weasyprint.pdf.fonts import Font

    with monkeypatch.context() as patch:
        own: Any = Font._harfbuzz_subset
        patch.setattr(Font, "_harfbuzz_subset", own.__wrapped__)
        return make_output(small_job("pdf"))


def test_our_fonts_are_cut_once_and_to_the_same_bytes(
    cut_twice: bytes, cuts: list[tuple[str, bool]]
) -> None:
    assert make_output(small_job("pdf")) == cut_twice

    assert set(cuts) == {("Perf Report Song", True), ("Perf Report Hei", True)}


def test_a_font_that_keeps_glyphs_behind_the_last_is_left_to_weasyprint(
    cut_twice: bytes, cuts: list[tuple[str, bool]], monkeypatch: pytest.MonkeyPatch
) -> None:
    from weasyprint.text import ffi

    class OneMore:
        """HarfBuzz's functions, of which one finds a glyph more in what was cut."""

        def __getattr__(self, name: str) -> Any:
            return getattr(harfbuzz, name)

        def hb_face_get_glyph_count(self, face: Any) -> int:
            return int(harfbuzz.hb_face_get_glyph_count(face)) + 1

    harfbuzz = ffi.harfbuzz
    monkeypatch.setattr(ffi, "harfbuzz", OneMore())

    assert make_output(small_job("pdf")) == cut_twice
    assert set(cuts) == {("Perf Report Song", False), ("Perf Report Hei", False)}


def test_another_font_is_left_to_weasyprint(
    cut_twice: bytes, cuts: list[tuple[str, bool]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(subset_once, "_OURS", "Another")

    assert make_output(small_job("pdf")) == cut_twice
    assert not cuts
