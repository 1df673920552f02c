"""A quantity that a target states, as a quantity or in words that say no more than one.

`{zh: 390%}` and `{zh: 不超过35万元}` state 390% and ≤35万元. Rules look at them as at quantities.
"""

import re

from perf_report.model import bound_words
from perf_report.model.characters import usual_characters
from perf_report.model.target import Quantity, Statement, Target, parse_quantity, suggest_quantity
from perf_report.model.unit_form import is_unit

# Words of a bound around a figure, and the sign that says the same.
_BOUNDS = tuple(
    (re.compile(pattern), sign)
    for pattern, sign in (
        (f"(?:{bound_words.FLOOR})?(.+?)(?:{bound_words.FLOOR_BEHIND})", "≥"),
        (f"(?:{bound_words.CEILING})?(.+?)(?:{bound_words.CEILING_BEHIND})", "≤"),
        (f"(?:{bound_words.FLOOR})(.+)", "≥"),
        (f"(?:{bound_words.CEILING})(.+)", "≤"),
        ("(.+)", "＝"),
    )
)


def stated_quantity(target: Target) -> Quantity | None:
    """The quantity that a target states; None if it states none, or more than one figure."""
    if isinstance(target, Quantity):
        return target
    if not isinstance(target, Statement):
        return None
    words = "".join(usual_characters(target.text.zh or "").split()).rstrip("。；")
    return next((found for found in map(_read, _signed(words)) if found is not None), None)


def _signed(words: str) -> list[str]:
    """The words as they are, and with a sign in place of words of a bound."""
    matches = ((sign, pattern.fullmatch(words)) for pattern, sign in _BOUNDS)
    return [words, *(f"{sign}{match[1]}" for sign, match in matches if match)]


def _read(text: str) -> Quantity | None:
    quantity = parse_quantity(suggest_quantity(text) or text)
    return quantity if quantity and is_unit(quantity.unit) else None
