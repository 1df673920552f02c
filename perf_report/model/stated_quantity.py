"""A quantity that a target states, as a quantity or in words that say no more than one.

`{zh: 390%}` and `{zh: 不超过35万元}` state 390% and ≤35万元. Rules look at them as at quantities.
"""

import re

from perf_report.model import bound_words
from perf_report.model.characters import unspaced
from perf_report.model.target import Quantity, Statement, Target, parse_quantity, suggest_quantity
from perf_report.model.unit_form import is_unit

# More characters than a quantity with the words around it has.
_LONGEST = 100

# Words around a figure that leave it what it is, for the comparisons that rules make.
_LEAD = re.compile(
    "(?:力争|力求|争取|确保|保证|保持|实现|预计|总体|基本|平均|大约|大概|将近|接近|约|近|均|为)+"
)
_ABOUT = re.compile("(?:左右|上下)$")
_INCLUSIVE = re.compile(r"\(不?含[^()]*\)")
_SHARE = re.compile(r"(?P<whole>[百千])分之(?P<figure>[0-9][0-9,.]*)")

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
    words = target.text.zh or ""
    if len(words) > _LONGEST:
        return None
    readings = map(_read, _signed(_plain_words(words)))
    return next((found for found in readings if found is not None), None)


def _plain_words(text: str) -> str:
    """The words without what changes no figure: 力争390%（含）左右 is 390%, 百分之390 too."""
    words = unspaced(text).rstrip("。;")
    words = _ABOUT.sub("", _INCLUSIVE.sub("", words))
    return _SHARE.sub(_with_sign, _LEAD.sub("", words, count=1) if _LEAD.match(words) else words)


def _with_sign(match: re.Match[str]) -> str:
    return f"{match['figure']}{'%' if match['whole'] == '百' else '‰'}"


def _signed(words: str) -> list[str]:
    """The words as they are, and with a sign in place of words of a bound."""
    matches = ((sign, pattern.fullmatch(words)) for pattern, sign in _BOUNDS)
    return [words, *(f"{sign}{match[1]}" for sign, match in matches if match)]


def _read(text: str) -> Quantity | None:
    quantity = parse_quantity(suggest_quantity(text) or text)
    return quantity if quantity and is_unit(quantity.unit) else None
