"""How many lines a text takes: Pango asked directly, with the fonts that the PDF is set in."""

from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from weasyprint.text.fonts import FontConfiguration

BODY, HEAD = "Perf Report Song", "Perf Report Hei"

# How wide the characters of a text are at most, on the whole, as a part of their size: Chinese ones
# are as wide as high, capitals in English three quarters of it.
_WIDEST_ENGLISH = 0.75

_PANGO_UNITS = 1024
_MEDIUM_WEIGHT, _NORMAL_WEIGHT = 500, 400


class Ruler:
    """Counts lines as the layout will break them, at a small part of a layout's cost."""

    def __init__(self, fonts: "FontConfiguration") -> None:
        from weasyprint.text import ffi

        self._pango, self._gobject, self._ffi = ffi.pango, ffi.gobject, ffi.ffi
        self._fonts = fonts
        self._layout = cache(self._new_layout)

    def count_lines(self, text: str, *, lang: str, family: str, size: float, width: float) -> int:
        """The lines of a text; `size` and `width` in CSS pixels, `lang` as a BCP 47 tag."""
        paragraphs = text.split("\n")
        # Short texts need no measuring; where one is longer for all that, the layout shows it, as
        # with any wrong guess.
        widest = size * (_WIDEST_ENGLISH if lang == "en" else 1)
        long = [each for each in paragraphs if len(each) * widest > width]
        if not long:
            return len(paragraphs)
        layout = self._layout(lang, family, size)
        self._pango.pango_layout_set_width(layout, int(width * _PANGO_UNITS))
        counted = sum(self._count_paragraph(layout, each) for each in long)
        return len(paragraphs) - len(long) + counted

    def _count_paragraph(self, layout: Any, text: str) -> int:
        self._pango.pango_layout_set_text(layout, self._ffi.new("char[]", text.encode()), -1)
        lines = 1
        while self._pango.pango_layout_get_line_readonly(layout, lines) != self._ffi.NULL:
            lines += 1
        return lines

    def _new_layout(self, lang: str, family: str, size: float) -> Any:
        pango, new, gc = self._pango, self._ffi.new, self._ffi.gc
        context = gc(
            pango.pango_font_map_create_context(self._fonts.font_map), self._gobject.g_object_unref
        )
        pango.pango_context_set_round_glyph_positions(context, 0)
        language = pango.pango_language_from_string(new("char[]", lang.encode()))
        pango.pango_context_set_language(context, language)
        layout = gc(pango.pango_layout_new(context), self._gobject.g_object_unref)
        description = gc(pango.pango_font_description_new(), pango.pango_font_description_free)
        pango.pango_font_description_set_family(description, new("char[]", family.encode()))
        weight = _MEDIUM_WEIGHT if family == HEAD else _NORMAL_WEIGHT
        pango.pango_font_description_set_weight(description, weight)
        pango.pango_font_description_set_absolute_size(description, int(size * _PANGO_UNITS))
        pango.pango_layout_set_font_description(layout, description)
        pango.pango_layout_set_wrap(layout, pango.PANGO_WRAP_WORD_CHAR)
        if lang == "en":
            self._set_features(layout, b"pwid 1")
        return layout

    def _set_features(self, layout: Any, features: bytes) -> None:
        """The font features that the style sheet gives to English."""
        pango = self._pango
        attributes = self._ffi.gc(pango.pango_attr_list_new(), pango.pango_attr_list_unref)
        attribute = pango.pango_attr_font_features_new(self._ffi.new("char[]", features))
        pango.pango_attr_list_insert(attributes, attribute)
        pango.pango_layout_set_attributes(layout, attributes)
