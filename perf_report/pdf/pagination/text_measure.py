"""The number of lines that a text takes in the fonts of the PDF, without laying out a page."""

from functools import cache
from typing import TYPE_CHECKING

from perf_report.pdf.weasyprint_compat.pango_layout import PangoLayout

if TYPE_CHECKING:
    from weasyprint.text.fonts import FontConfiguration

BODY, HEAD = "Perf Report Song", "Perf Report Hei"

# How wide the characters of a text are at most, on the whole, as a part of their size: Chinese ones
# are as wide as high, capitals in English three quarters of it.
_WIDEST_ENGLISH = 0.75

_MEDIUM_WEIGHT, _NORMAL_WEIGHT = 500, 400

# The font features that the style sheet gives to English: proportional widths.
_ENGLISH_FEATURES = "pwid 1"


class Ruler:
    """Counts lines as the layout will break them, at a small part of a layout's cost."""

    def __init__(self, fonts: "FontConfiguration") -> None:
        self._fonts = fonts
        self._layout = cache(self._new_layout)

    def count_lines(self, text: str, *, lang: str, family: str, size: float, width: float) -> int:
        """The lines of a text; `size` and `width` in CSS pixels, `lang` as a BCP 47 tag."""
        paragraphs = text.split("\n")
        # Short texts need no measuring; where one is longer than estimated, the layout shows it, as
        # with any wrong estimate.
        widest = size * (_WIDEST_ENGLISH if lang == "en" else 1)
        long = [each for each in paragraphs if len(each) * widest > width]
        if not long:
            return len(paragraphs)
        layout = self._layout(lang, family, size)
        layout.set_width(width)
        counted = sum(map(layout.count_lines, long))
        return len(paragraphs) - len(long) + counted

    def _new_layout(self, lang: str, family: str, size: float) -> PangoLayout:
        return PangoLayout(
            self._fonts,
            lang=lang,
            family=family,
            weight=_MEDIUM_WEIGHT if family == HEAD else _NORMAL_WEIGHT,
            size=size,
            features=_ENGLISH_FEATURES if lang == "en" else "",
        )
