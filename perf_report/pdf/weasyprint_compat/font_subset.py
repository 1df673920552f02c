"""Subsetting of embedded fonts by uharfbuzz, in place of a library of the system.

Needs: `Font.subset`, `Font.missing`, `Font.index` and `Font.file_content` (weasyprint.pdf.fonts).
Why: WeasyPrint subsets with the system's libharfbuzz-subset, and where that is missing with
    fontTools, which takes four fifths of a build's time and gives other bytes. WeasyPrint has no
    documented way to give it a subsetter.
Since: WeasyPrint 70.0.
Upstream: Kozea/WeasyPrint#2178 (merged) brought libharfbuzz-subset; what is left is in
    docs/upstream.md, "Subsetting".
"""

from collections.abc import Collection
from typing import Any

from perf_report.pdf.font_subset import subset_font


def subset_by_uharfbuzz() -> None:
    """Have every font of this process subset by uharfbuzz.

    Raises AttributeError where WeasyPrint has no such function, and would not call ours.
    """
    from weasyprint.pdf.fonts import Font

    if Font.subset is not _subset:
        Font.subset = _subset


def _subset(font: Any, used: Collection[int], hinting: bool) -> None:  # noqa: FBT001  # as WeasyPrint calls it
    """Keep the glyphs whose numbers are `used`; without any, the font is kept whole."""
    if used:
        font.file_content = subset_font(
            font.file_content,
            used,
            index=font.index,
            hinting=hinting,
            notdef_outline=bool(font.missing),
            name=font.family,
        )
