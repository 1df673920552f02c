"""Giving back what WeasyPrint 70.0 keeps: a list for every text whose font features are set.

All text in English has its features set. WeasyPrint makes a list of them for each text and never
lets go of it, which is 0.17 MB for the PDF of a table of the real one's size: a worker that makes
thousands of them would grow without end. Its lists share one attribute for the same features,
although each list believes that it owns it. So two things change together: each list has an
attribute of its own, and goes when its text goes.

The PDFs are the same to the byte.
"""

from typing import Any


def release_feature_lists() -> None:
    """Have the lists of all texts released that are laid out in this process from now on."""
    from weasyprint.text import line_break
    from weasyprint.text.fonts import FontConfiguration

    shared = _OneEach()
    FontConfiguration.font_features = property(lambda _fonts: shared, lambda _fonts, _empty: None)
    line_break.pango = _Pango(line_break.pango)


class _OneEach:
    """In place of the shared attributes: whoever asks for one gets that which they made."""

    def setdefault(self, _features: bytes, made: Any) -> Any:
        return made


class _Pango:
    """Pango's functions, of which the one that gives a text its list takes the list over."""

    def __init__(self, pango: Any) -> None:
        self._pango = pango
        self._made: Any = None

    def __getattr__(self, name: str) -> Any:
        """Any other function, looked up once."""
        found = getattr(self._pango, name)
        setattr(self, name, found)
        return found

    def pango_attr_list_new(self) -> Any:
        self._made = self._pango.pango_attr_list_new()
        return self._made

    def pango_layout_set_attributes(self, layout: Any, attributes: Any) -> None:
        """Give a text its list, which is the text's alone unless someone else releases it."""
        self._pango.pango_layout_set_attributes(layout, attributes)
        if attributes is self._made:
            self._pango.pango_attr_list_unref(attributes)
            self._made = None
