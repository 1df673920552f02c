"""How the texts of a page show by its styles: hidden, struck out, raised, in a font of symbols."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from lxml import html

from perf_report.office.marked_text import TextPart
from perf_report.office.symbol_fonts import is_symbol_font

_RULE = re.compile(r"([^{}]{1,2000})\{([^{}]*)\}")
_COMMENT = re.compile(r"/\*.*?\*/|<!--|-->", re.DOTALL)
# A rule for elements with a class, as Word and Excel write them: `td.xl65`, `.s1`.
_CLASS = re.compile(r"\s*(?:[a-z0-9]+)?\.([\w-]+)\s*\Z", re.IGNORECASE)
_HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.IGNORECASE
)
_STRUCK = re.compile(r"text-decoration(?:-line)?\s*:[^;]*line-through", re.IGNORECASE)
_RAISED = re.compile(r"vertical-align\s*:\s*super", re.IGNORECASE)
# Word says beside it which fonts are for Chinese characters: `mso-fareast-font-family`.
_FONT = re.compile(r"(?<![\w-])(?:font-family|font)\s*:([^;]*)", re.IGNORECASE)
_STRIKES = frozenset({"s", "strike", "del"})


@dataclass(frozen=True, slots=True)
class PageLooks:
    """The styles of a page by the classes that have them."""

    classes: Mapping[str, str] = field(default_factory=dict)

    def style(self, element: html.HtmlElement) -> str:
        """What the page says about how an element shows."""
        named = (self.classes.get(each, "") for each in (element.get("class") or "").split())
        return ";".join(filter(None, (*named, element.get("style") or "")))

    def is_hidden(self, element: html.HtmlElement) -> bool:
        """Whether an element does not show."""
        return element.get("hidden") is not None or bool(_HIDDEN.search(self.style(element)))

    def look(self, element: html.HtmlElement, base: TextPart) -> TextPart:
        """How the text of an element shows in one that has a look."""
        style = self.style(element)
        found = _FONT.search(style)
        font = found[1] if found else element.get("face") if element.tag == "font" else None
        symbols = [*filter(is_symbol_font, _names(font or ""))]
        return replace(
            base,
            is_struck=base.is_struck or element.tag in _STRIKES or bool(_STRUCK.search(style)),
            is_raised=base.is_raised or element.tag == "sup" or bool(_RAISED.search(style)),
            font=base.font if font is None else symbols[0] if symbols else "",
        )


def _names(font: str) -> Iterator[str]:
    """The names in a list of fonts, also behind a size: `12pt Symbol`."""
    for each in font.split(","):
        words = each.split()
        yield from (" ".join(words[at:]) for at in range(len(words)))


def page_looks(root: html.HtmlElement) -> PageLooks:
    """Return the styles that a page keeps for its classes."""
    classes: dict[str, str] = {}
    for sheet in root.iter("style"):
        text = _COMMENT.sub("", sheet.text or "")
        for selectors, style in _RULE.findall(text):
            for each in selectors.split(","):
                found = _CLASS.match(each)
                if found:
                    classes[found[1]] = f"{classes.get(found[1], '')};{style}"
    return PageLooks(classes)
