"""The text of a paragraph of a Word file as it prints, in parts of one format."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from perf_report.office.marked_text import PICTURE, TextPart
from perf_report.office.word.formulas import formula_parts
from perf_report.office.word.names import is_on, math, value, whole_number, word
from perf_report.office.word.numbering import Numbering
from perf_report.office.word.styles import RunFormat, Styles

_COMPATIBILITY = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
# Text in these is deleted, is the code of a field, says how to read others, or repeats them.
SKIPPED = frozenset(
    word(name)
    for name in (
        "del", "moveFrom", "instrText", "delText", "rPr", "pPr", "sdtPr", "sdtEndPr", "rt",
        "txbxContent",
    )
) | {f"{_COMPATIBILITY}Fallback"}  # fmt: skip
_FORMULAS = frozenset({math("oMath"), math("oMathPara")})
_BREAKS = {word("br"): "\n", word("cr"): "\n", word("tab"): "  ", word("noBreakHyphen"): "-"}
EQUATION, TEXT_BOX = "import-formula-unread", "import-text-box"
# A field that draws a formula, or a figure in a circle; it has no text.
_EQUATION = re.compile(r"\s*eq\b", re.IGNORECASE)
# What is no text: an equation of an older Word, and pictures.
_OBJECTS = frozenset(map(word, ("object", "drawing", "pict")))


@dataclass(frozen=True, slots=True, kw_only=True)
class ParagraphReader:
    """Reads paragraphs of a file with its styles, and counts those with numbers."""

    styles: Styles
    numbering: Numbering

    def parts(self, paragraph: Any) -> list[TextPart]:
        """The parts of a paragraph, with its number first; text boxes are left out."""
        if any(map(_is_prompt, paragraph.iterancestors())):
            return []
        number, doubt = self.numbering.next_number(paragraph)
        base = self.styles.paragraph_format(paragraph)
        shown = [*self._parts(paragraph, base)]
        return [TextPart(text=number, doubt=doubt), *shown] if number or doubt else shown

    def _parts(self, element: Any, form: RunFormat) -> Iterator[TextPart]:
        for child in element:
            if child.tag == word("instrText") and _EQUATION.match(child.text or ""):
                yield TextPart(text="", doubt=EQUATION)
            if child.tag in SKIPPED or _is_prompt(child):
                continue
            if child.tag == word("r"):
                changed = self.styles.run_format(child, form)
                yield from () if changed.is_hidden else self._parts(child, changed)
            elif child.tag in _FORMULAS:
                yield from formula_parts([child])
            else:
                part = _part(child, form)
                yield from self._parts(child, form) if part is None else [part]


def text_boxes(paragraph: Any) -> Iterator[Any]:
    """Yield the text boxes of a paragraph, each once."""
    for box in paragraph.iter(word("txbxContent")):
        if not any(each.tag in SKIPPED for each in box.iterancestors()):
            yield box


def _is_prompt(element: Any) -> bool:
    """Whether an element is a content control that only says what to write there."""
    return element.tag == word("sdt") and bool(is_on(element, "sdtPr/showingPlcHdr"))


def _part(element: Any, form: RunFormat) -> TextPart | None:
    """The part of a text that an element is; None if it may hold some."""
    text, font, doubt = "", "", ""
    if element.tag == word("t"):
        text, font = element.text or "", form.font
    elif element.tag in _BREAKS:
        text = _BREAKS[element.tag]
    elif element.tag == word("sym"):
        text, font = _symbol(element), element.get(word("font"), "")
    elif element.tag == word("fldChar"):
        text = _form_field(element)
    elif element.tag in _OBJECTS:
        has_text = next(element.iter(word("txbxContent")), None) is not None
        doubt = "" if has_text else EQUATION if element.tag == word("object") else PICTURE
    else:
        return None
    return TextPart(
        text=text, font=font, doubt=doubt, is_struck=form.is_struck, is_raised=form.is_raised
    )


def _symbol(element: Any) -> str:
    written = element.get(word("char"), "")
    try:
        return chr(int(written, 16) & 0xFF | 0xF000)
    except ValueError:
        return "\uf000"


def _form_field(field: Any) -> str:
    """What a check box or a list of choices of an older form shows, which has no text."""
    box = field.find(f"{word('ffData')}/{word('checkBox')}")
    if box is not None:
        checked = is_on(box, "checked")
        return "☑" if (is_on(box, "default") if checked is None else checked) else "□"
    choices = field.find(f"{word('ffData')}/{word('ddList')}")
    if choices is None:
        return ""
    texts = [each.get(word("val"), "") for each in choices.iter(word("listEntry"))]
    at = whole_number(value(choices, "result") or value(choices, "default"))
    return texts[at] if at < len(texts) else ""
