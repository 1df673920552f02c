"""Texts whose parts are struck out, raised, or in a font of symbols, as Office files have them."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from perf_report.office.symbol_fonts import as_shown

STRUCK, RAISED, SYMBOL = "import-text-struck", "import-text-raised", "import-symbol-unread"
PICTURE = "import-picture"
_RAISED = str.maketrans("0123456789+-−=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿ")
# What a raised figure is the power of: a unit such as m, or ten; others may have a note there.
_POWER = re.compile(r"[A-Za-z]\Z|(?<![0-9.,])10\Z")
# Fonts of symbols put theirs here; what is left of them has no usual character.
_PRIVATE = re.compile("[\ue000-\uf8ff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class TextPart:
    """A part of a text with one format; `doubt` is the id of a message about it."""

    text: str
    is_struck: bool = False
    is_raised: bool = False
    font: str = ""
    doubt: str = ""


def shown_text(parts: Iterable[TextPart]) -> tuple[str, str]:
    """Return the text of its parts, and the id of a doubt about it; empty if it is certain.

    What is struck out is not valid and is left out. A raised figure such as that of a power is
    another character: 10⁴ is not 104.
    """
    text, doubts = "", []
    for part in parts:
        shown = as_shown(part.text, part.font)
        if part.is_struck:
            doubts += [STRUCK] if shown.strip() else []
            continue
        if part.is_raised and shown.strip():
            raised = shown.translate(_RAISED)
            is_other = bool(text.strip()) and not set(shown.strip()) & set(raised)
            doubts += [] if is_other and _POWER.search(text) else [RAISED]
            shown = raised if is_other else shown
        text += shown
        doubts += [part.doubt] if part.doubt else []
    if _PRIVATE.search(text):
        doubts.append(SYMBOL)
    return text, next(iter(doubts), "")


def is_beside_figure(text: str) -> bool:
    """Return whether a picture beside a text may be the sign of a figure, and is no seal."""
    return text.strip()[:1].isdecimal()


def is_marked(parts: Sequence[TextPart]) -> bool:
    """Return whether a text says something else than its characters."""
    return any(each.is_struck or each.is_raised or each.font or each.doubt for each in parts)
