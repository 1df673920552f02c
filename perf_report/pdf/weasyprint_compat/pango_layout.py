"""Lines of a text as Pango breaks them, with the fonts and libraries that WeasyPrint has loaded.

Needs: `FontConfiguration.font_map`; `ffi`, `pango` and `gobject` of weasyprint.text.ffi, with
    functions of Pango that are declared there.
Why: page breaks are estimated before the layout, which must be by the same fonts and the same
    Pango; another binding would load a second one.
Since: WeasyPrint 70.0.
Upstream: docs/upstream.md, "No documented way to measure a text".
"""

from typing import TYPE_CHECKING, Any

from perf_report.pdf.weasyprint_compat.loading import load_weasyprint

if TYPE_CHECKING:
    from weasyprint.text.fonts import FontConfiguration

_PANGO_UNITS = 1024


class PangoLayout:
    """A layout of Pango's for texts of one language and font; sizes are in CSS pixels."""

    def __init__(
        self,
        fonts: "FontConfiguration",
        *,
        lang: str,
        family: str,
        weight: int,
        size: float,
        features: str,
    ) -> None:
        from weasyprint.text import ffi

        self._pango, self._gobject, self._ffi = ffi.pango, ffi.gobject, ffi.ffi
        self._layout = self._new_layout(fonts, lang)
        self._set_font(family, weight, size)
        self._pango.pango_layout_set_wrap(self._layout, self._pango.PANGO_WRAP_WORD_CHAR)
        if features:
            self._set_features(features)

    def set_width(self, width: float) -> None:
        """Set the width at which lines end."""
        self._pango.pango_layout_set_width(self._layout, int(width * _PANGO_UNITS))

    def count_lines(self, paragraph: str) -> int:
        """The lines of a text without line ends; at least one."""
        self._pango.pango_layout_set_text(self._layout, self._string(paragraph), -1)
        lines = 1
        while self._pango.pango_layout_get_line_readonly(self._layout, lines) != self._ffi.NULL:
            lines += 1
        return lines

    def _new_layout(self, fonts: "FontConfiguration", lang: str) -> Any:
        pango, gc, unref = self._pango, self._ffi.gc, self._gobject.g_object_unref
        context = gc(pango.pango_font_map_create_context(fonts.font_map), unref)
        pango.pango_context_set_round_glyph_positions(context, 0)
        language = pango.pango_language_from_string(self._string(lang))
        pango.pango_context_set_language(context, language)
        return gc(pango.pango_layout_new(context), unref)

    def _set_font(self, family: str, weight: int, size: float) -> None:
        pango = self._pango
        description = self._ffi.gc(
            pango.pango_font_description_new(), pango.pango_font_description_free
        )
        pango.pango_font_description_set_family(description, self._string(family))
        pango.pango_font_description_set_weight(description, weight)
        pango.pango_font_description_set_absolute_size(description, int(size * _PANGO_UNITS))
        pango.pango_layout_set_font_description(self._layout, description)

    def _set_features(self, features: str) -> None:
        """Set font features, as CSS's `font-feature-settings` does."""
        pango = self._pango
        attributes = self._ffi.gc(pango.pango_attr_list_new(), pango.pango_attr_list_unref)
        attribute = pango.pango_attr_font_features_new(self._string(features))
        pango.pango_attr_list_insert(attributes, attribute)
        pango.pango_layout_set_attributes(self._layout, attributes)

    def _string(self, text: str) -> Any:
        return self._ffi.new("char[]", text.encode())


def loaded_pango_version() -> int:
    """The version of the Pango that WeasyPrint loads, as Pango packs it into a number.

    Raises RenderError where it finds none.
    """
    load_weasyprint()
    from weasyprint.text.ffi import pango

    return int(pango.pango_version())
