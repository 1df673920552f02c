"""Formulas whose saved result is 0 though it cannot be: programs save 0 for what they never ran."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product

from perf_report.office.sheet_addresses import cell_range

_Cell = tuple[int, int]
_Range = tuple[_Cell, _Cell]
_END = r"(\$?)([A-Z]{1,3})(\$?)([0-9]{1,7})"
# Cells of the sheet of a formula: $B$2, B2:B9; those of an .ods are [.B2:.B9].
_INPUT = re.compile(rf"(?<![\w.!'$]){_END}(?:\s*:\s*{_END})?(?![\w(!])")
_TEXT = re.compile('"[^"]*"')
_ODS = re.compile(r"\[(\.[^\[\]']*)\]")
# What is neither a function nor of a cell: a name, another sheet, a table.
_OTHER = re.compile(r"[!'#\[\]]|[^\W\d]\w*(?![\w(.])")
# Blank cells add up to 0.
_SUM = re.compile(r"\b(?:SUM|SUBTOTAL)\(")
_ZERO = re.compile(r"-?0+(?:\.0*)?(?:E[-+]?[0-9]+)?")
# So many cells are looked at in a sheet; its other zeros are not doubted.
_MOST_LOOKS = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Formula:
    """A formula as written, and the cell that it was written for, if others share it."""

    text: str
    written_for: _Cell


@dataclass(slots=True)
class SavedResults:
    """What a sheet saves of its cells: values, of which texts are not 0, and formulas."""

    values: dict[_Cell, str] = field(default_factory=dict)
    formulas: dict[_Cell, Formula] = field(default_factory=dict)

    def doubtful_zeros(self) -> frozenset[_Cell]:
        """Return the formulas that are 0 beside an input that is not, or is not known."""
        zeros = [cell for cell in self.formulas if _ZERO.fullmatch(self.values.get(cell, ""))]
        users: dict[_Cell, list[_Cell]] = {cell: [] for cell in zeros}
        doubtful: set[_Cell] = set()
        looks = 0
        for cell in zeros:
            ranges = _inputs(self.formulas[cell], cell)
            looks += sum(map(_size, ranges or ()))
            if looks > _MOST_LOOKS:
                break
            inputs = [each for found in ranges or () for each in _cells(found)]
            if ranges is None or self._is_doubtful(cell, inputs):
                doubtful.add(cell)
            for each in users.keys() & set(inputs):
                users[each].append(cell)
        return _with_users(doubtful, users)

    def _is_doubtful(self, cell: _Cell, inputs: Sequence[_Cell]) -> bool:
        values = [value for each in inputs if (value := self.values.get(each))]
        is_blank = bool(inputs) and not values and not _SUM.search(self.formulas[cell].text)
        return is_blank or not all(map(_ZERO.fullmatch, values))


def _with_users(found: set[_Cell], users: Mapping[_Cell, Sequence[_Cell]]) -> frozenset[_Cell]:
    """Doubtful zeros, and those that are worked out of them."""
    left = list(found)
    while left:
        new = set(users[left.pop()]) - found
        found |= new
        left += new
    return frozenset(found)


def _size(found: _Range) -> int:
    (top, left), (bottom, right) = found
    return (bottom - top + 1) * (right - left + 1)


def _cells(found: _Range) -> Iterator[_Cell]:
    (top, left), (bottom, right) = found
    return product(range(top, bottom + 1), range(left, right + 1))


def _inputs(formula: Formula, cell: _Cell) -> list[_Range] | None:
    """The cells that a formula names; None if it names something outside its sheet, too."""
    text = _TEXT.sub("", formula.text).removeprefix("of:").removeprefix("=")
    plain = _ODS.sub(lambda found: found[1].replace(".", ""), text)
    if _OTHER.search(_INPUT.sub("", plain)):
        return None
    moved = cell[0] - formula.written_for[0], cell[1] - formula.written_for[1]
    return [_range(each, moved) for each in _INPUT.finditer(plain)]


def _range(found: re.Match[str], moved: _Cell) -> _Range:
    ends = found.groups()
    first = _place(ends[:4], moved)
    return first, _place(ends[4:], moved) if ends[5] else first


def _place(end: Sequence[str], moved: _Cell) -> _Cell:
    """A cell, moved unless its column or its row is fixed: $B$2."""
    fixed_column, letters, fixed_row, number = end
    place = cell_range(f"{letters}{number}")
    row, column = place[0] if place else (0, 0)
    return row + (0 if fixed_row else moved[0]), column + (0 if fixed_column else moved[1])
