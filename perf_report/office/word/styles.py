"""How the runs of a Word file show: struck out, hidden, raised, in a font of symbols."""

from dataclasses import dataclass, field, replace
from typing import Any

from perf_report.office.symbol_fonts import is_symbol_font
from perf_report.office.word.names import is_on, value, word

# A style may be based on another, so many times.
_DEEPEST = 20
_FONTS = ("ascii", "hAnsi", "eastAsia")


@dataclass(frozen=True, slots=True, kw_only=True)
class RunFormat:
    """What a format says about the text of a run."""

    is_struck: bool = False
    is_hidden: bool = False
    is_raised: bool = False
    font: str = ""


@dataclass(frozen=True, slots=True)
class Styles:
    """The styles of a Word file by their ids."""

    elements: dict[str, Any] = field(default_factory=dict)

    def paragraph_format(self, paragraph: Any) -> RunFormat:
        """The format of runs that the style of a paragraph gives."""
        return self._of_style(value(paragraph, "pPr/pStyle"), RunFormat(), 0)

    def run_format(self, run: Any, base: RunFormat) -> RunFormat:
        """The format of a run in a paragraph of a format."""
        properties = run.find(word("rPr"))
        if properties is None:
            return base
        return _changed(properties, self._of_style(value(properties, "rStyle"), base, 0))

    def numbering(self, paragraph: Any) -> Any:
        """The element of a style that gives its paragraphs numbers; None without one."""
        style = self.elements.get(value(paragraph, "pPr/pStyle") or "")
        for _ in range(_DEEPEST):
            if style is None:
                return None
            found = style.find(f"{word('pPr')}/{word('numPr')}")
            if found is not None:
                return found
            style = self.elements.get(value(style, "basedOn") or "")
        return None

    def _of_style(self, id_: str | None, base: RunFormat, depth: int) -> RunFormat:
        style = self.elements.get(id_ or "")
        if style is None or depth > _DEEPEST:
            return base
        below = self._of_style(value(style, "basedOn"), base, depth + 1)
        properties = style.find(word("rPr"))
        return below if properties is None else _changed(properties, below)


def read_styles(root: Any) -> Styles:
    """Return the styles of a part; none if the file has no such part."""
    found = [] if root is None else root.iter(word("style"))
    return Styles({each.get(word("styleId"), ""): each for each in found})


def _changed(properties: Any, base: RunFormat) -> RunFormat:
    """A format with what properties of runs change in it."""
    strikes = [is_on(properties, name) for name in ("strike", "dstrike")]
    said = [each for each in strikes if each is not None]
    hidden = is_on(properties, "vanish")
    align = value(properties, "vertAlign")
    fonts = properties.find(word("rFonts"))
    written = [fonts.get(word(each), "") for each in _FONTS] if fonts is not None else []
    symbols = [each for each in written if is_symbol_font(each)]
    return replace(
        base,
        is_struck=any(said) if said else base.is_struck,
        is_hidden=base.is_hidden if hidden is None else hidden,
        is_raised=base.is_raised if align is None else align == "superscript",
        font=symbols[0] if symbols else "" if any(written) else base.font,
    )
