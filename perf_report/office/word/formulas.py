"""The text of a formula in a Word file (ECMA-376, 22.1): fractions and powers on one line."""

from collections.abc import Iterator
from typing import Any

from perf_report.office.marked_text import TextPart
from perf_report.office.word.names import math, word

FORMULA = "import-formula-unread"
_PROPERTIES = frozenset({math("ctrlPr"), math("rPr"), math("sSupPr"), math("fPr"), word("rPr")})
# Parts that hold others and add nothing.
_HOLDERS = frozenset(map(math, ("oMath", "oMathPara", "r", "e", "num", "den", "sup", "sub", "box")))


def formula_parts(element: Any) -> Iterator[TextPart]:
    """Yield the parts of a formula; what does not stand on one line is doubtful."""
    for child in element:
        if child.tag in {math("t"), word("t")}:
            yield TextPart(text=child.text or "")
        elif child.tag == math("sSup"):
            yield from formula_parts(_part(child, "e"))
            yield from (
                TextPart(text=each.text, is_raised=True, doubt=each.doubt)
                for each in formula_parts(_part(child, "sup"))
            )
        elif child.tag == math("f"):
            yield from formula_parts(_part(child, "num"))
            yield TextPart(text="/", doubt=FORMULA)
            yield from formula_parts(_part(child, "den"))
        elif child.tag in _HOLDERS:
            yield from formula_parts(child)
        elif isinstance(child.tag, str) and child.tag not in _PROPERTIES:
            yield TextPart(text="", doubt=FORMULA)
            yield from formula_parts(child)


def _part(element: Any, name: str) -> Any:
    found = element.find(math(name))
    return () if found is None else found
