"""Find the cells whose text is not certain: it is struck out, or runs over the edge of its cell."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import combinations

from perf_report.office.pdf.grids import Box
from perf_report.office.pdf.shapes import Character, Rule

STRUCK, OVER_EDGE = "import-text-struck", "import-text-over-edge"

# Parts of the size of a character. Characters that touch are one text, and so are lines one below
# the other that are printed one after the other; so far apart are two lines.
_TOUCH = 0.02
_SAME_LINE = 0.25
_SPACING = (0.8, 1.45)
# The body of a character is from the base line up to a height. So much of it may be beside its
# cell, or over another character of its line.
_BODY, _ASIDE, _OVER, _LINE = 0.55, 0.3, 0.25, 0.6
# So many characters of a cell are compared.
_MOST_COMPARED = 400
# A rule through a character strikes it out; one at its base line is below it.
_STRIKE = (0.15, 0.6)
# An edge is drawn so near to where it is, in points.
_EDGE = 1.5


def struck_out(
    characters: Iterable[Character], rules: Iterable[Rule], grids: Iterable[Iterable[Box]]
) -> set[Character]:
    """Return the characters through which a horizontal rule goes that is no edge of a cell."""
    edges = sorted({edge for grid in grids for box in grid for edge in (box.top, box.bottom)})
    ordered = sorted(
        (rule for rule in rules if not _is_edge(rule, edges)), key=lambda rule: rule.at
    )
    places = [rule.at for rule in ordered]
    found = set()
    for char in characters:
        x, _ = char.middle
        low, high = (char.base + part * char.size for part in _STRIKE)
        near = ordered[bisect_right(places, low) : bisect_left(places, high)]
        if any(rule.start <= x <= rule.end for rule in near):
            found.add(char)
    return found


def _is_edge(rule: Rule, edges: Sequence[float]) -> bool:
    at = bisect_left(edges, rule.at - _EDGE)
    return at < len(edges) and edges[at] <= rule.at + _EDGE


# Characters in the order of print, each with the cell that it is in; None is outside of the table.
Placed = Sequence[tuple[Character, Box | None]]


def settle(placed: Placed) -> tuple[list[tuple[Character, Box | None]], set[Box]]:
    """Return the characters with the cells that their texts are of, and the uncertain cells.

    A text that runs over the edge of its cell is of the cell in which its middle is. Lines in cells
    one below the other are one text if a line is over an edge, or over another text.
    """
    texts = list(_texts(placed))
    over_others = _over_others(texts)
    found: list[tuple[Character, Box | None]] = []
    doubts: set[Box] = set()
    for text in texts:
        touched = {box for box in text.boxes if box is not None}
        is_over = text in over_others or text.is_over_edge
        if touched and is_over:
            doubts |= touched
        if len(set(text.boxes)) > 1 and touched and is_over:
            found += ((char, text.middle_box) for char in text.characters)
        else:
            found += zip(text.characters, text.boxes, strict=True)
    return found, doubts


def _over_others(texts: Iterable["_Text"]) -> set["_Text"]:
    """The texts that are printed over another text of their cell."""
    inside: dict[Box, list[tuple[Character, _Text]]] = {}
    for text in texts:
        for char, box in zip(text.characters, text.boxes, strict=True):
            if box is not None:
                inside.setdefault(box, []).append((char, text))
    return {
        text
        for placed in inside.values()
        if len({id(text) for _, text in placed}) > 1
        for pair in combinations(placed[:_MOST_COMPARED], 2)
        if pair[0][1] is not pair[1][1] and _overlap(pair[0][0], pair[1][0])
        for _, text in pair
    }


def _overlap(one: Character, other: Character) -> bool:
    across = min(one.right, other.right) - max(one.left, other.left)
    return across > _OVER * one.size and abs(one.base - other.base) < _LINE * one.size


@dataclass(slots=True, eq=False)
class _Text:
    """Lines that are printed one after the other, each below the last."""

    characters: list[Character] = field(default_factory=list)
    boxes: list[Box | None] = field(default_factory=list)
    line: int = 0

    @property
    def is_over_edge(self) -> bool:
        """Whether a character is over an edge of the cell that it is in."""
        placed = zip(self.characters, self.boxes, strict=True)
        return any(box is not None and _is_over_edge(char, box) for char, box in placed)

    @property
    def middle_box(self) -> Box:
        """The cell in which the middle of the text is, or one that it touches."""
        chars = self.characters
        x = (min(char.left for char in chars) + max(char.right for char in chars)) / 2
        ys = [char.middle[1] for char in chars]
        y = (min(ys) + max(ys)) / 2
        boxes = [box for box in self.boxes if box is not None]
        return min(boxes, key=lambda box: _distance(box, x, y))

    def goes_on(self, char: Character, box: Box | None) -> bool:
        """Whether a character is of this text, too."""
        last = self.characters[-1]
        if abs(last.base - char.base) < _SAME_LINE * char.size:
            return box == self.boxes[-1] or abs(char.left - last.right) < _TOUCH * char.size
        low, high = (part * char.size for part in _SPACING)
        first = self.characters[self.line]
        is_below = low < first.base - char.base < high
        return is_below and char.left < last.right and char.right > first.left - char.size * 8

    def add(self, char: Character, box: Box | None) -> None:
        """Take a character, which may begin a line."""
        if self.characters and abs(self.characters[-1].base - char.base) >= _SAME_LINE * char.size:
            self.line = len(self.characters)
        self.characters.append(char)
        self.boxes.append(box)


def _is_over_edge(char: Character, box: Box) -> bool:
    aside = _ASIDE * char.size
    return (
        char.base < box.bottom
        or char.base + _BODY * char.size > box.top
        or char.left < box.left - aside
        or char.right > box.right + aside
    )


def _distance(box: Box, x: float, y: float) -> float:
    aside = max(box.left - x, 0.0, x - box.right)
    return aside + max(box.bottom - y, 0.0, y - box.top)


def _texts(placed: Placed) -> Iterable[_Text]:
    text = _Text()
    for char, box in placed:
        if text.characters and not text.goes_on(char, box):
            yield text
            text = _Text()
        text.add(char, box)
    if text.characters:
        yield text
