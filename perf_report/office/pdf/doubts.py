"""Find the cells whose text is not certain: it is struck out, or runs over the edge of its cell."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from itertools import pairwise

from perf_report.office.pdf.grids import Box
from perf_report.office.pdf.shapes import Character, Rule

STRUCK, OVER_EDGE = "import-text-struck", "import-text-over-edge"

# Parts of the size of a character. Its body is from the base line up to a height; beyond the edge
# of a cell may be so much of it, or between the lines of one text.
_BODY = 0.7
_BEYOND = 0.25
_ASIDE = 0.3
# A rule through a character strikes it out; one at its base line is below it.
_STRIKE = (0.15, 0.6)

Placed = Sequence[tuple[Character, Box]]


def struck_out(characters: Iterable[Character], rules: Iterable[Rule]) -> set[Character]:
    """Return the characters through which a horizontal rule goes."""
    ordered = sorted(rules, key=lambda rule: rule.at)
    places = [rule.at for rule in ordered]
    found = set()
    for char in characters:
        x, _ = char.middle
        low, high = (char.base + part * char.size for part in _STRIKE)
        near = ordered[bisect_right(places, low) : bisect_left(places, high)]
        if any(rule.start <= x <= rule.end for rule in near):
            found.add(char)
    return found


def over_edge(placed: Placed) -> set[Box]:
    """Return the cells into which or out of which text runs; characters are in order of print."""
    found = {box for char, box in placed if _is_over_edge(char, box)}
    for (char, box), (after, other) in pairwise(placed):
        if box != other and _follows(char, after):
            found |= {box, other}
    return found


def _is_over_edge(char: Character, box: Box) -> bool:
    beyond = _BEYOND * char.size
    aside = _ASIDE * char.size
    return (
        char.base < box.bottom - beyond
        or char.base + _BODY * char.size > box.top + beyond
        or char.left < box.left - aside
        or char.right > box.right + aside
    )


def _follows(char: Character, after: Character) -> bool:
    """Whether a character continues a text that the one before is of: it touches it."""
    is_on_line = abs(char.base - after.base) < _BEYOND * char.size
    return is_on_line and abs(after.left - char.right) < 0.02 * char.size
